/* int8 convolutions with one weight scale an output channel; same bytes as TensorFlow Lite Micro and CMSIS-NN. */
#ifndef TML_CONV_H
#define TML_CONV_H

#include "tml_window.h"

/* input_offset = -(input zero point), output_offset = output zero point; multipliers, shifts and bias are
 * [output_channels], see tml_requantize. bias + the sum of 255 |weight| of a channel must fit into 32 bits. */
typedef struct {
  tml_window window;
  /* Conv: input channels one filter sees; input_channels unless grouped. Depthwise: outputs an input channel. */
  int32_t depth;
  const int8_t *weights; /* conv [output][ky][kx][depth], depthwise [ky][kx][output] */
  const int32_t *bias, *multipliers, *shifts;
  int32_t input_offset, output_offset, activation_min, activation_max;
  int32_t single_rounding;
} tml_conv_params;

TML_BEGIN
void tml_conv_s8(const tml_conv_params *p, const int8_t *input, int8_t *output);
void tml_depthwise_conv_s8(const tml_conv_params *p, const int8_t *input, int8_t *output);
TML_END

#endif

/* int8 kernels: the same bytes as TensorFlow Lite Micro and CMSIS-NN with their default double rounding. */
#ifndef TML_NN_H
#define TML_NN_H

#include "tml_guard.h"

/* input_offset = -(input zero point), output_offset = output zero point. Weights are [outputs][inputs] with
 * zero point 0. The effective scale of a channel is multiplier x 2^(shift - 31), shift -31 ... 30.
 * inputs <= 32768 and |bias| <= 2^30 keep the sum within 32 bits. */
typedef struct {
  int32_t inputs, outputs;
  const int8_t *weights;
  const int32_t *bias;
  const int32_t *multipliers;
  const int32_t *shifts;
  int32_t per_channel; /* 0: multipliers[0] and shifts[0] hold for all outputs */
  int32_t input_offset, output_offset, activation_min, activation_max;
  int32_t single_rounding; /* 1: one rounding, as LiteRT's default build */
} tml_fully_connected_params;

/* Softmax with output scale 1/256 and zero point -128. size 1 ... 4096. */
typedef struct {
  int32_t size;
  int32_t input_multiplier, input_left_shift, diff_min;
} tml_softmax_params;

TML_BEGIN
void tml_fully_connected_s8(const tml_fully_connected_params *p, const int8_t *input, int8_t *output);
void tml_softmax_s8(const tml_softmax_params *p, const int8_t *input, int8_t *output);

/* q = clamp(round_half_away(x / scale) + zero_point, -128, 127). NaN gives zero_point. */
void tml_quantize_f32_s8(const float *input, int32_t count, float scale, int32_t zero_point, int8_t *output);
/* x = (q - zero_point) x scale. */
void tml_dequantize_s8_f32(const int8_t *input, int32_t count, float scale, int32_t zero_point, float *output);
/* x' = (x - mean) x scale, in place. */
void tml_scale_f32(float *values, int32_t count, const float *mean, const float *scale);

/* The one multiplication all kernels share. */
int32_t tml_requantize(int32_t value, int32_t multiplier, int32_t shift, int32_t single_rounding);
TML_END

#endif

/* int8 pools. Input and output have the same quantization; padding takes no part. */
#ifndef TML_POOL_H
#define TML_POOL_H

#include "tml_window.h"

/* dilation 1; every window holds at least one value of the input. */
typedef struct {
  tml_window window;
  int32_t activation_min, activation_max;
} tml_pool_params;

TML_BEGIN
void tml_max_pool_s8(const tml_pool_params *p, const int8_t *input, int8_t *output);
/* Rounds halves away from zero. */
void tml_average_pool_s8(const tml_pool_params *p, const int8_t *input, int8_t *output);
TML_END

#endif

/* Moves int8 values: transposes, slices, padding and joins are all one copy with steps. */
#ifndef TML_MOVE_H
#define TML_MOVE_H

#include "tml_guard.h"

#define TML_MOVE_DIMENSIONS 5

/* Value (i0 ... i4) goes from input_start + sum of i x input_steps to output_start + sum of i x output_steps. */
typedef struct {
  int32_t sizes[TML_MOVE_DIMENSIONS];
  int32_t input_start, input_steps[TML_MOVE_DIMENSIONS];
  int32_t output_start, output_steps[TML_MOVE_DIMENSIONS];
} tml_copy_params;

typedef struct {
  int32_t count, value;
} tml_fill_params;

/* Sum over some dimensions, scaled: a mean where the multiplier holds 1 / count. Kept and reduced dimensions each
 * have sizes and steps; unused ones have size 1. */
typedef struct {
  int32_t kept_sizes[4], kept_steps[4], reduced_sizes[4], reduced_steps[4];
  int32_t sum_offset; /* -(input zero point) x count */
  int32_t multiplier, shift, output_offset;
  int32_t single_rounding;
} tml_reduce_params;

TML_BEGIN
void tml_copy_s8(const tml_copy_params *p, const int8_t *input, int8_t *output);
void tml_fill_s8(const tml_fill_params *p, int8_t *output);
void tml_reduce_s8(const tml_reduce_params *p, const int8_t *input, int8_t *output);
TML_END

#endif

/* int8 operators that treat every value by itself. */
#ifndef TML_ELEMENTWISE_H
#define TML_ELEMENTWISE_H

#include "tml_guard.h"

/* Output [size 0]...[size 3]; the steps say how far each input moves along a dimension, 0 where it is repeated. */
typedef struct {
  int32_t sizes[4], left_steps[4], right_steps[4];
} tml_broadcast;

/* Sum or, with a negative right_sign, difference. Both inputs are brought to one scale 2^20 times finer. */
typedef struct {
  tml_broadcast shape;
  int32_t left_offset, left_multiplier, left_shift;
  int32_t right_offset, right_multiplier, right_shift, right_sign;
  int32_t output_offset, output_multiplier, output_shift;
  int32_t activation_min, activation_max;
  int32_t single_rounding;
} tml_add_params;

typedef struct {
  tml_broadcast shape;
  int32_t left_offset, right_offset, output_offset, multiplier, shift;
  int32_t activation_min, activation_max;
  int32_t single_rounding;
} tml_mul_params;

/* Any function of one value: output = table[input + 128]. */
typedef struct {
  int32_t count;
  const int8_t *table;
} tml_lookup_params;

/* See tml_quantize_f32_s8 and tml_dequantize_s8_f32. */
typedef struct {
  int32_t count;
  float scale;
  int32_t zero_point;
} tml_scale_params;

/* Softmax of each row of `size` values; see tml_softmax_params. */
typedef struct {
  int32_t rows, size, input_multiplier, input_left_shift, diff_min;
} tml_softmax_rows_params;

TML_BEGIN
void tml_add_s8(const tml_add_params *p, const int8_t *left, const int8_t *right, int8_t *output);
void tml_mul_s8(const tml_mul_params *p, const int8_t *left, const int8_t *right, int8_t *output);
void tml_lookup_s8(const tml_lookup_params *p, const int8_t *input, int8_t *output);
void tml_softmax_rows_s8(const tml_softmax_rows_params *p, const int8_t *input, int8_t *output);
void tml_quantize_tensor(const tml_scale_params *p, const int8_t *input, int8_t *output);
void tml_dequantize_tensor(const tml_scale_params *p, const int8_t *input, int8_t *output);
TML_END

#endif

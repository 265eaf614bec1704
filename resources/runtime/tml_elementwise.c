#include "tml_elementwise.h"
#include "tml_nn.h"

/* Clamped before the offset is added, so that the addition cannot overflow. */
static int8_t finish(int32_t value, int32_t offset, int32_t low, int32_t high) {
  low -= offset;
  high -= offset;
  return (int8_t)((value < low ? low : value > high ? high : value) + offset);
}

static int32_t scaled(int32_t value, int32_t multiplier, int32_t shift, int32_t single_rounding) {
  return tml_requantize(value * ((int32_t)1 << 20), multiplier, shift, single_rounding);
}

static void add_row(const tml_add_params *p, const int8_t *left, const int8_t *right, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->shape.sizes[3]; i++) {
    int32_t a = scaled(*left + p->left_offset, p->left_multiplier, p->left_shift, p->single_rounding);
    int32_t b = scaled(*right + p->right_offset, p->right_multiplier, p->right_shift, p->single_rounding);
    int32_t sum = a + (p->right_sign < 0 ? -b : b);
    sum = tml_requantize(sum, p->output_multiplier, p->output_shift, p->single_rounding);
    output[i] = finish(sum, p->output_offset, p->activation_min, p->activation_max);
    left += p->shape.left_steps[3];
    right += p->shape.right_steps[3];
  }
}

static void mul_row(const tml_mul_params *p, const int8_t *left, const int8_t *right, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->shape.sizes[3]; i++) {
    int32_t product = (*left + p->left_offset) * (*right + p->right_offset);
    product = tml_requantize(product, p->multiplier, p->shift, p->single_rounding);
    output[i] = finish(product, p->output_offset, p->activation_min, p->activation_max);
    left += p->shape.left_steps[3];
    right += p->shape.right_steps[3];
  }
}

static int32_t place(const int32_t *steps, int32_t a, int32_t b, int32_t c) {
  return a * steps[0] + b * steps[1] + c * steps[2];
}

void tml_add_s8(const tml_add_params *p, const int8_t *left, const int8_t *right, int8_t *output) {
  const tml_broadcast *s = &p->shape;
  int32_t a, b, c;
  for (a = 0; a < s->sizes[0]; a++) {
    for (b = 0; b < s->sizes[1]; b++) {
      for (c = 0; c < s->sizes[2]; c++) {
        add_row(p, left + place(s->left_steps, a, b, c), right + place(s->right_steps, a, b, c), output);
        output += s->sizes[3];
      }
    }
  }
}

void tml_mul_s8(const tml_mul_params *p, const int8_t *left, const int8_t *right, int8_t *output) {
  const tml_broadcast *s = &p->shape;
  int32_t a, b, c;
  for (a = 0; a < s->sizes[0]; a++) {
    for (b = 0; b < s->sizes[1]; b++) {
      for (c = 0; c < s->sizes[2]; c++) {
        mul_row(p, left + place(s->left_steps, a, b, c), right + place(s->right_steps, a, b, c), output);
        output += s->sizes[3];
      }
    }
  }
}

void tml_lookup_s8(const tml_lookup_params *p, const int8_t *input, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) output[i] = p->table[input[i] + 128];
}

void tml_softmax_rows_s8(const tml_softmax_rows_params *p, const int8_t *input, int8_t *output) {
  tml_softmax_params row;
  int32_t i;
  row.size = p->size;
  row.input_multiplier = p->input_multiplier;
  row.input_left_shift = p->input_left_shift;
  row.diff_min = p->diff_min;
  for (i = 0; i < p->rows; i++) tml_softmax_s8(&row, input + i * p->size, output + i * p->size);
}

/* Floats at the edge of a network may lie anywhere: they are moved byte by byte. */
static void move_float(const int8_t *from, int8_t *to) {
  int32_t i;
  for (i = 0; i < 4; i++) to[i] = from[i];
}

void tml_quantize_tensor(const tml_scale_params *p, const int8_t *input, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) {
    float value;
    move_float(input + 4 * i, (int8_t *)&value);
    tml_quantize_f32_s8(&value, 1, p->scale, p->zero_point, output + i);
  }
}

void tml_dequantize_tensor(const tml_scale_params *p, const int8_t *input, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) {
    float value;
    tml_dequantize_s8_f32(input + i, 1, p->scale, p->zero_point, &value);
    move_float((const int8_t *)&value, output + 4 * i);
  }
}

#include "tml_move.h"
#include "tml_nn.h"

/* Counts the first `dimensions` indices up like an odometer; 0 when all have been seen. */
static int32_t next_index(int32_t *index, const int32_t *sizes, int32_t dimensions) {
  int32_t i;
  for (i = dimensions - 1; i >= 0; i--) {
    if (++index[i] < sizes[i]) return 1;
    index[i] = 0;
  }
  return 0;
}

static int32_t place(const int32_t *index, const int32_t *steps, int32_t dimensions) {
  int32_t at = 0, i;
  for (i = 0; i < dimensions; i++) at += index[i] * steps[i];
  return at;
}

void tml_copy_s8(const tml_copy_params *p, const int8_t *input, int8_t *output) {
  const int32_t outer = TML_MOVE_DIMENSIONS - 1;
  int32_t index[TML_MOVE_DIMENSIONS - 1] = {0, 0, 0, 0};
  int32_t from_step = p->input_steps[outer], to_step = p->output_steps[outer], i;
  do {
    const int8_t *from = input + p->input_start + place(index, p->input_steps, outer);
    int8_t *to = output + p->output_start + place(index, p->output_steps, outer);
    for (i = 0; i < p->sizes[outer]; i++) to[i * to_step] = from[i * from_step];
  } while (next_index(index, p->sizes, outer));
}

void tml_fill_s8(const tml_fill_params *p, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) output[i] = (int8_t)p->value;
}

void tml_reduce_s8(const tml_reduce_params *p, const int8_t *input, int8_t *output) {
  int32_t kept[4] = {0, 0, 0, 0};
  do {
    const int8_t *from = input + place(kept, p->kept_steps, 4);
    int32_t reduced[4] = {0, 0, 0, 0}, sum = p->sum_offset;
    do {
      sum += from[place(reduced, p->reduced_steps, 4)];
    } while (next_index(reduced, p->reduced_sizes, 4));
    sum = tml_requantize(sum, p->multiplier, p->shift, p->single_rounding);
    /* Clamped before the offset is added, so that the addition cannot overflow. */
    if (sum < -128 - p->output_offset) sum = -128 - p->output_offset;
    if (sum > 127 - p->output_offset) sum = 127 - p->output_offset;
    *output++ = (int8_t)(sum + p->output_offset);
  } while (next_index(kept, p->kept_sizes, 4));
}

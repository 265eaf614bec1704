#include "tml_lstm.h"
#include "tml_nn.h"

static int32_t clamp(int32_t x, int32_t low, int32_t high) { return x < low ? low : x > high ? high : x; }

static int32_t clamp16(int32_t x) { return clamp(x, -32768, 32767); }

/* Cells lie as pairs of bytes, so that the memory may begin anywhere. */
static int32_t load_cell(const int8_t *cells, int32_t unit) {
  return (int32_t)cells[2 * unit + 1] * 256 + (uint8_t)cells[2 * unit];
}

static void store_cell(int8_t *cells, int32_t unit, int32_t value) {
  cells[2 * unit] = (int8_t)(value & 255);
  cells[2 * unit + 1] = (int8_t)(value >> 8);
}

/* 1 / (1 + e^-x): Q3.12 in, Q0.15 out, by a straight line between entries of the table. */
static int32_t logistic(const int32_t *table, int32_t x) {
  int32_t scaled = 3 * x, magnitude = scaled < 0 ? -scaled : scaled, at = magnitude >> 9;
  int32_t result = (int32_t)0x7FFF << 10;
  if (at < 255) result = table[at] * 512 + (magnitude & 511) * (table[at + 1] - table[at]);
  result = scaled >= 0 ? result + 512 : ((int32_t)1 << 25) - result + 511;
  return result >> 10;
}

/* tanh x for x with scale 2^(shift - 12), Q0.15 out: twice the logistic of 2x, less 1. */
static int32_t hyperbolic_tangent(const int32_t *table, int32_t x, int32_t shift) {
  int32_t scaled = shift >= 0 ? x * 3 * ((int32_t)1 << shift) : (x * 3 + ((int32_t)1 << (-shift - 1))) >> -shift;
  int32_t magnitude = scaled < 0 ? -scaled : scaled, at = magnitude >> 8;
  int32_t result = (int32_t)0xFFFF << 8;
  if (at < 255) result = table[at] * 256 + (magnitude & 255) * (table[at + 1] - table[at]);
  result = scaled >= 0 ? result - ((int32_t)1 << 23) + 128 : ((int32_t)1 << 23) - result + 127;
  return result >> 8;
}

static int32_t dot(const int8_t *values, int32_t offset, const int8_t *weights, int32_t count) {
  int32_t sum = 0, i;
  for (i = 0; i < count; i++) sum += (values[i] + offset) * weights[i];
  return sum;
}

/* What goes into one gate of one unit, Q3.12. Before the first step there is no earlier output. */
static int32_t gate_sum(const tml_lstm_params *p, int32_t gate, int32_t unit, const int8_t *input,
                        const int8_t *earlier) {
  const int32_t *scale = p->gate_scales + 4 * gate;
  int32_t row = gate * p->units + unit;
  int32_t sum = p->bias[row] + dot(input, p->input_offset, p->input_weights + row * p->inputs, p->inputs);
  int32_t from_input = clamp16(tml_requantize(sum, scale[0], scale[1], p->single_rounding));
  if (!earlier) return from_input;
  sum = dot(earlier, -p->output_zero_point, p->recurrent_weights + row * p->units, p->units);
  return clamp16(from_input + clamp16(tml_requantize(sum, scale[2], scale[3], p->single_rounding)));
}

static int8_t unit_step(const tml_lstm_params *p, int32_t unit, const int8_t *input, const int8_t *earlier,
                        int8_t *cells) {
  const int32_t *table = p->sigmoid;
  int32_t input_gate = logistic(table, gate_sum(p, 0, unit, input, earlier));
  int32_t forget_gate = logistic(table, gate_sum(p, 1, unit, input, earlier));
  int32_t cell_gate = hyperbolic_tangent(table, gate_sum(p, 2, unit, input, earlier), 0);
  int32_t output_gate = logistic(table, gate_sum(p, 3, unit, input, earlier));
  int32_t kept = earlier ? forget_gate * load_cell(cells, unit) : 0, added = input_gate * cell_gate, cell, result;
  kept = clamp16(tml_requantize(kept, p->forget_multiplier, p->forget_shift, p->single_rounding));
  added = clamp16(tml_requantize(added, p->update_multiplier, p->update_shift, p->single_rounding));
  cell = clamp(clamp16(kept + added), -p->cell_limit, p->cell_limit);
  store_cell(cells, unit, cell);
  result = output_gate * hyperbolic_tangent(table, cell, p->cell_shift);
  result = tml_requantize(result, p->output_multiplier, p->output_shift, p->single_rounding);
  return (int8_t)clamp(result + p->output_zero_point, -128, 127);
}

void tml_lstm_s8(const tml_lstm_params *p, const int8_t *input, int8_t *cells, int8_t *output) {
  const int8_t *earlier = 0;
  int32_t step, unit;
  for (step = 0; step < p->steps; step++) {
    for (unit = 0; unit < p->units; unit++) output[unit] = unit_step(p, unit, input, earlier, cells);
    earlier = output;
    output += p->units;
    input += p->inputs;
  }
}

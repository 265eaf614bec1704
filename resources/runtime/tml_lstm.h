/* int8 LSTM over a whole sequence with 16-bit gates and cells; same bytes as TensorFlow Lite Micro. */
#ifndef TML_LSTM_H
#define TML_LSTM_H

#include "tml_guard.h"

/* Gates are ordered input, forget, cell, output. Gate sums have scale 2^-12, gates 2^-15. Each run begins with
 * empty cells. See tml_requantize for multipliers and shifts. */
typedef struct {
  int32_t steps, inputs, units;
  const int8_t *input_weights;     /* [4][units][inputs] */
  const int8_t *recurrent_weights; /* [4][units][units] */
  const int32_t *bias;             /* [4][units] */
  const int32_t *gate_scales;      /* [4]: multiplier and shift of the inputs' sum, then of the outputs' */
  const int32_t *sigmoid;          /* [256]: 65536 / (1 + e^(-i / 24)), fit for lines between */
  int32_t input_offset, output_zero_point;
  int32_t forget_multiplier, forget_shift; /* forget gate x cell to cell */
  int32_t update_multiplier, update_shift; /* input gate x cell gate to cell */
  int32_t output_multiplier, output_shift; /* output gate x tanh(cell) to output */
  int32_t cell_limit;                      /* cells stay within +-limit */
  int32_t cell_shift;                      /* cells have scale 2^(cell_shift - 12) */
  int32_t single_rounding;
} tml_lstm_params;

TML_BEGIN
/* cells: 2 x units bytes of memory; what is in it before does not matter. Output [steps][units]. */
void tml_lstm_s8(const tml_lstm_params *p, const int8_t *input, int8_t *cells, int8_t *output);
TML_END

#endif

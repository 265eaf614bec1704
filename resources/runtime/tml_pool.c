#include "tml_pool.h"

static int8_t clamp(const tml_pool_params *p, int32_t value) {
  return (int8_t)(value < p->activation_min ? p->activation_min
                  : value > p->activation_max ? p->activation_max
                                              : value);
}

static int32_t largest(const tml_window *w, const int8_t *plane, tml_span rows, tml_span columns) {
  int32_t most = -128, ky, kx;
  for (ky = rows.first; ky < rows.end; ky++) {
    for (kx = columns.first; kx < columns.end; kx++) {
      int32_t value = plane[((rows.origin + ky) * w->input_width + columns.origin + kx) * w->input_channels];
      if (value > most) most = value;
    }
  }
  return most;
}

static int32_t average(const tml_window *w, const int8_t *plane, tml_span rows, tml_span columns) {
  int32_t count = (rows.end - rows.first) * (columns.end - columns.first), sum = 0, ky, kx;
  for (ky = rows.first; ky < rows.end; ky++) {
    for (kx = columns.first; kx < columns.end; kx++) {
      sum += plane[((rows.origin + ky) * w->input_width + columns.origin + kx) * w->input_channels];
    }
  }
  if (count == 0) return 0;
  return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
}

typedef int32_t (*reduce)(const tml_window *w, const int8_t *plane, tml_span rows, tml_span columns);

static void pool(const tml_pool_params *p, reduce reduce_window, const int8_t *input, int8_t *output) {
  const tml_window *w = &p->window;
  int32_t y, x, channel;
  for (y = 0; y < w->output_height; y++) {
    tml_span rows = tml_span_rows(w, y);
    for (x = 0; x < w->output_width; x++) {
      tml_span columns = tml_span_columns(w, x);
      for (channel = 0; channel < w->output_channels; channel++) {
        *output++ = clamp(p, reduce_window(w, input + channel, rows, columns));
      }
    }
  }
}

void tml_max_pool_s8(const tml_pool_params *p, const int8_t *input, int8_t *output) {
  pool(p, largest, input, output);
}

void tml_average_pool_s8(const tml_pool_params *p, const int8_t *input, int8_t *output) {
  pool(p, average, input, output);
}

/* The window of convolutions and pools, and which of its taps lie inside the input. */
#ifndef TML_WINDOW_H
#define TML_WINDOW_H

#include "tml_guard.h"

/* Tensors are [height][width][channels]. The tap (ky, kx) of output (y, x) reads the input at
 * y * stride - padding + ky * dilation; taps outside the input count as its zero point. */
typedef struct {
  int32_t input_height, input_width, input_channels;
  int32_t output_height, output_width, output_channels;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  int32_t dilation_height, dilation_width;
  int32_t padding_top, padding_left;
} tml_window;

/* Taps first ... end - 1; tap k reads the input at origin + k * dilation. */
typedef struct {
  int32_t origin, first, end;
} tml_span;

static inline tml_span tml_span_of(int32_t origin, int32_t dilation, int32_t taps, int32_t size) {
  tml_span span;
  span.origin = origin;
  span.first = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  span.end = origin >= size ? 0 : (size - origin + dilation - 1) / dilation;
  if (span.end > taps) span.end = taps;
  if (span.first > span.end) span.first = span.end;
  return span;
}

static inline tml_span tml_span_rows(const tml_window *w, int32_t y) {
  return tml_span_of(y * w->stride_height - w->padding_top, w->dilation_height, w->kernel_height, w->input_height);
}

static inline tml_span tml_span_columns(const tml_window *w, int32_t x) {
  return tml_span_of(x * w->stride_width - w->padding_left, w->dilation_width, w->kernel_width, w->input_width);
}

#endif

#include "tml_conv.h"
#include "tml_nn.h"

static int8_t finish(const tml_conv_params *p, int32_t channel, int32_t sum) {
  int32_t low = p->activation_min - p->output_offset, high = p->activation_max - p->output_offset;
  sum = tml_requantize(sum, p->multipliers[channel], p->shifts[channel], p->single_rounding);
  /* Clamped before the offset is added, so that the addition cannot overflow. */
  sum = sum < low ? low : sum > high ? high : sum;
  return (int8_t)(sum + p->output_offset);
}

static int32_t dot(const int8_t *values, int32_t offset, const int8_t *weights, int32_t count) {
  int32_t sum = 0, i;
  for (i = 0; i < count; i++) sum += (values[i] + offset) * weights[i];
  return sum;
}

/* One filter at one place. Neighbouring taps of an undilated, ungrouped row lie together in input and weights. */
static int32_t conv_sum(const tml_conv_params *p, const int8_t *input, const int8_t *filter, tml_span rows,
                        tml_span columns) {
  const tml_window *w = &p->window;
  int32_t together = w->dilation_width == 1 && p->depth == w->input_channels;
  int32_t sum = 0, ky, kx;
  for (ky = rows.first; ky < rows.end; ky++) {
    const int8_t *row = input + (rows.origin + ky * w->dilation_height) * w->input_width * w->input_channels;
    const int8_t *taps = filter + ky * w->kernel_width * p->depth;
    if (together) {
      int32_t start = (columns.origin + columns.first) * p->depth;
      sum += dot(row + start, p->input_offset, taps + columns.first * p->depth,
                 (columns.end - columns.first) * p->depth);
      continue;
    }
    for (kx = columns.first; kx < columns.end; kx++) {
      const int8_t *values = row + (columns.origin + kx * w->dilation_width) * w->input_channels;
      sum += dot(values, p->input_offset, taps + kx * p->depth, p->depth);
    }
  }
  return sum;
}

void tml_conv_s8(const tml_conv_params *p, const int8_t *input, int8_t *output) {
  const tml_window *w = &p->window;
  int32_t filter_size = w->kernel_height * w->kernel_width * p->depth;
  int32_t group_outputs = w->output_channels / (w->input_channels / p->depth);
  int32_t y, x, channel;
  for (y = 0; y < w->output_height; y++) {
    tml_span rows = tml_span_rows(w, y);
    for (x = 0; x < w->output_width; x++) {
      tml_span columns = tml_span_columns(w, x);
      for (channel = 0; channel < w->output_channels; channel++) {
        const int8_t *group = input + channel / group_outputs * p->depth;
        const int8_t *filter = p->weights + channel * filter_size;
        *output++ = finish(p, channel, p->bias[channel] + conv_sum(p, group, filter, rows, columns));
      }
    }
  }
}

#define LANES 16

/* Up to LANES neighbouring channels at one place, each with its own input channel: the inner loop is a vector. */
static void depthwise_lanes(const tml_conv_params *p, const int8_t *input, tml_span rows, tml_span columns,
                            int32_t first, int32_t count, int8_t *output) {
  const tml_window *w = &p->window;
  int32_t sums[LANES], ky, kx, lane;
  for (lane = 0; lane < count; lane++) sums[lane] = p->bias[first + lane];
  for (ky = rows.first; ky < rows.end; ky++) {
    const int8_t *row = input + (rows.origin + ky * w->dilation_height) * w->input_width * w->input_channels + first;
    for (kx = columns.first; kx < columns.end; kx++) {
      const int8_t *values = row + (columns.origin + kx * w->dilation_width) * w->input_channels;
      const int8_t *taps = p->weights + (ky * w->kernel_width + kx) * w->output_channels + first;
      for (lane = 0; lane < count; lane++) sums[lane] += (values[lane] + p->input_offset) * taps[lane];
    }
  }
  for (lane = 0; lane < count; lane++) output[lane] = finish(p, first + lane, sums[lane]);
}

/* One output channel at one place, whichever input channel it reads. */
static int32_t depthwise_sum(const tml_conv_params *p, const int8_t *input, tml_span rows, tml_span columns,
                             int32_t channel) {
  const tml_window *w = &p->window;
  const int8_t *plane = input + channel / p->depth;
  int32_t sum = p->bias[channel], ky, kx;
  for (ky = rows.first; ky < rows.end; ky++) {
    int32_t row = (rows.origin + ky * w->dilation_height) * w->input_width;
    for (kx = columns.first; kx < columns.end; kx++) {
      int32_t at = (row + columns.origin + kx * w->dilation_width) * w->input_channels;
      sum += (plane[at] + p->input_offset) * p->weights[(ky * w->kernel_width + kx) * w->output_channels + channel];
    }
  }
  return sum;
}

void tml_depthwise_conv_s8(const tml_conv_params *p, const int8_t *input, int8_t *output) {
  const tml_window *w = &p->window;
  int32_t y, x, channel;
  for (y = 0; y < w->output_height; y++) {
    tml_span rows = tml_span_rows(w, y);
    for (x = 0; x < w->output_width; x++) {
      tml_span columns = tml_span_columns(w, x);
      if (p->depth == 1) {
        for (channel = 0; channel < w->output_channels; channel += LANES) {
          int32_t left = w->output_channels - channel;
          depthwise_lanes(p, input, rows, columns, channel, left < LANES ? left : LANES, output + channel);
        }
      } else {
        for (channel = 0; channel < w->output_channels; channel++) {
          output[channel] = finish(p, channel, depthwise_sum(p, input, rows, columns, channel));
        }
      }
      output += w->output_channels;
    }
  }
}

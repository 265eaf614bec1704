#include "tml_sliding.h"
#include "tml_math.h"

/* How a window over `count` frames that go on mirrored at both ends, again and again, is summed up: it holds `twice`
 * times both images of every frame, and `rest` more from place `start` on, of 2 x count places. */
typedef struct {
  int32_t count, period, rest, start;
  float twice;
} sliding_window;

static sliding_window window_of(int32_t count, int32_t window) {
  sliding_window w;
  w.count = count;
  w.period = 2 * count;
  w.rest = window % w.period;
  w.twice = (float)(2 * (window / w.period));
  w.start = w.period - (window / 2) % w.period;
  if (w.start == w.period) w.start = 0;
  return w;
}

static void advance(sliding_window *w) {
  w->start += 1;
  if (w->start == w->period) w->start = 0;
}

static float window_sum(const sliding_window *w, const float *column, float whole) {
  float sum = w->twice * whole;
  int32_t place = w->start, i;
  for (i = 0; i < w->rest; i++) {
    sum += column[place < w->count ? place : w->period - 1 - place];
    place += 1;
    if (place == w->period) place = 0;
  }
  return sum;
}

static void subtract_means(const tml_sliding *s, float *values, sliding_window w, float *column, float *centered) {
  float first = values[0], whole = 0.0f, inverse = 1.0f / (float)s->window;
  int32_t t;
  /* Without its first value a constant column is exactly 0. */
  for (t = 0; t < s->count; t++) {
    column[t] = tml_flush(values[t * s->width] - first);
    whole += column[t];
  }
  for (t = 0; t < s->count; t++) {
    centered[t] = tml_flush(column[t] - window_sum(&w, column, whole) * inverse);
    advance(&w);
  }
}

static void divide_by_deviations(const tml_sliding *s, float *values, sliding_window w, float *squares,
                                 const float *centered) {
  float whole = 0.0f, whole_squares = 0.0f, inverse = 1.0f / (float)s->window;
  int32_t t;
  for (t = 0; t < s->count; t++) {
    squares[t] = tml_flush(centered[t] * centered[t]);
    whole += centered[t];
    whole_squares += squares[t];
  }
  for (t = 0; t < s->count; t++) {
    float mean = tml_flush(window_sum(&w, centered, whole) * inverse);
    float variance = tml_flush(window_sum(&w, squares, whole_squares) * inverse - mean * mean);
    advance(&w);
    values[t * s->width] = tml_flush(centered[t] / (tml_sqrtf(variance) + 1e-10f));
  }
}

void tml_sliding_normalise(const tml_sliding *s, float *values, float *scratch) {
  float *column = scratch, *centered = scratch + s->count;
  sliding_window w = window_of(s->count, s->window);
  int32_t index, t;
  for (index = 0; index < s->width; index++) {
    subtract_means(s, values + index, w, column, centered);
    if (s->divide) {
      divide_by_deviations(s, values + index, w, column, centered);
    } else {
      for (t = 0; t < s->count; t++) values[index + t * s->width] = centered[t];
    }
  }
}

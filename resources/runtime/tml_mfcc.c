#include "tml_mfcc.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_status.h"

int tml_mfcc_check(const tml_audio_params *p, const tml_signal *signal) {
  if (p->filters < 1 || p->coefficients < 1) return TML_BAD_PARAMETER;
  return tml_audio_check(p, signal);
}

int32_t tml_mfcc_feature_count(const tml_audio_params *p) { return p->frame_count * p->coefficients; }

/* Scratch: FFT table, one frame, the mel energies, two columns for the sliding window. */
int32_t tml_mfcc_scratch_floats(const tml_audio_params *p) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length + p->filters + (p->window > 0 ? 2 * p->frame_count : 0);
}

void tml_mfcc_prepare(const tml_audio_params *p, float *scratch) { tml_audio_prepare(p, scratch); }

/* Four sums that take turns. */
static float total(const float *values, int32_t count) {
  float a = 0.0f, b = 0.0f, c = 0.0f, d = 0.0f;
  int32_t i;
  for (i = 0; i + 3 < count; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < count; i++) a += values[i];
  return tml_flush((a + b) + (c + d));
}

/* Filter by filter, so that the sums of all coefficients grow side by side. */
static void cosine_transform(const tml_audio_params *p, const float *energies, float *row) {
  const float *cosines = p->cosines;
  int32_t filter, k;
  for (k = 0; k < p->coefficients; k++) row[k] = 0.0f;
  for (filter = 0; filter < p->filters; filter++) {
    float level = tml_logf(energies[filter]);
    for (k = 0; k < p->coefficients; k++) row[k] += level * cosines[k];
    cosines += p->coefficients;
  }
}

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

static void normalise(const tml_audio_params *p, float *features, float *column, float *centered) {
  int32_t count = p->frame_count, width = p->coefficients, t;
  float inverse = 1.0f / (float)p->window, first = features[0], whole = 0.0f, squares = 0.0f;
  sliding_window w = window_of(count, p->window);
  /* Without its first value a constant column is exactly 0. */
  for (t = 0; t < count; t++) {
    column[t] = tml_flush(features[t * width] - first);
    whole += column[t];
  }
  for (t = 0; t < count; t++) {
    centered[t] = tml_flush(column[t] - window_sum(&w, column, whole) * inverse);
    advance(&w);
  }
  whole = 0.0f;
  for (t = 0; t < count; t++) {
    column[t] = tml_flush(centered[t] * centered[t]);
    whole += centered[t];
    squares += column[t];
  }
  w = window_of(count, p->window);
  for (t = 0; t < count; t++) {
    float mean = tml_flush(window_sum(&w, centered, whole) * inverse);
    float variance = tml_flush(window_sum(&w, column, squares) * inverse - mean * mean);
    advance(&w);
    features[t * width] = tml_flush(centered[t] / (tml_sqrtf(variance) + 1e-10f));
  }
}

void tml_mfcc(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length), *energies = frame + p->fft_length, *columns = energies + p->filters;
  int32_t t, k;
  for (t = 0; t < p->frame_count; t++) {
    float *row = features + t * p->coefficients, energy;
    tml_audio_power(p, signal, t, scratch, frame);
    energy = total(frame, tml_audio_bins(p));
    tml_audio_mel(p, frame, energies);
    cosine_transform(p, energies, row);
    /* An overflow must come out as one. */
    row[0] = tml_is_finite(energy) ? tml_logf(energy == 0.0f ? 1e-10f : energy) : energy;
  }
  if (p->window == 0) return;
  for (k = 0; k < p->coefficients; k++) normalise(p, features + k, columns, columns + p->frame_count);
}

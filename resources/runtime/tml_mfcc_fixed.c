#include "tml_mfcc_fixed.h"
#include "tml_math.h"
#include "tml_status.h"

/* ln(2), Q30. */
#define TML_LN_2 744261118
/* Coefficients are Q18 until they are features. */
#define TML_COEFFICIENT_BITS 18
/* Deviations below are rounding, not movement. */
#define TML_LEAST_DEVIATION 6.1035156e-5f

int tml_mfcc_fixed_check(const tml_audio_fixed_params *p, const tml_signal *signal) {
  return p->coefficients < 1 ? TML_BAD_PARAMETER : tml_audio_fixed_check(p, signal);
}

int32_t tml_mfcc_fixed_feature_count(const tml_audio_fixed_params *p) { return p->frame_count * p->coefficients; }

/* Scratch: one frame, the level of each filter, two columns for the sliding window. */
int32_t tml_mfcc_fixed_scratch_floats(const tml_audio_fixed_params *p) {
  return p->fft_length + 2 + p->filters + (p->window > 0 ? 2 * p->frame_count : 0);
}

static int32_t rounded(int64_t value, int32_t bits) { return (int32_t)((value + ((int64_t)1 << (bits - 1))) >> bits); }

/* The levels become natural logarithms. */
static void cosine_transform(const tml_audio_fixed_params *p, tml_fixed *levels, tml_fixed *row) {
  int32_t filter, k;
  for (filter = 0; filter < p->filters; filter++) levels[filter] = tml_fixed_multiply(levels[filter], TML_LN_2);
  for (k = 0; k < p->coefficients; k++) {
    const int32_t *cosines = p->cosines + k;
    int64_t sum = 0;
    for (filter = 0; filter < p->filters; filter++) {
      sum += tml_fixed_multiply(levels[filter], *cosines);
      cosines += p->coefficients;
    }
    row[k] = rounded(sum, 20 - TML_COEFFICIENT_BITS);
  }
}

/* A window that moves over frames mirrored beyond both ends, again and again: places of 2 x count. */
typedef struct {
  const tml_fixed *column;
  int32_t count, first, last;
} moving_window;

static int32_t value_at(const moving_window *w, int32_t place) {
  return w->column[place < w->count ? place : 2 * w->count - 1 - place];
}

static int32_t next_place(const moving_window *w, int32_t place) { return place + 1 == 2 * w->count ? 0 : place + 1; }

/* At frame 0. `first` is the place that goes out next, `last` the one that comes in. */
static moving_window window_of(const tml_audio_fixed_params *p, const tml_fixed *column) {
  moving_window w;
  w.column = column;
  w.count = p->frame_count;
  w.first = 2 * w.count - 1 - (p->window / 2 + 2 * w.count - 1) % (2 * w.count);
  w.last = (p->window / 2 + 1) % (2 * w.count);
  return w;
}

static void advance(moving_window *w) {
  w->first = next_place(w, w->first);
  w->last = next_place(w, w->last);
}

/* Whole numbers add up without rounding, so each sum follows from the one before. */
static void center(const tml_audio_fixed_params *p, const tml_fixed *column, tml_fixed *centered) {
  moving_window w = window_of(p, column);
  int32_t place = w.first, t, i;
  int64_t sum = 0;
  for (i = 0; i < p->window; i++) {
    sum += value_at(&w, place);
    place = next_place(&w, place);
  }
  for (t = 0; t < p->frame_count; t++) {
    /* Long division by parts: 64 bits at once take far longer. */
    int32_t high = (int32_t)(sum >> 12) / p->window;
    int32_t low = (int32_t)(sum - (int64_t)high * p->window * 4096) / p->window;
    int64_t away = (int64_t)column[t] - (int64_t)high * 4096 - low;
    centered[t] = (int32_t)(away > 134217727 ? 134217727 : away < -134217727 ? -134217727 : away);
    sum += (int64_t)value_at(&w, w.last) - value_at(&w, w.first);
    advance(&w);
  }
}

static void divide(const tml_audio_fixed_params *p, const tml_fixed *centered, float *features) {
  moving_window w = window_of(p, centered);
  int32_t place = w.first, t, i;
  int64_t sum = 0, squares = 0;
  float inverse = 1.0f / (float)p->window;
  for (i = 0; i < p->window; i++) {
    int32_t value = value_at(&w, place) >> 2;
    sum += value;
    squares += (int64_t)value * value;
    place = next_place(&w, place);
  }
  for (t = 0; t < p->frame_count; t++) {
    int32_t next = value_at(&w, w.last) >> 2, last = value_at(&w, w.first) >> 2;
    float mean = tml_fixed_to_float(sum, -16) * inverse;
    float deviation = tml_sqrtf(tml_fixed_to_float(squares, -32) * inverse - mean * mean);
    features[t * p->coefficients] =
        deviation > TML_LEAST_DEVIATION ? tml_fixed_to_float(centered[t], -TML_COEFFICIENT_BITS) / deviation : 0.0f;
    sum += next - last;
    squares += (int64_t)next * next - (int64_t)last * last;
    advance(&w);
  }
}

void tml_mfcc_fixed(const tml_audio_fixed_params *p, const tml_signal *signal, float *features, float *scratch) {
  tml_fixed *work = (tml_fixed *)scratch, *levels = work + p->fft_length + 2, *columns = levels + p->filters;
  tml_fixed *rows = (tml_fixed *)features;
  int32_t t, k;
  for (t = 0; t < p->frame_count; t++) {
    tml_fixed *row = rows + t * p->coefficients;
    tml_fixed_frame frame = tml_audio_fixed_power(p, signal, t, work);
    tml_audio_fixed_mel(p, &frame, levels);
    cosine_transform(p, levels, row);
    row[0] = rounded(tml_fixed_multiply(tml_audio_fixed_energy(p, &frame), TML_LN_2), 20 - TML_COEFFICIENT_BITS);
  }
  if (p->window == 0) {
    for (k = 0; k < p->frame_count * p->coefficients; k++) features[k] = tml_fixed_to_float(rows[k], -TML_COEFFICIENT_BITS);
    return;
  }
  for (k = 0; k < p->coefficients; k++) {
    for (t = 0; t < p->frame_count; t++) columns[t] = rows[t * p->coefficients + k];
    center(p, columns, columns + p->frame_count);
    divide(p, columns + p->frame_count, features + k);
  }
}

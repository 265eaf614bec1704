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

static void cosine_transform(const tml_audio_fixed_params *p, const tml_fixed *levels, tml_fixed *row) {
  int32_t filter, k;
  for (k = 0; k < p->coefficients; k++) {
    const int32_t *cosines = p->cosines + k;
    int64_t sum = 0;
    for (filter = 0; filter < p->filters; filter++) {
      sum += tml_fixed_multiply(tml_fixed_multiply(levels[filter], TML_LN_2), *cosines);
      cosines += p->coefficients;
    }
    row[k] = rounded(sum, 20 - TML_COEFFICIENT_BITS);
  }
}

/* Frames beyond the ends are mirrored, again and again. */
static int32_t mirrored(int32_t place, int32_t count) {
  int32_t period = 2 * count;
  place %= period;
  if (place < 0) place += period;
  return place < count ? place : period - 1 - place;
}

/* Whole numbers add up without rounding, so each sum follows from the one before. */
static void normalise(const tml_audio_fixed_params *p, tml_fixed *features, tml_fixed *column, tml_fixed *centered) {
  int32_t count = p->frame_count, width = p->coefficients, reach = p->window / 2, t, i;
  int64_t sum = 0, squares = 0;
  for (t = 0; t < count; t++) column[t] = features[t * width];
  for (i = -reach; i <= reach; i++) sum += column[mirrored(i, count)];
  for (t = 0; t < count; t++) {
    int64_t away = column[t] - sum / p->window;
    centered[t] = (int32_t)(away > 134217727 ? 134217727 : away < -134217727 ? -134217727 : away);
    sum += column[mirrored(t + reach + 1, count)] - column[mirrored(t - reach, count)];
  }
  sum = 0;
  for (i = -reach; i <= reach; i++) {
    int64_t value = centered[mirrored(i, count)] >> 2;
    sum += value;
    squares += value * value;
  }
  for (t = 0; t < count; t++) {
    int64_t mean = sum / p->window, next = centered[mirrored(t + reach + 1, count)] >> 2;
    int64_t last = centered[mirrored(t - reach, count)] >> 2;
    float deviation = tml_sqrtf(tml_fixed_to_float(squares / p->window - mean * mean, -32));
    features[t * width] = 0;
    if (deviation > TML_LEAST_DEVIATION) {
      union {
        float value;
        int32_t bits;
      } feature;
      feature.value = tml_fixed_to_float(centered[t], -TML_COEFFICIENT_BITS) / deviation;
      features[t * width] = feature.bits;
    }
    sum += next - last;
    squares += next * next - last * last;
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
  for (k = 0; k < p->coefficients; k++) normalise(p, rows + k, columns, columns + p->frame_count);
}

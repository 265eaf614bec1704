#include "tml_wavelet.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

#define TML_HISTOGRAM_BINS 100

static int32_t rows_after_decimation(const tml_wavelet_params *p, int32_t rows) {
  int32_t i;
  for (i = 0; i < p->decimation_count; i++) rows = tml_decimated_rows(rows, p->decimation_factors[i]);
  return rows;
}

int tml_wavelet_check(const tml_wavelet_params *p, const tml_signal *signal) {
  int32_t i;
  if (signal->rows < 1 || signal->axes < 1 || signal->stride < 1 || !tml_is_finite(p->scale)) return TML_BAD_PARAMETER;
  if (p->decimation_count < 0 || p->decimation_count > TML_MAX_DECIMATIONS) return TML_BAD_PARAMETER;
  for (i = 0; i < p->decimation_count; i++) {
    if (p->decimation_factors[i] < 2 || p->decimation_factors[i] > 10) return TML_BAD_PARAMETER;
  }
  if (p->filter_sections < 0 || p->filter_sections > TML_MAX_FILTER_SECTIONS) return TML_BAD_PARAMETER;
  if (p->taps < 2 || p->taps > TML_WAVELET_MOST_TAPS || p->taps % 2 != 0) return TML_BAD_PARAMETER;
  if (p->level < 1 || p->level > TML_WAVELET_MOST_LEVELS) return TML_BAD_PARAMETER;
  if (rows_after_decimation(p, signal->rows) >> p->level < TML_WAVELET_LEAST_ROWS) return TML_BAD_PARAMETER;
  return TML_OK;
}

int32_t tml_wavelet_feature_count(const tml_wavelet_params *p, const tml_signal *signal) {
  return signal->axes * (p->level + 1) * TML_WAVELET_FEATURES;
}

static int32_t half_length(const tml_wavelet_params *p, int32_t count) { return (count + p->taps - 1) / 2; }

/* Scratch: histogram, the signal of one axis, approximation and detail of the first level. */
int32_t tml_wavelet_scratch_floats(const tml_wavelet_params *p, const tml_signal *signal) {
  return TML_HISTOGRAM_BINS + signal->rows + 2 * half_length(p, signal->rows);
}

/* Place of `index` in a signal that goes on mirrored at both ends. */
static int32_t mirrored(int32_t index, int32_t count) {
  if (index < 0) index = -1 - index;
  return index < count ? index : 2 * count - 1 - index;
}

static float tap_sum(const tml_wavelet_params *p, const float *taps, const float *values, int32_t count, int32_t last) {
  float sum = 0.0f;
  int32_t i;
  for (i = 0; i < p->taps; i++) sum += taps[i] * values[mirrored(last - i, count)];
  return tml_flush(sum);
}

/* One level: answers how many values each of the two outputs has. */
static int32_t split(const tml_wavelet_params *p, const float *values, int32_t count, float *low, float *high) {
  int32_t half = half_length(p, count), i;
  for (i = 0; i < half; i++) {
    low[i] = tap_sum(p, p->low, values, count, 2 * i + 1);
    high[i] = tap_sum(p, p->high, values, count, 2 * i + 1);
  }
  return half;
}

static void sift_down(float *values, int32_t root, int32_t count) {
  for (;;) {
    int32_t child = 2 * root + 1;
    float value = values[root];
    if (child >= count) return;
    if (child + 1 < count && values[child + 1] > values[child]) child += 1;
    if (!(values[child] > value)) return;
    values[root] = values[child];
    values[child] = value;
    root = child;
  }
}

/* Heapsort: no recursion and no worst case. */
static void sort(float *values, int32_t count) {
  int32_t i;
  for (i = count / 2 - 1; i >= 0; i--) sift_down(values, i, count);
  for (i = count - 1; i > 0; i--) {
    float largest = values[0];
    values[0] = values[i];
    values[i] = largest;
    sift_down(values, 0, i);
  }
}

/* Of sorted values, natural logarithm; 0 where all are equal. */
static float entropy(const float *sorted, int32_t count, float *bins) {
  float low = sorted[0], range = sorted[count - 1] - low, sum = 0.0f;
  int32_t i;
  if (!(range > 1e-20f)) return 0.0f;
  for (i = 0; i < TML_HISTOGRAM_BINS; i++) bins[i] = 0.0f;
  for (i = 0; i < count; i++) {
    float place = (sorted[i] - low) / range * (float)TML_HISTOGRAM_BINS;
    int32_t bin = place < (float)(TML_HISTOGRAM_BINS - 1) ? (int32_t)place : TML_HISTOGRAM_BINS - 1;
    bins[bin] += 1.0f;
  }
  for (i = 0; i < TML_HISTOGRAM_BINS; i++) {
    float share = bins[i] / (float)count;
    if (share > 0.0f) sum -= share * tml_logf(share);
  }
  return tml_flush(sum);
}

/* How often the values go from above the level to it or below, or back. */
static float crossings(const float *values, int32_t count, float level) {
  int32_t found = 0, i;
  for (i = 1; i < count; i++) found += (values[i] > level) != (values[i - 1] > level);
  return (float)found / (float)count;
}

static float percentile(const float *sorted, int32_t count, int32_t percent) {
  return sorted[((count - 1) * percent + 50) / 100];
}

/* Leaves the values sorted. */
static void describe(float *values, int32_t count, float *features, float *bins) {
  tml_moments m = tml_moments_of(values, count);
  float rms = tml_root_mean_square(values, count);
  features[1] = crossings(values, count, 0.0f);
  features[2] = crossings(values, count, m.mean);
  sort(values, count);
  features[0] = entropy(values, count, bins);
  features[3] = percentile(values, count, 5);
  features[4] = percentile(values, count, 25);
  features[5] = percentile(values, count, 75);
  features[6] = percentile(values, count, 95);
  features[7] = percentile(values, count, 50);
  features[8] = m.mean;
  features[9] = m.deviation;
  features[10] = tml_flush(m.deviation * m.deviation * ((float)count / (float)(count - 1)));
  features[11] = rms;
  features[12] = m.skewness;
  features[13] = m.kurtosis;
}

static void one_axis(const tml_wavelet_params *p, float *values, int32_t count, float *features, float *work) {
  float *bins = work, *low = bins + TML_HISTOGRAM_BINS, *high = low + half_length(p, count);
  int32_t band;
  for (band = p->level; band >= 1; band--) {
    float *before = values;
    count = split(p, values, count, low, high);
    describe(high, count, features + band * TML_WAVELET_FEATURES, bins);
    /* The next level reads what this one wrote. */
    values = low;
    low = before;
  }
  describe(values, count, features, bins);
}

void tml_wavelet(const tml_wavelet_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t index, i;
  for (index = 0; index < signal->axes; index++) {
    const float *source = signal->values + (signal->axis ? signal->axis[index] : index);
    float *values = scratch;
    int32_t count = signal->rows;
    for (i = 0; i < count; i++) values[i] = tml_flush(source[i * signal->stride] * p->scale);
    for (i = 0; i < p->decimation_count; i++) {
      count = tml_decimate(p->decimations + i * TML_DECIMATION_FLOATS, p->decimation_factors[i], values, count);
    }
    tml_filter(p->filter, p->filter_sections, values, count);
    tml_subtract_mean(values, count);
    one_axis(p, values, count, features, scratch + signal->rows);
    features += (p->level + 1) * TML_WAVELET_FEATURES;
  }
}

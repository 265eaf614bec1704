#include "tml_spectral.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

static int32_t rows_after_decimation(const tml_spectral_params *p, int32_t rows) {
  int32_t i;
  for (i = 0; i < p->decimation_count; i++) rows = tml_decimated_rows(rows, p->decimation_factors[i]);
  return rows;
}

static int bins_fit(int32_t first, int32_t count, int32_t fft_length) {
  return first >= 1 && count >= 1 && first <= fft_length / 2 && count <= fft_length / 2 - first + 1;
}

int tml_spectral_check(const tml_spectral_params *p, const tml_signal *signal) {
  int32_t i;
  if (signal->rows < 1 || signal->axes < 1 || signal->stride < 1) return TML_BAD_PARAMETER;
  if (!tml_is_finite(p->scale)) return TML_BAD_PARAMETER;
  if (p->decimation_count < 0 || p->decimation_count > TML_MAX_DECIMATIONS) return TML_BAD_PARAMETER;
  for (i = 0; i < p->decimation_count; i++) {
    if (p->decimation_factors[i] < 2 || p->decimation_factors[i] > 10) return TML_BAD_PARAMETER;
  }
  if (p->filter_sections < 0 || p->filter_sections > TML_MAX_FILTER_SECTIONS) return TML_BAD_PARAMETER;
  if (p->fft_length < 4 || p->fft_length > 4096 || (p->fft_length & (p->fft_length - 1))) return TML_BAD_PARAMETER;
  if (!bins_fit(p->first_bin, p->bin_count, p->fft_length)) return TML_BAD_PARAMETER;
  if (p->low_bin_count == 0) return TML_OK;
  if (!bins_fit(p->low_first_bin, p->low_bin_count, p->fft_length)) return TML_BAD_PARAMETER;
  if (2 * tml_decimated_rows(rows_after_decimation(p, signal->rows), 10) < p->fft_length) return TML_BAD_PARAMETER;
  return TML_OK;
}

static int32_t statistics_of(const tml_spectral_params *p) {
  return TML_SPECTRAL_STATISTICS + (p->shape ? TML_SPECTRAL_SHAPE : 0);
}

int32_t tml_spectral_feature_count(const tml_spectral_params *p, int32_t axes) {
  int32_t low = p->low_bin_count ? statistics_of(p) + p->low_bin_count : 0;
  return axes * (statistics_of(p) + p->bin_count + low);
}

/* Scratch: FFT table, one frame, the power of each bin, the signal of one axis. */
int32_t tml_spectral_scratch_floats(const tml_spectral_params *p, int32_t rows) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length + p->fft_length / 2 + 1 + rows;
}

void tml_spectral_prepare(const tml_spectral_params *p, float *scratch) { tml_fft_table(p->fft_length, scratch); }

static void hold_maximum(float *power, float value) {
  if (value > *power) *power = value;
}

/* Largest |FFT|^2 / length of each bin over all frames; the last frames are filled up with zeros. */
static void max_hold_periodogram(const tml_spectral_params *p, const float *values, int32_t count, const float *table,
                                 float *frame, float *power) {
  int32_t length = p->fft_length, hop = p->overlap ? length / 2 : length, start, i;
  float inverse = 1.0f / (float)length;
  for (i = 0; i <= length / 2; i++) power[i] = 0.0f;
  for (start = 0; start < count; start += hop) {
    int32_t present = count - start < length ? count - start : length;
    for (i = 0; i < present; i++) frame[i] = values[start + i];
    for (; i < length; i++) frame[i] = 0.0f;
    tml_fft_real(length, table, frame);
    hold_maximum(&power[0], tml_flush(frame[0] * frame[0] * inverse));
    hold_maximum(&power[length / 2], tml_flush(frame[1] * frame[1] * inverse));
    for (i = 1; i < length / 2; i++) {
      float re = frame[2 * i], im = frame[2 * i + 1];
      hold_maximum(&power[i], tml_flush((re * re + im * im) * inverse));
    }
  }
}

/* Features of one pass over a mean-free signal; answers where the next features go. */
static float *one_pass(const tml_spectral_params *p, const float *values, int32_t count, int32_t first_bin,
                       int32_t bin_count, float *scratch, float *features) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length), *power = frame + p->fft_length;
  tml_moments shape = tml_moments_of(values, count);
  int32_t i;
  *features++ = tml_root_mean_square(values, count);
  *features++ = shape.skewness;
  *features++ = shape.kurtosis;
  max_hold_periodogram(p, values, count, scratch, frame, power);
  if (p->shape) {
    shape = tml_moments_of(power, p->fft_length / 2 + 1);
    *features++ = shape.skewness;
    *features++ = shape.kurtosis;
  }
  for (i = first_bin; i < first_bin + bin_count; i++) {
    *features++ = p->take_log ? tml_log10f(power[i] == 0.0f ? 1e-10f : power[i]) : power[i];
  }
  return features;
}

void tml_spectral(const tml_spectral_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *values = scratch + tml_fft_table_floats(p->fft_length) + p->fft_length + p->fft_length / 2 + 1;
  float *low = features + signal->axes * (statistics_of(p) + p->bin_count);
  int32_t index, i;
  for (index = 0; index < signal->axes; index++) {
    const float *source = signal->values + (signal->axis ? signal->axis[index] : index);
    int32_t count = signal->rows;
    for (i = 0; i < count; i++) values[i] = tml_flush(source[i * signal->stride] * p->scale);
    for (i = 0; i < p->decimation_count; i++) {
      count = tml_decimate(p->decimations + i * TML_DECIMATION_FLOATS, p->decimation_factors[i], values, count);
    }
    tml_filter(p->filter, p->filter_sections, values, count);
    tml_subtract_mean(values, count);
    features = one_pass(p, values, count, p->first_bin, p->bin_count, scratch, features);
    if (p->low_bin_count) {
      count = tml_decimate(p->low_decimation, 10, values, count);
      tml_subtract_mean(values, count);
      low = one_pass(p, values, count, p->low_first_bin, p->low_bin_count, scratch, low);
    }
  }
}

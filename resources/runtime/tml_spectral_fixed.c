#include "tml_spectral_fixed.h"
#include "tml_filter_fixed.h"
#include "tml_math.h"
#include "tml_status.h"

#define TML_FIXED_STATISTICS 5
/* Bits of a frame's largest value and of the FFT's length together. */
#define TML_FRAME_BITS 29
/* log10(2) / 2^20. */
#define TML_LOG10_2 2.87085536e-7f

static int bins_fit(int32_t first, int32_t count, int32_t fft_length) {
  return first >= 1 && count >= 1 && first <= fft_length / 2 && count <= fft_length / 2 - first + 1;
}

int tml_spectral_fixed_check(const tml_spectral_fixed_params *p, const tml_signal *signal) {
  int32_t rows = signal->rows, i;
  if (signal->rows < 1 || signal->axes < 1 || signal->stride < 1) return TML_BAD_PARAMETER;
  if (!tml_is_finite(p->scale)) return TML_BAD_PARAMETER;
  if (p->decimation_count < 0 || p->decimation_count > 3) return TML_BAD_PARAMETER;
  for (i = 0; i < p->decimation_count; i++) {
    if (p->decimation_factors[i] < 2 || p->decimation_factors[i] > 10) return TML_BAD_PARAMETER;
    rows = (rows + p->decimation_factors[i] - 1) / p->decimation_factors[i];
  }
  if (p->filter_sections < 0 || p->filter_sections > 4) return TML_BAD_PARAMETER;
  if (p->fft_length < 4 || p->fft_length > 4096 || (p->fft_length & (p->fft_length - 1))) return TML_BAD_PARAMETER;
  if (!bins_fit(p->first_bin, p->bin_count, p->fft_length)) return TML_BAD_PARAMETER;
  if (p->low_bin_count == 0) return TML_OK;
  if (!bins_fit(p->low_first_bin, p->low_bin_count, p->fft_length)) return TML_BAD_PARAMETER;
  return 2 * ((rows + 9) / 10) < p->fft_length ? TML_BAD_PARAMETER : TML_OK;
}

int32_t tml_spectral_fixed_feature_count(const tml_spectral_fixed_params *p, const tml_signal *signal) {
  int32_t low = p->low_bin_count ? TML_FIXED_STATISTICS + p->low_bin_count : 0;
  return signal->axes * (TML_FIXED_STATISTICS + p->bin_count + low);
}

/* Scratch: one frame, the power of each bin (two words), the signal of one axis. */
int32_t tml_spectral_fixed_scratch_floats(const tml_spectral_fixed_params *p, const tml_signal *signal) {
  return 2 * p->fft_length + 4 + signal->rows;
}

typedef struct {
  float deviation; /* in units of the values */
  float skewness, kurtosis;
} fixed_shape;

/* As tml_moments_of: differences from `mean` are brought to 20 bits first. */
static fixed_shape shape_of(const tml_fixed *values, int32_t count, int32_t mean) {
  fixed_shape shape;
  int64_t squares = 0, cubes = 0, fourths = 0;
  int32_t longest = 0, shift, i;
  float variance;
  shape.deviation = 0.0f;
  shape.skewness = 0.0f;
  shape.kurtosis = 0.0f;
  for (i = 0; i < count; i++) {
    int32_t bits = tml_fixed_bits((uint32_t)(values[i] < mean ? mean - values[i] : values[i] - mean));
    if (bits > longest) longest = bits;
  }
  if (longest == 0) return shape;
  shift = 20 - longest;
  for (i = 0; i < count; i++) {
    int32_t u = tml_fixed_shift(values[i] - mean, shift);
    int32_t u2 = (int32_t)(((int64_t)u * u + 524288) >> 20);
    squares += u2;
    cubes += (int64_t)u2 * u;
    fourths += (int64_t)u2 * u2;
  }
  variance = tml_fixed_to_float(squares, -20) / (float)count;
  if (variance <= 0.0f) return shape;
  shape.deviation = tml_sqrtf(variance);
  shape.skewness = tml_fixed_to_float(cubes, -40) / (float)count / (variance * shape.deviation);
  shape.kurtosis = tml_fixed_to_float(fourths, -40) / (float)count / (variance * variance) - 3.0f;
  shape.deviation = shape.deviation * tml_fixed_to_float(1, 20 - shift);
  return shape;
}

/* Largest |FFT|^2 of each bin over all frames of the values times 2^shift. */
static void max_hold(const tml_spectral_fixed_params *p, const tml_fixed *values, int32_t count, int32_t shift,
                     tml_fixed *frame, tml_fixed *power) {
  int32_t length = p->fft_length, hop = p->overlap ? length / 2 : length, start, i;
  for (i = 0; i < length + 2; i++) power[i] = 0;
  for (start = 0; start < count; start += hop) {
    int32_t present = count - start < length ? count - start : length;
    for (i = 0; i < present; i++) frame[i] = tml_fixed_shift(values[start + i], shift);
    for (; i < length; i++) frame[i] = 0;
    tml_fixed_fft(length, p->turn, frame);
    tml_fixed_power(length, frame);
    for (i = 0; i <= length / 2; i++) {
      uint64_t one = tml_fixed_wide(frame + 2 * i);
      if (one > tml_fixed_wide(power + 2 * i)) tml_fixed_put_wide(power + 2 * i, one);
    }
  }
}

/* The power of each bin in at most 30 bits, into `frame`, and its shape. */
static fixed_shape shape_of_power(const tml_fixed *power, int32_t bins, tml_fixed *frame) {
  uint64_t all = 0;
  int64_t sum = 0;
  int32_t away, i;
  for (i = 0; i < bins; i++) all |= tml_fixed_wide(power + 2 * i);
  away = tml_fixed_bits(all) - 30;
  if (away < 0) away = 0;
  for (i = 0; i < bins; i++) {
    frame[i] = (int32_t)(tml_fixed_wide(power + 2 * i) >> away);
    sum += frame[i];
  }
  return shape_of(frame, bins, (int32_t)((sum + bins / 2) / bins));
}

/* What one axis is worth: a value v stands for v 2^exponent times `scale`. */
typedef struct {
  tml_fixed *frame, *power, *values;
  int32_t count, exponent;
  float scale;
} fixed_axis;

static float size_of(float scale) { return scale < 0.0f ? -scale : scale; }

static float *put_bins(const tml_spectral_fixed_params *p, const fixed_axis *axis, int32_t shift, int32_t first,
                       int32_t count, float *features) {
  int32_t exponent = 2 * (axis->exponent - shift) - (tml_fixed_bits((uint64_t)p->fft_length) - 1), i;
  float scale = size_of(axis->scale);
  for (i = first; i < first + count; i++) {
    uint64_t power = tml_fixed_wide(axis->power + 2 * i);
    if (!p->take_log) *features++ = tml_fixed_to_float((int64_t)power, exponent) * scale * scale;
    else if (power == 0 || scale == 0.0f) *features++ = -10.0f;
    else {
      float logarithm = (float)(tml_fixed_log2(power) + exponent * 1048576) * TML_LOG10_2;
      *features++ = scale == 1.0f ? logarithm : logarithm + 2.0f * tml_log10f(scale);
    }
  }
  return features;
}

/* Features of one pass over a mean-free signal; answers where the next features go. */
static float *one_pass(const tml_spectral_fixed_params *p, const fixed_axis *axis, int32_t first, int32_t count,
                       float *features) {
  int32_t bins = p->fft_length / 2 + 1, shift;
  fixed_shape shape = shape_of(axis->values, axis->count, 0);
  *features++ = shape.deviation * tml_fixed_to_float(1, axis->exponent) * size_of(axis->scale);
  *features++ = axis->scale < 0.0f ? -shape.skewness : axis->scale == 0.0f ? 0.0f : shape.skewness;
  *features++ = axis->scale == 0.0f ? 0.0f : shape.kurtosis;
  shift = TML_FRAME_BITS - (tml_fixed_bits((uint64_t)p->fft_length) - 1) - tml_fixed_longest(axis->values, axis->count);
  if (shift > 30) shift = 30;
  max_hold(p, axis->values, axis->count, shift, axis->frame, axis->power);
  shape = shape_of_power(axis->power, bins, axis->frame);
  *features++ = axis->scale == 0.0f ? 0.0f : shape.skewness;
  *features++ = axis->scale == 0.0f ? 0.0f : shape.kurtosis;
  return put_bins(p, axis, shift, first, count, features);
}

static void read_axis(const tml_spectral_fixed_params *p, const tml_signal *signal, int32_t index, fixed_axis *axis) {
  const float *source = signal->values + (signal->axis ? signal->axis[index] : index);
  int32_t exponent = tml_fixed_exponent(source, signal->stride, signal->rows), i;
  axis->count = signal->rows;
  axis->exponent = exponent - 151;
  for (i = 0; i < signal->rows; i++) axis->values[i] = tml_fixed_of(source[i * signal->stride], exponent);
  for (i = 0; i < p->decimation_count; i++) {
    const int32_t *step = p->decimations + i * TML_DECIMATION_WORDS;
    axis->count = tml_decimate_fixed(step, p->decimation_factors[i], axis->values, axis->count);
  }
  tml_filter_fixed(p->filter, p->filter_sections, axis->values, axis->count);
  tml_subtract_mean_fixed(axis->values, axis->count);
}

void tml_spectral_fixed(const tml_spectral_fixed_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *low = features + signal->axes * (TML_FIXED_STATISTICS + p->bin_count);
  fixed_axis axis;
  int32_t index;
  axis.frame = (tml_fixed *)scratch;
  axis.power = axis.frame + p->fft_length + 2;
  axis.values = axis.power + p->fft_length + 2;
  axis.scale = p->scale;
  for (index = 0; index < signal->axes; index++) {
    read_axis(p, signal, index, &axis);
    features = one_pass(p, &axis, p->first_bin, p->bin_count, features);
    if (p->low_bin_count) {
      axis.count = tml_decimate_fixed(p->low_decimation, 10, axis.values, axis.count);
      tml_subtract_mean_fixed(axis.values, axis.count);
      low = one_pass(p, &axis, p->low_first_bin, p->low_bin_count, low);
    }
  }
}

#include "tml_spectral_first.h"
#include "tml_column.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

int tml_spectral_first_check(const tml_spectral_first_params *p, const tml_signal *signal) {
  int32_t bins = p->fft_length / 2 + 1, i;
  if (!tml_signal_fits(signal) || !tml_is_finite(p->scale) || !tml_is_finite(p->threshold)) return TML_BAD_PARAMETER;
  if (!(p->rate_hz > 0.0f) || !tml_is_finite(p->rate_hz)) return TML_BAD_PARAMETER;
  if (p->filter_sections < 0 || p->filter_sections > TML_MAX_FILTER_SECTIONS) return TML_BAD_PARAMETER;
  if (p->fft_length < 8 || p->fft_length > 4096 || (p->fft_length & (p->fft_length - 1))) return TML_BAD_PARAMETER;
  if (p->peaks < 0 || p->peaks > TML_SPECTRAL_FIRST_MOST) return TML_BAD_PARAMETER;
  if (p->bands < 0 || p->bands > TML_SPECTRAL_FIRST_MOST) return TML_BAD_PARAMETER;
  for (i = 0; i < p->bands; i++) {
    if (p->bin_counts[i] < 0 || p->bin_counts[i] > bins) return TML_BAD_PARAMETER;
    if (p->first_bins[i] < 0 || p->first_bins[i] > bins - p->bin_counts[i]) return TML_BAD_PARAMETER;
  }
  return TML_OK;
}

int32_t tml_spectral_first_feature_count(const tml_spectral_first_params *p, const tml_signal *signal) {
  return signal->axes * (1 + 2 * p->peaks + p->bands);
}

/* Scratch: FFT table, one frame, the size of each bin, the signal of one axis. */
int32_t tml_spectral_first_scratch_floats(const tml_spectral_first_params *p, const tml_signal *signal) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length + p->fft_length / 2 + 1 + signal->rows;
}

void tml_spectral_first_prepare(const tml_spectral_first_params *p, float *scratch) {
  tml_fft_table(p->fft_length, scratch);
}

/* FFT of the first values into `frame`; answers how many there are. */
static int32_t transform(const tml_spectral_first_params *p, const float *values, int32_t rows, int centred,
                         const float *table, float *frame) {
  int32_t count = rows < p->fft_length ? rows : p->fft_length, i;
  for (i = 0; i < count; i++) frame[i] = values[i];
  if (centred) tml_subtract_mean(frame, count);
  for (i = count; i < p->fft_length; i++) frame[i] = 0.0f;
  tml_fft_real(p->fft_length, table, frame);
  return count;
}

/* Of all peaks that are lower than the one before, or as high and further on, the highest; 0 where there is none. */
static int32_t next_peak(const tml_spectral_first_params *p, const float *frame, const float *sizes, int32_t before) {
  int32_t half = p->fft_length / 2, best = 0, i;
  for (i = 1; i + 1 < half; i++) {
    if (!(sizes[i] > sizes[i - 1] && sizes[i] > sizes[i + 1]) || frame[2 * i] < p->threshold) continue;
    if (before > 0 && (sizes[i] > sizes[before] || (sizes[i] == sizes[before] && i <= before))) continue;
    if (best == 0 || sizes[i] > sizes[best]) best = i;
  }
  return best;
}

static float *find_peaks(const tml_spectral_first_params *p, const float *frame, float *sizes, float *features) {
  int32_t half = p->fft_length / 2, found = 0, i;
  /* The reference spreads its bins from 0 up to, and with, half the rate. */
  float bin_hz = p->rate_hz * 0.5f / (float)(half - 1);
  for (i = 0; i < half; i++) {
    float re = frame[2 * i], im = i == 0 ? 0.0f : frame[2 * i + 1];
    sizes[i] = tml_flush(tml_sqrtf(tml_flush(re * re + im * im)) / (float)half);
  }
  for (i = 0; i < p->peaks; i++) {
    if (i == 0 || found > 0) found = next_peak(p, frame, sizes, found);
    *features++ = found > 0 ? (float)found * bin_hz : 0.0f;
    *features++ = found > 0 ? sizes[found] : 0.0f;
  }
  return features;
}

static float density(const tml_spectral_first_params *p, const float *frame, int32_t bin, float unit) {
  float re = frame[2 * bin], im;
  if (bin == 0) return tml_flush(frame[0] * frame[0] * unit);
  if (bin == p->fft_length / 2) return tml_flush(frame[1] * frame[1] * unit);
  im = frame[2 * bin + 1];
  return tml_flush(2.0f * (re * re + im * im) * unit);
}

static float *find_bands(const tml_spectral_first_params *p, const float *frame, int32_t count, float *features) {
  float unit = 1.0f / (p->rate_hz * (float)count);
  int32_t band, i;
  for (band = 0; band < p->bands; band++) {
    float sum = 0.0f;
    for (i = 0; i < p->bin_counts[band]; i++) sum += density(p, frame, p->first_bins[band] + i, unit);
    *features++ = p->bin_counts[band] > 0 ? tml_flush(sum / (float)p->bin_counts[band] * 0.1f) : 0.0f;
  }
  return features;
}

void tml_spectral_first(const tml_spectral_first_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length), *sizes = frame + p->fft_length;
  float *values = sizes + p->fft_length / 2 + 1;
  int32_t index, count;
  for (index = 0; index < signal->axes; index++) {
    tml_column(signal, index, p->scale, values);
    tml_filter(p->filter, p->filter_sections, values, signal->rows);
    tml_subtract_mean(values, signal->rows);
    *features++ = tml_root_mean_square(values, signal->rows);
    transform(p, values, signal->rows, 0, scratch, frame);
    features = find_peaks(p, frame, sizes, features);
    count = transform(p, values, signal->rows, 1, scratch, frame);
    features = find_bands(p, frame, count, features);
  }
}

#include "tml_band_energies.h"
#include "tml_column.h"
#include "tml_fft.h"
#include "tml_filter.h"
#include "tml_math.h"
#include "tml_status.h"

#define TML_HALF_TURN 3.14159265f

int tml_band_energies_check(const tml_band_energies_params *p, const tml_signal *signal) {
  int32_t bins = p->fft_length / 2 + 1, i;
  if (!tml_signal_fits(signal) || !tml_is_finite(p->scale)) return TML_BAD_PARAMETER;
  if (p->fft_length < 4 || p->fft_length > 4096 || (p->fft_length & (p->fft_length - 1))) return TML_BAD_PARAMETER;
  if (p->fft_length > signal->rows || p->bands < 1 || p->bands > TML_MOST_BANDS) return TML_BAD_PARAMETER;
  for (i = 0; i < p->bands; i++) {
    if (p->bin_counts[i] < 1 || p->bin_counts[i] > bins) return TML_BAD_PARAMETER;
    if (p->first_bins[i] < 0 || p->first_bins[i] > bins - p->bin_counts[i]) return TML_BAD_PARAMETER;
  }
  return TML_OK;
}

int32_t tml_band_energies_feature_count(const tml_band_energies_params *p, const tml_signal *signal) {
  return signal->axes * p->bands;
}

/* Scratch: FFT table, window function, one frame, the power of each bin, the signal of one axis. */
int32_t tml_band_energies_scratch_floats(const tml_band_energies_params *p, const tml_signal *signal) {
  return tml_fft_table_floats(p->fft_length) + 2 * p->fft_length + p->fft_length / 2 + 1 + signal->rows;
}

/* sin^2 of half the turn is the Hann window; its second half mirrors the first. */
void tml_band_energies_prepare(const tml_band_energies_params *p, float *scratch) {
  float *window = scratch + tml_fft_table_floats(p->fft_length);
  int32_t half = p->fft_length / 2, i;
  tml_fft_table(p->fft_length, scratch);
  for (i = 0; i <= half; i++) {
    float sine = tml_sinf(TML_HALF_TURN * ((float)i / (float)p->fft_length));
    window[i] = p->hann ? tml_flush(sine * sine) : 1.0f;
    if (i > 0) window[p->fft_length - i] = window[i];
  }
}

/* Mean of |FFT|^2 over all whole frames, one-sided and scaled so that the bins add up to the mean square. */
static void mean_power(const tml_band_energies_params *p, const float *values, int32_t count, float *tables,
                       float *power) {
  int32_t length = p->fft_length, half = length / 2, frames = 0, start, i;
  const float *window = tables + tml_fft_table_floats(length);
  float *frame = tables + tml_fft_table_floats(length) + length;
  float squares = p->hann ? 0.375f * (float)length : (float)length, unit;
  for (i = 0; i <= half; i++) power[i] = 0.0f;
  for (start = 0; start + length <= count; start += half) {
    for (i = 0; i < length; i++) frame[i] = tml_flush(values[start + i] * window[i]);
    tml_fft_real(length, tables, frame);
    power[0] += tml_flush(frame[0] * frame[0]);
    power[half] += tml_flush(frame[1] * frame[1]);
    for (i = 1; i < half; i++) {
      power[i] += tml_flush(2.0f * (frame[2 * i] * frame[2 * i] + frame[2 * i + 1] * frame[2 * i + 1]));
    }
    frames += 1;
  }
  unit = 1.0f / ((float)length * squares * (float)frames);
  for (i = 0; i <= half; i++) power[i] = tml_flush(power[i] * unit);
}

static float sum_of(const float *power, int32_t first, int32_t count) {
  float sum = 0.0f;
  int32_t i;
  for (i = first; i < first + count; i++) sum += power[i];
  return sum;
}

void tml_band_energies(const tml_band_energies_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *power = scratch + tml_fft_table_floats(p->fft_length) + 2 * p->fft_length;
  float *values = power + p->fft_length / 2 + 1;
  int32_t index, band;
  for (index = 0; index < signal->axes; index++) {
    float all;
    tml_column(signal, index, p->scale, values);
    tml_subtract_mean(values, signal->rows);
    mean_power(p, values, signal->rows, scratch, power);
    all = sum_of(power, 1, p->fft_length / 2);
    for (band = 0; band < p->bands; band++) {
      float energy = sum_of(power, p->first_bins[band], p->bin_counts[band]);
      if (p->relative) energy = all > 0.0f ? tml_flush(energy / all) : 0.0f;
      if (p->take_log && tml_is_finite(energy)) energy = tml_log10f(energy > 1e-10f ? energy : 1e-10f);
      *features++ = energy;
    }
  }
}

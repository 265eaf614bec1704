/* Spectral Analysis, implementation version 1: [axes][1 + 2 x peaks + bands].
 *
 * Per axis: x scale -> Butterworth sections -> minus mean -> RMS -> FFT of the first fft_length values, filled up with zeros
 * -> its highest peaks, from high to low: frequency and 2 / fft_length x size -> power density of the same values without
 * their own mean -> its mean in each band, a tenth of it. Missing peaks and bands without a bin are 0. */
#ifndef TML_SPECTRAL_FIRST_H
#define TML_SPECTRAL_FIRST_H

#include "tml_filter.h"
#include "tml_signal.h"

#define TML_SPECTRAL_FIRST_MOST 64

typedef struct {
  float scale;
  int32_t filter_sections; /* 0 ... 4 */
  const float *filter;     /* [filter_sections][TML_SECTION_FLOATS] */
  int32_t fft_length;      /* power of two, 8 ... 4096 */
  float rate_hz;
  int32_t peaks;   /* 0 ... 64 */
  float threshold; /* a peak counts where the real part of its bin is not below */
  int32_t bands;   /* 0 ... 64; band i has bin_counts[i] bins, 0 or more, from first_bins[i] on */
  const int32_t *first_bins;
  const int32_t *bin_counts;
} tml_spectral_first_params;

TML_BEGIN
/* Reads first_bins and bin_counts. */
int tml_spectral_first_check(const tml_spectral_first_params *p, const tml_signal *signal);
int32_t tml_spectral_first_feature_count(const tml_spectral_first_params *p, const tml_signal *signal);
int32_t tml_spectral_first_scratch_floats(const tml_spectral_first_params *p, const tml_signal *signal);
/* Once per scratch memory: fills the tables at its start. Later windows reuse them. */
void tml_spectral_first_prepare(const tml_spectral_first_params *p, float *scratch);
/* The parameters must have passed the check. */
void tml_spectral_first(const tml_spectral_first_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

/* Spectral Analysis, implementation versions 2 to 4, FFT type.
 *
 * Per axis: x scale -> decimation -> Butterworth sections -> minus mean -> RMS, skewness, kurtosis ->
 * max-hold periodogram -> its skewness and kurtosis -> kept bins (log10 or not). Features of all axes
 * come first; with the low-frequency pass, those of the signal decimated by ten follow for all axes.
 * All filter coefficients come in ready-made; nothing is designed here. */
#ifndef TML_SPECTRAL_H
#define TML_SPECTRAL_H

#include "tml_filter.h"
#include "tml_signal.h"

/* RMS, skewness, kurtosis; spectral skewness, spectral kurtosis. */
#define TML_SPECTRAL_STATISTICS 3
#define TML_SPECTRAL_SHAPE 2

typedef struct {
  float scale;
  /* 0 ... 3 steps, each keeps every factor-th value (2 ... 10). */
  int32_t decimation_count;
  int32_t decimation_factors[TML_MAX_DECIMATIONS];
  const float *decimations; /* [decimation_count][TML_DECIMATION_FLOATS] */
  int32_t filter_sections;  /* 0 ... 4; 0 does not filter */
  const float *filter;      /* [filter_sections][TML_SECTION_FLOATS] */
  int32_t fft_length;       /* power of two, 4 ... 4096 */
  int32_t overlap;          /* 1: frames overlap by half */
  int32_t take_log;         /* 1: log10 of the kept bins */
  int32_t first_bin, bin_count; /* kept bins: 1 <= first_bin, first_bin + bin_count - 1 <= fft_length / 2 */
  /* Low-frequency pass on the filtered signal decimated by ten; low_bin_count 0: none. */
  int32_t low_first_bin, low_bin_count;
  const float *low_decimation; /* [TML_DECIMATION_FLOATS] */
  /* 1: skewness and kurtosis of the spectrum too, as since version 4; 0: as in versions 2 and 3. */
  int32_t shape;
} tml_spectral_params;

TML_BEGIN
/* TML_OK where the parameters and this signal's rows go together. Reads no values of the signal. */
int tml_spectral_check(const tml_spectral_params *p, const tml_signal *signal);
int32_t tml_spectral_feature_count(const tml_spectral_params *p, int32_t axes);
/* Floats of scratch memory for a window of `rows` readings. */
int32_t tml_spectral_scratch_floats(const tml_spectral_params *p, int32_t rows);
/* Once per scratch memory: fills the tables at its start. Later windows reuse them. */
void tml_spectral_prepare(const tml_spectral_params *p, float *scratch);
/* The parameters must have passed the check. A constant axis has skewness and kurtosis 0. */
void tml_spectral(const tml_spectral_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

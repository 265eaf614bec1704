/* Wavelet analysis, implementation versions 3 and 4 of Spectral Analysis: [axes][level + 1][14].
 *
 * Per axis: x scale -> decimation -> Butterworth sections -> minus mean -> as many levels of the discrete wavelet
 * transform as asked for, the ends mirrored. Bands: the approximation, then the details from coarse to fine. Of each:
 * entropy of a histogram of 100 bins, zero and mean crossings a value, percentiles 5, 25, 75, 95, 50, mean, deviation,
 * variance (over n - 1), RMS, skewness, kurtosis. */
#ifndef TML_WAVELET_H
#define TML_WAVELET_H

#include "tml_filter.h"
#include "tml_signal.h"

#define TML_WAVELET_FEATURES 14
#define TML_WAVELET_MOST_TAPS 20
#define TML_WAVELET_MOST_LEVELS 12
/* Readings that the first level must leave for each halving. */
#define TML_WAVELET_LEAST_ROWS 32

typedef struct {
  float scale;
  /* As in tml_spectral.h. */
  int32_t decimation_count;
  int32_t decimation_factors[TML_MAX_DECIMATIONS];
  const float *decimations;
  int32_t filter_sections;
  const float *filter;
  int32_t level; /* 1 ... 12, with at least 32 x 2^level readings after decimation */
  int32_t taps;  /* even, 2 ... 20 */
  const float *low;  /* [taps], decomposition low-pass */
  const float *high; /* [taps], decomposition high-pass */
} tml_wavelet_params;

TML_BEGIN
int tml_wavelet_check(const tml_wavelet_params *p, const tml_signal *signal);
int32_t tml_wavelet_feature_count(const tml_wavelet_params *p, const tml_signal *signal);
int32_t tml_wavelet_scratch_floats(const tml_wavelet_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_wavelet(const tml_wavelet_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

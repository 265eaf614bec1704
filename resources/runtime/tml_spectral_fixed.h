/* Spectral Analysis in fixed point: the features of tml_spectral.h, in their order.
 *
 * Each axis of a window has its own exponent. Filters keep 25 bits and have room for sections that ring 32 times as high
 * as their input; what goes beyond is cut. Only the features themselves are put together as floats. */
#ifndef TML_SPECTRAL_FIXED_H
#define TML_SPECTRAL_FIXED_H

#include "tml_filter_fixed.h"
#include "tml_signal.h"

typedef struct {
  float scale;
  int32_t decimation_count; /* 0 ... 3 */
  int32_t decimation_factors[3];
  const int32_t *decimations; /* [decimation_count][TML_DECIMATION_WORDS], see tml_filter_fixed.h */
  int32_t filter_sections;    /* 0 ... 4 */
  const int32_t *filter;      /* [filter_sections][TML_SECTION_WORDS], with gain 1 in their pass band */
  int32_t fft_length;         /* power of two, 4 ... 4096 */
  const int32_t *turn;        /* cosines of 0 ... a quarter turn, Q30: fft_length / 4 + 1 */
  int32_t overlap, take_log;
  int32_t first_bin, bin_count; /* kept bins */
  int32_t low_first_bin, low_bin_count; /* 0 bins: no low-frequency pass */
  const int32_t *low_decimation;
} tml_spectral_fixed_params;

TML_BEGIN
int tml_spectral_fixed_check(const tml_spectral_fixed_params *p, const tml_signal *signal);
int32_t tml_spectral_fixed_feature_count(const tml_spectral_fixed_params *p, const tml_signal *signal);
int32_t tml_spectral_fixed_scratch_floats(const tml_spectral_fixed_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_spectral_fixed(const tml_spectral_fixed_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

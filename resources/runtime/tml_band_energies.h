/* Band energies, implementation version 1: [axes][bands].
 *
 * Per axis: x scale -> minus mean -> frames of fft_length that overlap by half -> Hann window or none -> mean of
 * |FFT|^2 over the frames -> power of each band: the sum of its bins, so that all bands together are the variance of the
 * signal -> as a share of the power of all bins but bin 0, or not -> log10, not below 1e-10, or not. */
#ifndef TML_BAND_ENERGIES_H
#define TML_BAND_ENERGIES_H

#include "tml_signal.h"

#define TML_MOST_BANDS 64

typedef struct {
  float scale;
  int32_t fft_length; /* power of two, 4 ... 4096, not more than the rows */
  int32_t hann;       /* 1: Hann window (periodic); 0: none */
  int32_t relative, take_log;
  int32_t bands; /* 1 ... 64; band i has bin_counts[i] bins from first_bins[i] on */
  const int32_t *first_bins;
  const int32_t *bin_counts;
} tml_band_energies_params;

TML_BEGIN
/* Reads first_bins and bin_counts. */
int tml_band_energies_check(const tml_band_energies_params *p, const tml_signal *signal);
int32_t tml_band_energies_feature_count(const tml_band_energies_params *p, const tml_signal *signal);
int32_t tml_band_energies_scratch_floats(const tml_band_energies_params *p, const tml_signal *signal);
/* Once per scratch memory: fills the tables at its start. Later windows reuse them. */
void tml_band_energies_prepare(const tml_band_energies_params *p, float *scratch);
/* The parameters must have passed the check. */
void tml_band_energies(const tml_band_energies_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

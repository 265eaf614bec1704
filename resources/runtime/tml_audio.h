/* What the audio blocks MFCC, MFE and Spectrogram share: frames, their power spectrum, mel energies.
 *
 * A frame is a piece of the window, scale x (x[i] - emphasis x[i - shift]), where before the first value stand the
 * last ones of the window. It is cut to the FFT's length or filled up with zeros; no window function is used.
 * Power of bin k: |FFT|^2 / fft_length. All tables come in ready-made; nothing is designed here. */
#ifndef TML_AUDIO_H
#define TML_AUDIO_H

#include "tml_signal.h"

#define TML_AUDIO_MOST_FILTERS 256
#define TML_AUDIO_MOST_WINDOW 4095
#define TML_AUDIO_MOST_SHIFT 1024

typedef struct {
  int32_t frame_length, frame_stride; /* in readings */
  int32_t frame_count;
  int32_t fft_length; /* power of two, 4 ... 4096 */
  float scale;
  /* 1 - emphasis, 0 ... 1, rounded by itself: for a slow wave the difference of neighbours is small and must be exact. */
  float unemphasised;
  /* Mel filters, 1 ... 256; 0 for the spectrogram. Filter i weighs bin_counts[i] bins from first_bins[i] on. */
  int32_t filters;
  const int32_t *first_bins;
  const int32_t *bin_counts;
  const float *weights; /* of all filters, one after another */
  /* MFCC: kept coefficients, 1 ... filters, the cosine transform [filters][coefficients], and the odd number of frames
   * over which mean and deviation are taken; 0 does not normalise. */
  int32_t coefficients;
  const float *cosines;
  int32_t window;
  /* MFE and spectrogram: the decibels that become 0, below 0. */
  float noise_floor_db;
  /* MFE: 1 repeats a defect of the reference, see tml_mfe.h. */
  int32_t as_edge_impulse;
  /* The emphasis looks back so many readings, 1 ... 1024. */
  int32_t shift;
  /* Implementation version, 1 ... 4; see each block for what it changes. */
  int32_t version;
} tml_audio_params;

TML_BEGIN
/* TML_OK where frames, filters and tables go together with this signal. Reads first_bins and bin_counts. */
int tml_audio_check(const tml_audio_params *p, const tml_signal *signal);
/* Bins of the power spectrum. */
int32_t tml_audio_bins(const tml_audio_params *p);
/* Floats in `weights`: the sum of the counts. */
int32_t tml_audio_weight_count(const tml_audio_params *p);
/* Fills the FFT table, tml_fft_table_floats(fft_length) floats. */
void tml_audio_prepare(const tml_audio_params *p, float *table);
/* Power spectrum of frame `index` into frame[0 ... bins - 1]; frame: fft_length floats. */
void tml_audio_power(const tml_audio_params *p, const tml_signal *signal, int32_t index, const float *table,
                     float *frame);
/* Energy of each filter, 1e-10 where it is exactly 0. */
void tml_audio_mel(const tml_audio_params *p, const float *power, float *energies);
/* Brings the values to 0 ... 1 from the smallest to the largest; all become 0 where they are equal. */
void tml_audio_rescale(float *values, int32_t count);
/* (10 log10(power) - noise floor) / (12 - noise floor), power not below 1e-30. */
float tml_audio_level(const tml_audio_params *p, float power);
TML_END

#endif

/* Frames and mel energies of MFE and MFCC in fixed point; what they compute is told in tml_audio.h.
 *
 * Each frame has its own exponent, so that a quiet one keeps as many bits as a loud one. Energies smaller than a part
 * in 2^42 of the largest possible one count as half of that; a frame of zeros has energies of 1e-10. */
#ifndef TML_AUDIO_FIXED_H
#define TML_AUDIO_FIXED_H

#include "tml_fixed.h"
#include "tml_signal.h"

typedef struct {
  int32_t frame_length, frame_stride; /* in readings */
  int32_t frame_count;
  int32_t fft_length;     /* power of two, 4 ... 4096 */
  int32_t exponent;       /* values count times 2^exponent, -64 ... 64 */
  int32_t unemphasised;   /* 1 - emphasis, Q30 */
  const int32_t *turn;    /* cosines of 0 ... a quarter turn, Q30: fft_length / 4 + 1 */
  int32_t filters;        /* 1 ... 256 */
  const int32_t *first_bins;
  const int32_t *bin_counts;
  const int32_t *weights; /* of all filters, one after another, Q15 */
  int32_t coefficients;   /* MFCC: 1 ... filters */
  const int32_t *cosines; /* [filters][coefficients], Q30 */
  int32_t window;         /* MFCC: odd number of frames, or 0 */
  int32_t level_gain;     /* MFE: steps of 1/256 for twice the energy, Q20 */
  int32_t level_offset;   /* MFE: steps of an energy of 1, Q20 */
  int32_t as_edge_impulse;
} tml_audio_fixed_params;

/* The power spectrum of one frame. */
typedef struct {
  const tml_fixed *power; /* two words a bin */
  int32_t offset;         /* log2 of the true power of a bin whose number is 1, Q20 */
  int32_t silent;         /* 1: all zeros */
} tml_fixed_frame;

TML_BEGIN
int tml_audio_fixed_check(const tml_audio_fixed_params *p, const tml_signal *signal);
int32_t tml_audio_fixed_weight_count(const tml_audio_fixed_params *p);
/* work: fft_length + 2 words. */
tml_fixed_frame tml_audio_fixed_power(const tml_audio_fixed_params *p, const tml_signal *signal, int32_t index,
                                      tml_fixed *work);
/* log2 of the energy of each filter, Q20. */
void tml_audio_fixed_mel(const tml_audio_fixed_params *p, const tml_fixed_frame *frame, tml_fixed *levels);
/* log2 of the energy of the whole frame, Q20. */
int32_t tml_audio_fixed_energy(const tml_audio_fixed_params *p, const tml_fixed_frame *frame);
TML_END

#endif

/* Spectrogram, implementation versions 1 to 4: [frame_count][fft_length / 2 + 1].
 *
 * The level of each bin above the noise floor: 0 at it and below, 1 at 12 dB, above without limit. Version 3 ends at 1,
 * and divides by 32768 where a reading lies outside -1 ... 1. Versions 1 and 2 take the power itself, from the smallest
 * (0) to the largest (1) of a window. */
#ifndef TML_SPECTROGRAM_H
#define TML_SPECTROGRAM_H

#include "tml_audio.h"

TML_BEGIN
int tml_spectrogram_check(const tml_audio_params *p, const tml_signal *signal);
int32_t tml_spectrogram_feature_count(const tml_audio_params *p);
int32_t tml_spectrogram_scratch_floats(const tml_audio_params *p);
/* Once per scratch memory: fills the tables at its start. Later windows reuse them. */
void tml_spectrogram_prepare(const tml_audio_params *p, float *scratch);
/* The parameters must have passed the check. */
void tml_spectrogram(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

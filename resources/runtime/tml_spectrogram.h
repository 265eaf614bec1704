/* Spectrogram, implementation version 4: [frame_count][fft_length / 2 + 1].
 *
 * The level of each bin above the noise floor: 0 at it and below, 1 at 12 dB, above without limit. */
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

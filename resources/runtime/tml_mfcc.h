/* MFCC, implementation versions 1 to 4: [frame_count][coefficients]. They differ in frames and filters only.
 *
 * Per frame: mel energies -> natural logarithm -> orthonormal cosine transform -> the first coefficients, of which
 * number 0 becomes the logarithm of the frame's energy. Then each coefficient loses its mean over a sliding window of
 * frames, and is divided by the deviation over it; beyond the ends the frames are mirrored. */
#ifndef TML_MFCC_H
#define TML_MFCC_H

#include "tml_audio.h"

TML_BEGIN
int tml_mfcc_check(const tml_audio_params *p, const tml_signal *signal);
int32_t tml_mfcc_feature_count(const tml_audio_params *p);
int32_t tml_mfcc_scratch_floats(const tml_audio_params *p);
/* Once per scratch memory: fills the tables at its start. Later windows reuse them. */
void tml_mfcc_prepare(const tml_audio_params *p, float *scratch);
/* The parameters must have passed the check. */
void tml_mfcc(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

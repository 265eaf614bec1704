/* MFE, implementation versions 1 to 4: [frame_count][filters], each a level 0 ... 1 in steps of 1/256.
 *
 * The level of each mel energy between the noise floor (0) and 12 dB (1), rounded to 1/256, halves away from 0.
 * The reference keeps 256 x the level in eight bits: its loudest bins turn into 0. With as_edge_impulse they do so
 * here, and halves go to the even neighbour. Version 3 is the same with other filters. Versions 1 and 2 take the energies
 * themselves, without their mean over a sliding window of frames, from the smallest (0) to the largest (1) of a window. */
#ifndef TML_MFE_H
#define TML_MFE_H

#include "tml_audio.h"

TML_BEGIN
int tml_mfe_check(const tml_audio_params *p, const tml_signal *signal);
int32_t tml_mfe_feature_count(const tml_audio_params *p);
int32_t tml_mfe_scratch_floats(const tml_audio_params *p);
/* Once per scratch memory: fills the tables at its start. Later windows reuse them. */
void tml_mfe_prepare(const tml_audio_params *p, float *scratch);
/* The parameters must have passed the check. */
void tml_mfe(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch);
/* A level as a feature. */
float tml_mfe_step(float level, int32_t as_edge_impulse);
TML_END

#endif

/* MFCC in fixed point: [frame_count][coefficients], see tml_mfcc.h. A coefficient that hardly moves is 0 when normalised. */
#ifndef TML_MFCC_FIXED_H
#define TML_MFCC_FIXED_H

#include "tml_audio_fixed.h"

TML_BEGIN
int tml_mfcc_fixed_check(const tml_audio_fixed_params *p, const tml_signal *signal);
int32_t tml_mfcc_fixed_feature_count(const tml_audio_fixed_params *p);
int32_t tml_mfcc_fixed_scratch_floats(const tml_audio_fixed_params *p);
/* The parameters must have passed the check. */
void tml_mfcc_fixed(const tml_audio_fixed_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

/* MFE in fixed point: [frame_count][filters], see tml_mfe.h. */
#ifndef TML_MFE_FIXED_H
#define TML_MFE_FIXED_H

#include "tml_audio_fixed.h"

TML_BEGIN
int tml_mfe_fixed_check(const tml_audio_fixed_params *p, const tml_signal *signal);
int32_t tml_mfe_fixed_feature_count(const tml_audio_fixed_params *p);
int32_t tml_mfe_fixed_scratch_floats(const tml_audio_fixed_params *p);
/* The parameters must have passed the check. */
void tml_mfe_fixed(const tml_audio_fixed_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

/* Parameters that the self-tests of fixed-point sound share. */
#ifndef TML_SELFTEST_AUDIO_FIXED_H
#define TML_SELFTEST_AUDIO_FIXED_H

#include "tml_audio_fixed.h"

TML_BEGIN
tml_audio_fixed_params tml_test_audio_fixed_params(void);
/* Cosines of a quarter turn in 8 steps, Q30: for an FFT of 32 values. */
const int32_t *tml_test_turn(void);
TML_END

#endif

/* The part of the self-test that runs whole DSP blocks. Private to tml_selftest.c. */
#ifndef TML_SELFTEST_DSP_H
#define TML_SELFTEST_DSP_H

#include "tml_guard.h"

TML_BEGIN
/* Features of MFCC, MFE and Spectrogram of `values` into `features`; answers how many. work: 512 floats. */
int32_t tml_self_test_audio(const float *values, int32_t count, float *features, float *work);
/* The same of two levels of a wavelet; count: 128 at least. */
int32_t tml_self_test_wavelet(const float *values, int32_t count, float *features, float *work);
TML_END

#endif

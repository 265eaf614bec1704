/* Self-test of the wavelet analysis. */
#ifndef TML_SELFTEST_WAVELET_H
#define TML_SELFTEST_WAVELET_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_wavelet(float *scratch);
TML_END

#endif

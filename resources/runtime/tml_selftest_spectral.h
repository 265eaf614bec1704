/* Self-test of Spectral Analysis and of the FFT and moments under it. */
#ifndef TML_SELFTEST_SPECTRAL_H
#define TML_SELFTEST_SPECTRAL_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_fft(float *scratch);
uint32_t tml_self_test_statistics(float *scratch);
uint32_t tml_self_test_spectral(float *scratch);
TML_END

#endif

/* Self-test of Spectral Analysis in fixed point. */
#ifndef TML_SELFTEST_SPECTRAL_FIXED_H
#define TML_SELFTEST_SPECTRAL_FIXED_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_spectral_fixed(float *scratch);
TML_END

#endif

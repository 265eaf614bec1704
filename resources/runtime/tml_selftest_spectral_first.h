/* Self-test of the first version of Spectral Analysis. */
#ifndef TML_SELFTEST_SPECTRAL_FIRST_H
#define TML_SELFTEST_SPECTRAL_FIRST_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_spectral_first(float *scratch);
TML_END

#endif

/* Self-test of Band energies. */
#ifndef TML_SELFTEST_BAND_ENERGIES_H
#define TML_SELFTEST_BAND_ENERGIES_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_band_energies(float *scratch);
TML_END

#endif

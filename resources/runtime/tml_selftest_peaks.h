/* Self-test of Peaks. */
#ifndef TML_SELFTEST_PEAKS_H
#define TML_SELFTEST_PEAKS_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_peaks(float *scratch);
TML_END

#endif

/* Self-test of Spectrogram. */
#ifndef TML_SELFTEST_SPECTROGRAM_H
#define TML_SELFTEST_SPECTROGRAM_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_spectrogram(float *scratch);
TML_END

#endif

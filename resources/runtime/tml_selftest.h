/* Says whether this compiler and processor give the arithmetic that the model was tested with. */
#ifndef TML_SELFTEST_H
#define TML_SELFTEST_H

#include "tml_guard.h"

/* Groups, in order: arithmetic, functions, FFT, spectral analysis, statistics, fully connected, softmax, quantize,
 * audio, wavelet. */
#define TML_SELF_TEST_GROUPS 10
#define TML_SELF_TEST_SCRATCH_FLOATS 1024

TML_BEGIN
/* The hash that each group must give. */
extern const uint32_t tml_self_test_expected[TML_SELF_TEST_GROUPS];
/* Fills the hashes and answers 0 where all are as expected, else 1 + the first group that is not. */
int tml_self_test(uint32_t hashes[TML_SELF_TEST_GROUPS], float scratch[TML_SELF_TEST_SCRATCH_FLOATS]);
TML_END

#endif

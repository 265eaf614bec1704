/* Self-test of Normalization. */
#ifndef TML_SELFTEST_NORMALIZATION_H
#define TML_SELFTEST_NORMALIZATION_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_normalization(float *scratch);
TML_END

#endif

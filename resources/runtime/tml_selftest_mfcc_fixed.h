/* Self-test of MFCC in fixed point. */
#ifndef TML_SELFTEST_MFCC_FIXED_H
#define TML_SELFTEST_MFCC_FIXED_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_mfcc_fixed(float *scratch);
TML_END

#endif

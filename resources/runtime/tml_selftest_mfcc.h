/* Self-test of MFCC. */
#ifndef TML_SELFTEST_MFCC_H
#define TML_SELFTEST_MFCC_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_mfcc(float *scratch);
TML_END

#endif

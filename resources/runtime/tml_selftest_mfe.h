/* Self-test of MFE. */
#ifndef TML_SELFTEST_MFE_H
#define TML_SELFTEST_MFE_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_mfe(float *scratch);
TML_END

#endif

/* Self-test of Hjorth and zero crossings. */
#ifndef TML_SELFTEST_HJORTH_H
#define TML_SELFTEST_HJORTH_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_hjorth(float *scratch);
TML_END

#endif

/* Self-test of the arithmetic and of the functions that everything else stands on. */
#ifndef TML_SELFTEST_MATHS_H
#define TML_SELFTEST_MATHS_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_arithmetic(float *scratch);
uint32_t tml_self_test_functions(float *scratch);
TML_END

#endif

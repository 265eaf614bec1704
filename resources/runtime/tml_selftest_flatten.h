/* Self-test of Flatten and Raw. */
#ifndef TML_SELFTEST_FLATTEN_H
#define TML_SELFTEST_FLATTEN_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_flatten(float *scratch);
TML_END

#endif

/* Self-test of the int8 kernels of a dense network. */
#ifndef TML_SELFTEST_NETWORK_H
#define TML_SELFTEST_NETWORK_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_fully_connected(float *scratch);
uint32_t tml_self_test_softmax(float *scratch);
uint32_t tml_self_test_quantize(float *scratch);
TML_END

#endif

/* Self-test of Envelope. */
#ifndef TML_SELFTEST_ENVELOPE_H
#define TML_SELFTEST_ENVELOPE_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_envelope(float *scratch);
TML_END

#endif

/* Self-test of the anomaly detectors. */
#ifndef TML_SELFTEST_ANOMALY_H
#define TML_SELFTEST_ANOMALY_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_anomaly(float *scratch);
TML_END

#endif

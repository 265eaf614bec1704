/* Self-test of Sensor fusion. */
#ifndef TML_SELFTEST_SENSOR_FUSION_H
#define TML_SELFTEST_SENSOR_FUSION_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_sensor_fusion(float *scratch);
TML_END

#endif

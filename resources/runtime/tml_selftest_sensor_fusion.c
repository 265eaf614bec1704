#include "tml_selftest_sensor_fusion.h"
#include "tml_selftest_common.h"
#include "tml_sensor_fusion.h"

uint32_t tml_self_test_sensor_fusion(float *scratch) {
  static const int32_t counts[2] = {7, 3};
  static const float scales[2] = {0.3f, 1.7f};
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  uint32_t hash = TML_HASH_START;
  tml_sensor_fusion_params p;
  p.axes = 2;
  p.counts = counts;
  p.scales = scales;
  tml_test_fill(18u, scratch, TML_TEST_VALUES);
  for (p.method = 0; p.method <= TML_FUSE_RMS; p.method++) {
    tml_sensor_fusion(&p, &signal, features, work);
    hash = tml_hash_floats(hash, features, tml_sensor_fusion_feature_count(&p, &signal));
  }
  return hash;
}

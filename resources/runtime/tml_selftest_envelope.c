#include "tml_selftest_envelope.h"
#include "tml_selftest_common.h"
#include "tml_envelope.h"

uint32_t tml_self_test_envelope(float *scratch) {
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  uint32_t hash = TML_HASH_START;
  tml_envelope_params p;
  p.scale = 0.3f;
  p.frame_length = 20;
  p.frame_stride = 11;
  p.frame_count = 4;
  tml_test_fill(15u, scratch, TML_TEST_VALUES);
  for (p.method = 0; p.method <= TML_ENVELOPE_PEAK; p.method++) {
    tml_envelope(&p, &signal, features, work);
    hash = tml_hash_floats(hash, features, tml_envelope_feature_count(&p, &signal));
  }
  return hash;
}

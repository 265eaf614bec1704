#include "tml_selftest_normalization.h"
#include "tml_selftest_common.h"
#include "tml_normalization.h"

uint32_t tml_self_test_normalization(float *scratch) {
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  uint32_t hash = TML_HASH_START;
  tml_normalization_params p;
  p.low = -4.0f;
  p.high = 9.0f;
  tml_test_fill(13u, scratch, TML_TEST_VALUES);
  for (p.method = 0; p.method <= TML_NORMALIZE_FIXED; p.method++) {
    for (p.together = 0; p.together < 2; p.together++) {
      tml_normalization(&p, &signal, features, work);
      hash = tml_hash_floats(hash, features, tml_normalization_feature_count(&p, &signal));
    }
  }
  return hash;
}

#include "tml_selftest_hjorth.h"
#include "tml_selftest_common.h"
#include "tml_hjorth.h"

uint32_t tml_self_test_hjorth(float *scratch) {
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  uint32_t hash = TML_HASH_START;
  tml_hjorth_params p;
  p.scale = 0.3f;
  p.descriptors = TML_HJORTH_ALL;
  p.threshold = 0.1f;
  tml_test_fill(16u, scratch, TML_TEST_VALUES);
  tml_hjorth(&p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_hjorth_feature_count(&p, &signal));
}

#include "tml_selftest_flatten.h"
#include "tml_flatten.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_flatten(float *scratch) {
  static const int32_t order[2] = {1, 0};
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  tml_flatten_params p;
  uint32_t hash = TML_HASH_START;
  float history[6];
  int32_t i;
  p.statistics = TML_FLATTEN_ALL;
  p.windows = 2;
  signal.axis = order;
  tml_test_fill(11u, scratch, TML_TEST_VALUES);
  /* The third window pushes the first one out of the history. */
  for (i = 0; i < 6; i++) history[i] = 0.0f;
  for (i = 0; i < 3; i++) {
    p.scale = 0.3f + (float)i;
    tml_flatten(&p, &signal, features, work, history);
    hash = tml_hash_floats(hash, features, tml_flatten_feature_count(&p, 2));
  }
  tml_raw(0.7f, &signal, features);
  return tml_hash_floats(hash, features, TML_TEST_VALUES);
}

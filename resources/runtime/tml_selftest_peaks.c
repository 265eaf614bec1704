#include "tml_selftest_peaks.h"
#include "tml_selftest_common.h"
#include "tml_peaks.h"

uint32_t tml_self_test_peaks(float *scratch) {
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  uint32_t hash = TML_HASH_START;
  tml_peaks_params p;
  p.scale = 0.3f;
  p.rate_hz = 62.5f;
  p.prominence = 0.7f;
  tml_test_fill(17u, scratch, TML_TEST_VALUES);
  tml_peaks(&p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_peaks_feature_count(&p, &signal));
}

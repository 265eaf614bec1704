#include "tml_selftest_mfe_fixed.h"
#include "tml_mfe_fixed.h"
#include "tml_selftest_audio_fixed.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_mfe_fixed(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  tml_audio_fixed_params p = tml_test_audio_fixed_params();
  tml_signal signal = tml_test_signal(scratch, 1);
  uint32_t hash = TML_HASH_START;
  tml_test_fill(12u, scratch, TML_TEST_VALUES);
  for (; p.as_edge_impulse < 2; p.as_edge_impulse++) {
    tml_mfe_fixed(&p, &signal, features, work);
    hash = tml_hash_floats(hash, features, tml_mfe_fixed_feature_count(&p));
  }
  return hash;
}

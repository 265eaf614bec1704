#include "tml_selftest_mfe.h"
#include "tml_mfe.h"
#include "tml_selftest_audio.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_mfe(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  tml_audio_params p = tml_test_audio_params();
  tml_signal signal = tml_test_signal(scratch, 1);
  uint32_t hash = TML_HASH_START;
  tml_test_fill(9u, scratch, TML_TEST_VALUES);
  tml_mfe_prepare(&p, work);
  for (; p.as_edge_impulse < 2; p.as_edge_impulse++) {
    tml_mfe(&p, &signal, features, work);
    hash = tml_hash_floats(hash, features, tml_mfe_feature_count(&p));
  }
  p.version = 2;
  tml_mfe(&p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_mfe_feature_count(&p));
}

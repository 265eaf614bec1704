#include "tml_selftest_mfcc_fixed.h"
#include "tml_mfcc_fixed.h"
#include "tml_selftest_audio_fixed.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_mfcc_fixed(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  tml_audio_fixed_params p = tml_test_audio_fixed_params();
  tml_signal signal = tml_test_signal(scratch, 1);
  uint32_t hash;
  tml_test_fill(11u, scratch, TML_TEST_VALUES);
  tml_mfcc_fixed(&p, &signal, features, work);
  hash = tml_hash_floats(TML_HASH_START, features, tml_mfcc_fixed_feature_count(&p));
  p.window = 0;
  tml_mfcc_fixed(&p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_mfcc_fixed_feature_count(&p));
}

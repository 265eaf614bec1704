#include "tml_selftest_mfcc.h"
#include "tml_mfcc.h"
#include "tml_selftest_audio.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_mfcc(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  tml_audio_params p = tml_test_audio_params();
  tml_signal signal = tml_test_signal(scratch, 1);
  uint32_t hash;
  tml_test_fill(9u, scratch, TML_TEST_VALUES);
  tml_mfcc_prepare(&p, work);
  tml_mfcc(&p, &signal, features, work);
  hash = tml_hash_floats(TML_HASH_START, features, tml_mfcc_feature_count(&p));
  p.shift = 3;
  p.window = 0;
  tml_mfcc(&p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_mfcc_feature_count(&p));
}

#include "tml_selftest_spectrogram.h"
#include "tml_spectrogram.h"
#include "tml_selftest_audio.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_spectrogram(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  tml_audio_params p = tml_test_audio_params();
  tml_signal signal = tml_test_signal(scratch, 1);
  uint32_t hash = TML_HASH_START;
  tml_test_fill(9u, scratch, TML_TEST_VALUES);
  tml_spectrogram_prepare(&p, work);
  for (p.version = 2; p.version <= 4; p.version++) {
    tml_spectrogram(&p, &signal, features, work);
    hash = tml_hash_floats(hash, features, tml_spectrogram_feature_count(&p));
  }
  return hash;
}

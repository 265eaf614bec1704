#include "tml_selftest_spectrogram.h"
#include "tml_spectrogram.h"
#include "tml_selftest_audio.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_spectrogram(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  tml_audio_params p = tml_test_audio_params();
  tml_signal signal = tml_test_signal(scratch, 1);
  tml_test_fill(9u, scratch, TML_TEST_VALUES);
  tml_spectrogram_prepare(&p, work);
  tml_spectrogram(&p, &signal, features, work);
  return tml_hash_floats(TML_HASH_START, features, tml_spectrogram_feature_count(&p));
}

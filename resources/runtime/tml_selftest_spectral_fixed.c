#include "tml_selftest_spectral_fixed.h"
#include "tml_selftest_audio_fixed.h"
#include "tml_selftest_common.h"
#include "tml_spectral_fixed.h"

/* A second-order low-pass at a tenth of the rate. */
#define TML_TEST_LOW_PASS 36214776, 72429552, 36214776, -613632983, 221621175

static uint32_t hash_features(const tml_spectral_fixed_params *p, int32_t axes, uint32_t hash, float *scratch) {
  float *features = scratch + TML_TEST_VALUES, *work = features + 128;
  tml_signal signal = tml_test_signal(scratch, axes);
  tml_test_fill(13u, scratch, TML_TEST_VALUES);
  tml_spectral_fixed(p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_spectral_fixed_feature_count(p, &signal));
}

uint32_t tml_self_test_spectral_fixed(float *scratch) {
  static const int32_t section[TML_SECTION_WORDS] = {TML_TEST_LOW_PASS};
  static const int32_t decimation[TML_DECIMATION_WORDS] = {TML_TEST_LOW_PASS, TML_TEST_LOW_PASS, TML_TEST_LOW_PASS,
                                                           TML_TEST_LOW_PASS, 1067578097};
  static const int32_t short_turn[3] = {1073741824, 759250125, 0};
  tml_spectral_fixed_params p;
  uint32_t hash;
  p.scale = 1.0f;
  p.decimation_count = 0;
  p.decimations = 0;
  p.filter_sections = 1;
  p.filter = section;
  p.fft_length = 32;
  p.turn = tml_test_turn();
  p.overlap = 1;
  p.take_log = 1;
  p.first_bin = 1;
  p.bin_count = 16;
  p.low_first_bin = 0;
  p.low_bin_count = 0;
  p.low_decimation = 0;
  hash = hash_features(&p, 2, TML_HASH_START, scratch);
  /* The same once more, decimated, without logarithm, and with a second look at low frequencies. */
  p.scale = -2.5f;
  p.decimation_count = 1;
  p.decimation_factors[0] = 3;
  p.decimations = decimation;
  p.fft_length = 8;
  p.turn = short_turn;
  p.overlap = 0;
  p.take_log = 0;
  p.bin_count = 4;
  p.low_first_bin = 1;
  p.low_bin_count = 4;
  p.low_decimation = decimation;
  return hash_features(&p, 1, hash, scratch);
}

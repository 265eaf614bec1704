#include "tml_selftest_spectral.h"
#include "tml_fft.h"
#include "tml_selftest_common.h"
#include "tml_spectral.h"
#include "tml_statistics.h"

/* A second-order low-pass at a tenth of the rate. */
#define TML_TEST_LOW_PASS 0.0674552768f, 0.134910554f, 0.0674552768f, -1.1429805f, 0.412801594f
#define TML_TEST_STATES 0.932544723f, -0.345346317f

uint32_t tml_self_test_fft(float *scratch) {
  float *table = scratch + TML_TEST_VALUES;
  tml_test_fill(3u, scratch, TML_TEST_VALUES);
  tml_fft_table(TML_TEST_VALUES, table);
  tml_fft_real(TML_TEST_VALUES, table, scratch);
  return tml_hash_floats(TML_HASH_START, scratch, TML_TEST_VALUES);
}

uint32_t tml_self_test_statistics(float *scratch) {
  tml_moments m;
  float results[5];
  tml_test_fill(5u, scratch, TML_TEST_VALUES);
  m = tml_moments_of(scratch, TML_TEST_VALUES);
  results[0] = m.mean;
  results[1] = m.deviation;
  results[2] = m.skewness;
  results[3] = m.kurtosis;
  results[4] = tml_root_mean_square(scratch, TML_TEST_VALUES);
  return tml_hash_floats(TML_HASH_START, results, 5);
}

static uint32_t hash_features(const tml_spectral_params *p, int32_t axes, uint32_t hash, float *scratch) {
  float *features = scratch + TML_TEST_VALUES, *work = features + 128;
  tml_signal signal = tml_test_signal(scratch, axes);
  tml_test_fill(4u, scratch, TML_TEST_VALUES);
  tml_spectral_prepare(p, work);
  tml_spectral(p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_spectral_feature_count(p, axes));
}

uint32_t tml_self_test_spectral(float *scratch) {
  static const float section[TML_SECTION_FLOATS] = {TML_TEST_LOW_PASS};
  static const float decimation[TML_DECIMATION_FLOATS] = {
      TML_TEST_LOW_PASS, TML_TEST_LOW_PASS, TML_TEST_LOW_PASS, TML_TEST_LOW_PASS,
      TML_TEST_STATES,   TML_TEST_STATES,   TML_TEST_STATES,   TML_TEST_STATES};
  tml_spectral_params p;
  uint32_t hash;
  p.scale = 1.0f;
  p.decimation_count = 0;
  p.decimations = 0;
  p.filter_sections = 1;
  p.filter = section;
  p.fft_length = 32;
  p.overlap = 1;
  p.take_log = 1;
  p.first_bin = 1;
  p.bin_count = 16;
  p.low_first_bin = 0;
  p.low_bin_count = 0;
  p.low_decimation = 0;
  p.shape = 1;
  hash = hash_features(&p, 2, TML_HASH_START, scratch);
  /* The same once more, decimated, without logarithm, and with a second look at low frequencies. */
  p.decimation_count = 1;
  p.decimation_factors[0] = 3;
  p.decimations = decimation;
  p.fft_length = 8;
  p.overlap = 0;
  p.take_log = 0;
  p.bin_count = 4;
  p.low_first_bin = 1;
  p.low_bin_count = 4;
  p.low_decimation = decimation;
  p.shape = 0;
  return hash_features(&p, 1, hash, scratch);
}

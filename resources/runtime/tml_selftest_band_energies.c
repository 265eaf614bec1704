#include "tml_selftest_band_energies.h"
#include "tml_selftest_common.h"
#include "tml_band_energies.h"

uint32_t tml_self_test_band_energies(float *scratch) {
  static const int32_t first_bins[3] = {0, 2, 5};
  static const int32_t bin_counts[3] = {2, 3, 4};
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  uint32_t hash = TML_HASH_START;
  tml_band_energies_params p;
  p.scale = 0.3f;
  p.fft_length = 16;
  p.hann = 1;
  p.relative = 0;
  p.take_log = 0;
  p.bands = 3;
  p.first_bins = first_bins;
  p.bin_counts = bin_counts;
  tml_test_fill(14u, scratch, TML_TEST_VALUES);
  tml_band_energies_prepare(&p, work);
  tml_band_energies(&p, &signal, features, work);
  hash = tml_hash_floats(hash, features, tml_band_energies_feature_count(&p, &signal));
  p.hann = 0;
  p.relative = 1;
  p.take_log = 1;
  tml_band_energies_prepare(&p, work);
  tml_band_energies(&p, &signal, features, work);
  return tml_hash_floats(hash, features, tml_band_energies_feature_count(&p, &signal));
}

#include "tml_selftest_spectral_first.h"
#include "tml_selftest_common.h"
#include "tml_spectral_first.h"

uint32_t tml_self_test_spectral_first(float *scratch) {
  static const float section[TML_SECTION_FLOATS] = {0.0674552768f, 0.134910554f, 0.0674552768f, -1.1429805f, 0.412801594f};
  static const int32_t first_bins[3] = {0, 2, 5};
  static const int32_t bin_counts[3] = {2, 0, 12};
  float *features = scratch + TML_TEST_VALUES, *work = features + TML_TEST_VALUES;
  tml_signal signal = tml_test_signal(scratch, 2);
  tml_spectral_first_params p;
  p.scale = 0.3f;
  p.filter_sections = 1;
  p.filter = section;
  p.fft_length = 32;
  p.rate_hz = 62.5f;
  p.peaks = 4;
  p.threshold = 0.1f;
  p.bands = 3;
  p.first_bins = first_bins;
  p.bin_counts = bin_counts;
  tml_test_fill(19u, scratch, TML_TEST_VALUES);
  tml_spectral_first_prepare(&p, work);
  tml_spectral_first(&p, &signal, features, work);
  return tml_hash_floats(TML_HASH_START, features, tml_spectral_first_feature_count(&p, &signal));
}

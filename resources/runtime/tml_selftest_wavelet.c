#include "tml_selftest_wavelet.h"
#include "tml_selftest_common.h"
#include "tml_wavelet.h"

uint32_t tml_self_test_wavelet(float *scratch) {
  static const float low[4] = {-0.129409522f, 0.224143863f, 0.836516321f, 0.482962906f};
  static const float high[4] = {-0.482962906f, 0.836516321f, -0.224143863f, -0.129409522f};
  float *work = scratch + TML_TEST_VALUES, *features = work + 512;
  tml_wavelet_params p;
  tml_signal signal = tml_test_signal(scratch, 1);
  p.scale = 1.0f;
  p.decimation_count = 0;
  p.decimations = 0;
  p.filter_sections = 0;
  p.filter = 0;
  p.level = 2;
  p.taps = 4;
  p.low = low;
  p.high = high;
  tml_test_fill(10u, scratch, TML_TEST_VALUES);
  tml_wavelet(&p, &signal, features, work);
  return tml_hash_floats(TML_HASH_START, features, tml_wavelet_feature_count(&p, &signal));
}

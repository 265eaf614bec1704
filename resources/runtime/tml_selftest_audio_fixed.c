#include "tml_selftest_audio_fixed.h"
#include "tml_selftest_common.h"

#define TML_TEST_FILTERS 6
#define TML_TEST_COEFFICIENTS 4

const int32_t *tml_test_turn(void) {
  static const int32_t turn[9] = {1073741824, 1053110176, 992008094, 892783698, 759250125, 596538995, 410903207, 209476638, 0};
  return turn;
}

tml_audio_fixed_params tml_test_audio_fixed_params(void) {
  static const int32_t first_bins[TML_TEST_FILTERS] = {0, 1, 3, 5, 8, 11};
  static const int32_t bin_counts[TML_TEST_FILTERS] = {2, 3, 4, 5, 5, 6};
  static const int32_t weights[25] = {
      16384, 32768, 8192, 32768, 16384, 10813, 21627, 32768, 13107, 6554, 19661, 32768,
      24576, 8192, 10813, 21627, 32768, 21627, 10813, 6554, 16384, 26214, 32768, 22938,
      9830};
  static const int32_t cosines[TML_TEST_FILTERS * TML_TEST_COEFFICIENTS] = {
      438353264, 598801695, 536870912, 438353264, 438353264, 438353264, 0, -438353264,
      438353264, 160448430, -536870912, -438353264, 438353264, -160448430, -536870912, 438353264,
      438353264, -438353264, 0, 438353264, 438353264, -598801695, 536870912, -438353264};
  tml_audio_fixed_params p;
  p.frame_length = 24;
  p.frame_stride = 16;
  p.frame_count = 1 + (TML_TEST_VALUES - p.frame_length) / p.frame_stride;
  p.fft_length = 32;
  p.exponent = -3;
  p.unemphasised = 21474836;
  p.turn = tml_test_turn();
  p.filters = TML_TEST_FILTERS;
  p.first_bins = first_bins;
  p.bin_counts = bin_counts;
  p.weights = weights;
  p.coefficients = TML_TEST_COEFFICIENTS;
  p.cosines = cosines;
  p.window = 5;
  p.level_gain = 25250209;
  p.level_offset = 167772160;
  p.as_edge_impulse = 0;
  return p;
}

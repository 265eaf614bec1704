#include "tml_selftest_audio.h"
#include "tml_selftest_common.h"

#define TML_TEST_FILTERS 6
#define TML_TEST_COEFFICIENTS 4

tml_audio_params tml_test_audio_params(void) {
  static const int32_t first_bins[TML_TEST_FILTERS] = {0, 1, 3, 5, 8, 11};
  static const int32_t bin_counts[TML_TEST_FILTERS] = {2, 3, 4, 5, 5, 6};
  static const float weights[25] = {0.5f,  1.0f,  0.25f, 1.0f, 0.5f,  0.33f, 0.66f, 1.0f,  0.4f, 0.2f,  0.6f, 1.0f, 0.75f,
                                    0.25f, 0.33f, 0.66f, 1.0f, 0.66f, 0.33f, 0.2f,  0.5f,  0.8f, 1.0f,  0.7f, 0.3f};
  static const float cosines[TML_TEST_FILTERS * TML_TEST_COEFFICIENTS] = {
      0.41f, 0.56f,  0.5f,  0.41f,  0.41f, 0.41f,  0.0f, -0.41f, 0.41f, 0.15f,  -0.5f, -0.41f,
      0.41f, -0.15f, -0.5f, 0.41f, 0.41f, -0.41f, 0.0f, 0.41f,  0.41f, -0.56f, 0.5f,  -0.41f};
  tml_audio_params p;
  p.frame_length = 24;
  p.frame_stride = 16;
  p.frame_count = 1 + (TML_TEST_VALUES - p.frame_length) / p.frame_stride;
  p.fft_length = 32;
  p.scale = 0.125f;
  p.unemphasised = 0.02f;
  p.filters = TML_TEST_FILTERS;
  p.first_bins = first_bins;
  p.bin_counts = bin_counts;
  p.weights = weights;
  p.coefficients = TML_TEST_COEFFICIENTS;
  p.cosines = cosines;
  p.window = 5;
  p.noise_floor_db = -20.0f;
  p.as_edge_impulse = 0;
  p.shift = 1;
  p.version = 4;
  return p;
}

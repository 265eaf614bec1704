#include "tml_selftest_dsp.h"
#include "tml_mfcc.h"
#include "tml_mfe.h"
#include "tml_spectrogram.h"
#include "tml_wavelet.h"

#define TML_TEST_FILTERS 6
#define TML_TEST_COEFFICIENTS 4

int32_t tml_self_test_audio(const float *values, int32_t count, float *features, float *work) {
  static const int32_t first_bins[TML_TEST_FILTERS] = {0, 1, 3, 5, 8, 11};
  static const int32_t bin_counts[TML_TEST_FILTERS] = {2, 3, 4, 5, 5, 6};
  static const float weights[25] = {0.5f,  1.0f,  0.25f, 1.0f, 0.5f,  0.33f, 0.66f, 1.0f,  0.4f, 0.2f,  0.6f, 1.0f, 0.75f,
                                    0.25f, 0.33f, 0.66f, 1.0f, 0.66f, 0.33f, 0.2f,  0.5f,  0.8f, 1.0f,  0.7f, 0.3f};
  static const float cosines[TML_TEST_FILTERS * TML_TEST_COEFFICIENTS] = {
      0.41f, 0.56f,  0.5f,  0.41f,  0.41f, 0.41f,  0.0f, -0.41f, 0.41f, 0.15f,  -0.5f, -0.41f,
      0.41f, -0.15f, -0.5f, 0.41f, 0.41f, -0.41f, 0.0f, 0.41f,  0.41f, -0.56f, 0.5f,  -0.41f};
  tml_audio_params p;
  tml_signal signal;
  float *next = features;
  p.frame_length = 24;
  p.frame_stride = 16;
  p.frame_count = 1 + (count - p.frame_length) / p.frame_stride;
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
  signal.values = values;
  signal.rows = count;
  signal.stride = 1;
  signal.axes = 1;
  signal.axis = 0;
  tml_audio_prepare(&p, work);
  tml_mfcc(&p, &signal, next, work);
  next += tml_mfcc_feature_count(&p);
  tml_mfe(&p, &signal, next, work);
  next += tml_mfe_feature_count(&p);
  tml_spectrogram(&p, &signal, next, work);
  next += tml_spectrogram_feature_count(&p);
  return (int32_t)(next - features);
}

int32_t tml_self_test_wavelet(const float *values, int32_t count, float *features, float *work) {
  static const float low[4] = {-0.129409522f, 0.224143863f, 0.836516321f, 0.482962906f};
  static const float high[4] = {-0.482962906f, 0.836516321f, -0.224143863f, -0.129409522f};
  tml_wavelet_params p;
  tml_signal signal;
  p.scale = 1.0f;
  p.decimation_count = 0;
  p.decimations = 0;
  p.filter_sections = 0;
  p.filter = 0;
  p.level = 2;
  p.taps = 4;
  p.low = low;
  p.high = high;
  signal.values = values;
  signal.rows = count;
  signal.stride = 1;
  signal.axes = 1;
  signal.axis = 0;
  tml_wavelet(&p, &signal, features, work);
  return tml_wavelet_feature_count(&p, &signal);
}

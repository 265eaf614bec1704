#include "tml_spectrogram.h"
#include "tml_fft.h"
#include "tml_math.h"

int tml_spectrogram_check(const tml_audio_params *p, const tml_signal *signal) { return tml_audio_check(p, signal); }

int32_t tml_spectrogram_feature_count(const tml_audio_params *p) { return p->frame_count * tml_audio_bins(p); }

/* Scratch: FFT table, one frame. */
int32_t tml_spectrogram_scratch_floats(const tml_audio_params *p) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length;
}

void tml_spectrogram_prepare(const tml_audio_params *p, float *scratch) { tml_audio_prepare(p, scratch); }

static int is_loud(const tml_signal *signal) {
  const float *values = signal->values + (signal->axis ? signal->axis[0] : 0);
  int32_t row;
  for (row = 0; row < signal->rows; row++) {
    if (values[row * signal->stride] < -1.0f || values[row * signal->stride] > 1.0f) return 1;
  }
  return 0;
}

static float feature_of(const tml_audio_params *p, float power) {
  float level;
  if (p->version <= 2) return power;
  level = tml_audio_level(p, power);
  if (level < 0.0f) return 0.0f;
  return p->version == 3 && level > 1.0f && tml_is_finite(level) ? 1.0f : tml_flush(level);
}

void tml_spectrogram(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length);
  int32_t t, i, bins = tml_audio_bins(p);
  tml_audio_params scaled = *p;
  if (p->version == 3 && is_loud(signal)) scaled.scale = p->scale * 0.000030517578125f;
  for (t = 0; t < p->frame_count; t++) {
    tml_audio_power(&scaled, signal, t, scratch, frame);
    for (i = 0; i < bins; i++) features[t * bins + i] = feature_of(p, frame[i]);
  }
  if (p->version <= 2) tml_audio_rescale(features, p->frame_count * bins);
}

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

void tml_spectrogram(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length);
  int32_t t, i, bins = tml_audio_bins(p);
  for (t = 0; t < p->frame_count; t++) {
    tml_audio_power(p, signal, t, scratch, frame);
    for (i = 0; i < bins; i++) {
      float level = tml_audio_level(p, frame[i]);
      *features++ = level < 0.0f ? 0.0f : tml_flush(level);
    }
  }
}

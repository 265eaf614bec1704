#include "tml_mfe.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_status.h"

int tml_mfe_check(const tml_audio_params *p, const tml_signal *signal) {
  return p->filters < 1 ? TML_BAD_PARAMETER : tml_audio_check(p, signal);
}

int32_t tml_mfe_feature_count(const tml_audio_params *p) { return p->frame_count * p->filters; }

/* Scratch: FFT table, one frame. */
int32_t tml_mfe_scratch_floats(const tml_audio_params *p) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length;
}

void tml_mfe_prepare(const tml_audio_params *p, float *scratch) { tml_audio_prepare(p, scratch); }

float tml_mfe_step(float level, int32_t as_edge_impulse) {
  float steps, rest;
  int32_t whole;
  if (!tml_is_finite(level)) return level;
  steps = (level < 0.0f ? 0.0f : level > 1.0f ? 1.0f : level) * 256.0f;
  whole = (int32_t)steps;
  rest = steps - (float)whole;
  if (rest > 0.5f || (rest == 0.5f && (!as_edge_impulse || whole % 2 == 1))) whole += 1;
  if (as_edge_impulse && whole == 256) whole = 0;
  return (float)whole * 0.00390625f;
}

void tml_mfe(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length);
  int32_t t, i;
  for (t = 0; t < p->frame_count; t++) {
    float *row = features + t * p->filters;
    tml_audio_power(p, signal, t, scratch, frame);
    tml_audio_mel(p, frame, row);
    for (i = 0; i < p->filters; i++) row[i] = tml_mfe_step(tml_audio_level(p, row[i]), p->as_edge_impulse);
  }
}

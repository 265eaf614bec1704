#include "tml_mfe.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_sliding.h"
#include "tml_status.h"

int tml_mfe_check(const tml_audio_params *p, const tml_signal *signal) {
  return p->filters < 1 ? TML_BAD_PARAMETER : tml_audio_check(p, signal);
}

int32_t tml_mfe_feature_count(const tml_audio_params *p) { return p->frame_count * p->filters; }

/* Scratch: FFT table, one frame, two columns for the sliding window. */
int32_t tml_mfe_scratch_floats(const tml_audio_params *p) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length + (p->window > 0 ? 2 * p->frame_count : 0);
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

/* Where the smallest or the largest is exactly 0, the reference leaves the values as they are. */
static int has_no_zero_end(const float *values, int32_t count) {
  float low = values[0], high = values[0];
  int32_t i;
  for (i = 1; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return low != 0.0f && high != 0.0f;
}

static void even_out(const tml_audio_params *p, float *features, float *scratch) {
  tml_sliding sliding;
  sliding.count = p->frame_count;
  sliding.width = p->filters;
  sliding.window = p->window;
  sliding.divide = 0;
  if (p->window > 0) tml_sliding_normalise(&sliding, features, scratch);
  if (has_no_zero_end(features, tml_mfe_feature_count(p))) tml_audio_rescale(features, tml_mfe_feature_count(p));
}

void tml_mfe(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length);
  int32_t t, i;
  for (t = 0; t < p->frame_count; t++) {
    float *row = features + t * p->filters;
    tml_audio_power(p, signal, t, scratch, frame);
    tml_audio_mel(p, frame, row);
    for (i = 0; p->version > 2 && i < p->filters; i++) row[i] = tml_mfe_step(tml_audio_level(p, row[i]), p->as_edge_impulse);
  }
  if (p->version <= 2) even_out(p, features, frame + p->fft_length);
}

#include "tml_mfe_fixed.h"

int tml_mfe_fixed_check(const tml_audio_fixed_params *p, const tml_signal *signal) {
  return tml_audio_fixed_check(p, signal);
}

int32_t tml_mfe_fixed_feature_count(const tml_audio_fixed_params *p) { return p->frame_count * p->filters; }

/* Scratch: one frame, the level of each filter. */
int32_t tml_mfe_fixed_scratch_floats(const tml_audio_fixed_params *p) { return p->fft_length + 2 + p->filters; }

/* A logarithm as a feature 0 ... 1 in steps of 1/256; halves go up, or to the even neighbour as in the reference. */
static float step_of(const tml_audio_fixed_params *p, int32_t logarithm) {
  int64_t steps = (((int64_t)logarithm * p->level_gain) >> 20) + p->level_offset;
  int32_t whole, rest;
  if (steps < 0) steps = 0;
  if (steps > 268435456) steps = 268435456;
  whole = (int32_t)(steps >> 20);
  rest = (int32_t)(steps & 1048575);
  if (rest > 524288 || (rest == 524288 && (!p->as_edge_impulse || whole % 2 == 1))) whole += 1;
  if (p->as_edge_impulse && whole == 256) whole = 0;
  return (float)whole * 0.00390625f;
}

void tml_mfe_fixed(const tml_audio_fixed_params *p, const tml_signal *signal, float *features, float *scratch) {
  tml_fixed *work = (tml_fixed *)scratch, *levels = work + p->fft_length + 2;
  int32_t t, i;
  for (t = 0; t < p->frame_count; t++) {
    tml_fixed_frame frame = tml_audio_fixed_power(p, signal, t, work);
    tml_audio_fixed_mel(p, &frame, levels);
    for (i = 0; i < p->filters; i++) *features++ = step_of(p, levels[i]);
  }
}

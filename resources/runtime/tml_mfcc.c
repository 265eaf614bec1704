#include "tml_mfcc.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_sliding.h"
#include "tml_status.h"

int tml_mfcc_check(const tml_audio_params *p, const tml_signal *signal) {
  if (p->filters < 1 || p->coefficients < 1) return TML_BAD_PARAMETER;
  return tml_audio_check(p, signal);
}

int32_t tml_mfcc_feature_count(const tml_audio_params *p) { return p->frame_count * p->coefficients; }

/* Scratch: FFT table, one frame, the mel energies, two columns for the sliding window. */
int32_t tml_mfcc_scratch_floats(const tml_audio_params *p) {
  return tml_fft_table_floats(p->fft_length) + p->fft_length + p->filters + (p->window > 0 ? 2 * p->frame_count : 0);
}

void tml_mfcc_prepare(const tml_audio_params *p, float *scratch) { tml_audio_prepare(p, scratch); }

/* Four sums that take turns. */
static float total(const float *values, int32_t count) {
  float a = 0.0f, b = 0.0f, c = 0.0f, d = 0.0f;
  int32_t i;
  for (i = 0; i + 3 < count; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < count; i++) a += values[i];
  return tml_flush((a + b) + (c + d));
}

/* Filter by filter, so that the sums of all coefficients grow side by side. */
static void cosine_transform(const tml_audio_params *p, const float *energies, float *row) {
  const float *cosines = p->cosines;
  int32_t filter, k;
  for (k = 0; k < p->coefficients; k++) row[k] = 0.0f;
  for (filter = 0; filter < p->filters; filter++) {
    float level = tml_logf(energies[filter]);
    for (k = 0; k < p->coefficients; k++) row[k] += level * cosines[k];
    cosines += p->coefficients;
  }
}

void tml_mfcc(const tml_audio_params *p, const tml_signal *signal, float *features, float *scratch) {
  float *frame = scratch + tml_fft_table_floats(p->fft_length), *energies = frame + p->fft_length, *columns = energies + p->filters;
  tml_sliding sliding;
  int32_t t;
  for (t = 0; t < p->frame_count; t++) {
    float *row = features + t * p->coefficients, energy;
    tml_audio_power(p, signal, t, scratch, frame);
    energy = total(frame, tml_audio_bins(p));
    tml_audio_mel(p, frame, energies);
    cosine_transform(p, energies, row);
    /* An overflow must come out as one. */
    row[0] = tml_is_finite(energy) ? tml_logf(energy == 0.0f ? 1e-10f : energy) : energy;
  }
  if (p->window == 0) return;
  sliding.count = p->frame_count;
  sliding.width = p->coefficients;
  sliding.window = p->window;
  sliding.divide = 1;
  tml_sliding_normalise(&sliding, features, columns);
}

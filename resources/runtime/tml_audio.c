#include "tml_audio.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_status.h"

int32_t tml_audio_bins(const tml_audio_params *p) { return p->fft_length / 2 + 1; }

int32_t tml_audio_weight_count(const tml_audio_params *p) {
  int32_t count = 0, i;
  for (i = 0; i < p->filters; i++) count += p->bin_counts[i];
  return count;
}

static int frames_fit(const tml_audio_params *p, const tml_signal *signal) {
  if (signal->rows < 1 || signal->axes != 1 || signal->stride < 1) return 0;
  if (p->frame_length < 1 || p->frame_length > signal->rows) return 0;
  if (p->frame_stride < 1 || p->frame_count < 1) return 0;
  return p->frame_count - 1 <= (signal->rows - p->frame_length) / p->frame_stride;
}

static int filters_fit(const tml_audio_params *p) {
  int32_t bins = tml_audio_bins(p), i;
  if (p->filters < 0 || p->filters > TML_AUDIO_MOST_FILTERS) return 0;
  for (i = 0; i < p->filters; i++) {
    if (p->bin_counts[i] < 1 || p->bin_counts[i] > bins) return 0;
    if (p->first_bins[i] < 0 || p->first_bins[i] > bins - p->bin_counts[i]) return 0;
  }
  return 1;
}

int tml_audio_check(const tml_audio_params *p, const tml_signal *signal) {
  if (!frames_fit(p, signal)) return TML_BAD_PARAMETER;
  if (p->fft_length < 4 || p->fft_length > 4096 || (p->fft_length & (p->fft_length - 1))) return TML_BAD_PARAMETER;
  if (!tml_is_finite(p->scale) || !(p->unemphasised >= 0.0f && p->unemphasised <= 1.0f)) return TML_BAD_PARAMETER;
  if (!(p->noise_floor_db <= 0.0f && p->noise_floor_db >= -1000.0f)) return TML_BAD_PARAMETER;
  if (p->coefficients < 0 || p->coefficients > p->filters) return TML_BAD_PARAMETER;
  if (p->window < 0 || p->window > TML_AUDIO_MOST_WINDOW) return TML_BAD_PARAMETER;
  if (p->window > 0 && p->window % 2 == 0) return TML_BAD_PARAMETER;
  if (p->shift < 1 || p->shift > TML_AUDIO_MOST_SHIFT || p->shift > signal->rows) return TML_BAD_PARAMETER;
  if (p->version < 1 || p->version > 4) return TML_BAD_PARAMETER;
  return filters_fit(p) ? TML_OK : TML_BAD_PARAMETER;
}

void tml_audio_prepare(const tml_audio_params *p, float *table) { tml_fft_table(p->fft_length, table); }

/* x - emphasis x before, as a sum of two exact parts. */
static float emphasised(const tml_audio_params *p, float x, float before) {
  return tml_flush(((x - before) + p->unemphasised * before) * p->scale);
}

/* `before`: the value ahead of the first one. */
static void cut_values(const tml_audio_params *p, const float *values, int32_t stride, float before, float *frame) {
  int32_t length = p->frame_length < p->fft_length ? p->frame_length : p->fft_length, i;
  if (p->unemphasised == 1.0f) {
    for (i = 0; i < length; i++) frame[i] = tml_flush(values[i * stride] * p->scale);
  } else {
    frame[0] = emphasised(p, values[0], before);
    for (i = 1; i < length; i++) frame[i] = emphasised(p, values[i * stride], values[(i - 1) * stride]);
  }
  for (i = length; i < p->fft_length; i++) frame[i] = 0.0f;
}

/* The same where the emphasis looks further back than one reading. */
static void cut_shifted(const tml_audio_params *p, const tml_signal *signal, const float *values, int32_t start,
                        float *frame) {
  int32_t length = p->frame_length < p->fft_length ? p->frame_length : p->fft_length, i;
  for (i = 0; i < p->fft_length; i++) {
    int32_t row = start + i, before = row < p->shift ? row - p->shift + signal->rows : row - p->shift;
    frame[i] = i < length ? emphasised(p, values[row * signal->stride], values[before * signal->stride]) : 0.0f;
  }
}

static void cut_frame(const tml_audio_params *p, const tml_signal *signal, int32_t index, float *frame) {
  const float *values = signal->values + (signal->axis ? signal->axis[0] : 0);
  int32_t stride = signal->stride, start = index * p->frame_stride;
  float before = values[(start == 0 ? signal->rows - 1 : start - 1) * stride];
  if (p->shift > 1) {
    cut_shifted(p, signal, values, start, frame);
    return;
  }
  /* One axis alone is the usual case; the compiler makes a faster loop of it. */
  if (stride == 1) cut_values(p, values + start, 1, before, frame);
  else cut_values(p, values + start * stride, stride, before, frame);
}

void tml_audio_power(const tml_audio_params *p, const tml_signal *signal, int32_t index, const float *table,
                     float *frame) {
  int32_t half = p->fft_length / 2, k;
  float inverse = 1.0f / (float)p->fft_length, last;
  cut_frame(p, signal, index, frame);
  tml_fft_real(p->fft_length, table, frame);
  last = tml_flush(frame[1] * frame[1] * inverse);
  frame[0] = tml_flush(frame[0] * frame[0] * inverse);
  for (k = 1; k < half; k++) {
    float re = frame[2 * k], im = frame[2 * k + 1];
    frame[k] = tml_flush((re * re + im * im) * inverse);
  }
  frame[half] = last;
}

void tml_audio_mel(const tml_audio_params *p, const float *power, float *energies) {
  const float *weights = p->weights;
  int32_t filter, i;
  for (filter = 0; filter < p->filters; filter++) {
    const float *bins = power + p->first_bins[filter];
    int32_t count = p->bin_counts[filter];
    float sum = 0.0f;
    for (i = 0; i < count; i++) sum += bins[i] * weights[i];
    weights += count;
    sum = tml_flush(sum);
    energies[filter] = sum == 0.0f ? 1e-10f : sum;
  }
}

float tml_audio_level(const tml_audio_params *p, float power) {
  float decibels;
  if (!tml_is_finite(power)) return power;
  decibels = 10.0f * tml_log10f(power > 1e-30f ? power : 1e-30f);
  return (decibels - p->noise_floor_db) / (12.0f - p->noise_floor_db);
}

void tml_audio_rescale(float *values, int32_t count) {
  float low = values[0], high = values[0], range;
  int32_t i;
  for (i = 1; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  range = tml_flush(high - low);
  for (i = 0; i < count; i++) values[i] = range > 0.0f ? tml_flush((values[i] - low) / range) : 0.0f;
}

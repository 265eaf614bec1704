#include "tml_audio_fixed.h"
#include "tml_audio.h"
#include "tml_status.h"

/* log2(1e-10), Q20. */
#define TML_SILENCE (-34832941)
/* Bits of a frame's largest value and of the FFT's length together. */
#define TML_FRAME_BITS 29
#define TML_WEIGHT_BITS 15
#define TML_ROOM_BITS 16

int32_t tml_audio_fixed_weight_count(const tml_audio_fixed_params *p) {
  int32_t count = 0, i;
  for (i = 0; i < p->filters; i++) count += p->bin_counts[i];
  return count;
}

static int frames_fit(const tml_audio_fixed_params *p, const tml_signal *signal) {
  if (signal->rows < 1 || signal->axes != 1 || signal->stride < 1) return 0;
  if (p->frame_length < 1 || p->frame_length > signal->rows) return 0;
  if (p->frame_stride < 1 || p->frame_count < 1) return 0;
  return p->frame_count - 1 <= (signal->rows - p->frame_length) / p->frame_stride;
}

static int filters_fit(const tml_audio_fixed_params *p) {
  int32_t bins = p->fft_length / 2 + 1, i;
  if (p->filters < 1 || p->filters > TML_AUDIO_MOST_FILTERS) return 0;
  for (i = 0; i < p->filters; i++) {
    if (p->bin_counts[i] < 1 || p->bin_counts[i] > bins) return 0;
    if (p->first_bins[i] < 0 || p->first_bins[i] > bins - p->bin_counts[i]) return 0;
  }
  return 1;
}

int tml_audio_fixed_check(const tml_audio_fixed_params *p, const tml_signal *signal) {
  if (!frames_fit(p, signal)) return TML_BAD_PARAMETER;
  if (p->fft_length < 4 || p->fft_length > 4096 || (p->fft_length & (p->fft_length - 1))) return TML_BAD_PARAMETER;
  if (p->exponent < -64 || p->exponent > 64) return TML_BAD_PARAMETER;
  if (p->unemphasised < 0 || p->unemphasised > TML_FIXED_ONE) return TML_BAD_PARAMETER;
  if (p->coefficients < 0 || p->coefficients > p->filters) return TML_BAD_PARAMETER;
  if (p->window < 0 || p->window > TML_AUDIO_MOST_WINDOW) return TML_BAD_PARAMETER;
  if (p->window > 0 && p->window % 2 == 0) return TML_BAD_PARAMETER;
  return filters_fit(p) ? TML_OK : TML_BAD_PARAMETER;
}

static int32_t log2_of_length(int32_t length) { return tml_fixed_bits((uint64_t)length) - 1; }

/* Readings as whole numbers with one exponent, emphasised; answers that exponent as in tml_fixed_of. */
static int32_t cut_frame(const tml_audio_fixed_params *p, const tml_signal *signal, int32_t index, tml_fixed *work) {
  const float *values = signal->values + (signal->axis ? signal->axis[0] : 0);
  int32_t stride = signal->stride, start = index * p->frame_stride;
  int32_t length = p->frame_length < p->fft_length ? p->frame_length : p->fft_length, exponent, before, i;
  const float *ahead = values + (start == 0 ? signal->rows - 1 : start - 1) * stride;
  int32_t ahead_exponent = tml_fixed_exponent(ahead, 1, 1);
  exponent = tml_fixed_exponent(values + start * stride, stride, length);
  if (p->unemphasised != TML_FIXED_ONE && ahead_exponent > exponent) exponent = ahead_exponent;
  before = tml_fixed_of(*ahead, exponent);
  for (i = 0; i < length; i++) {
    int32_t x = tml_fixed_of(values[(start + i) * stride], exponent);
    work[i] = x - before + tml_fixed_multiply(before, p->unemphasised);
    before = x;
  }
  for (; i < p->fft_length; i++) work[i] = 0;
  return exponent;
}

tml_fixed_frame tml_audio_fixed_power(const tml_audio_fixed_params *p, const tml_signal *signal, int32_t index,
                                      tml_fixed *work) {
  int32_t exponent = cut_frame(p, signal, index, work), logarithm = log2_of_length(p->fft_length), bits, shift, i;
  tml_fixed_frame frame;
  bits = tml_fixed_longest(work, p->fft_length);
  shift = TML_FRAME_BITS - logarithm - bits;
  frame.power = work;
  frame.silent = bits == 0;
  if (!frame.silent) {
    for (i = 0; i < p->fft_length; i++) work[i] = tml_fixed_shift(work[i], shift);
  }
  frame.offset = (2 * (exponent - 151 - shift + p->exponent) - logarithm) * 1048576;
  tml_fixed_fft(p->fft_length, p->turn, work);
  tml_fixed_power(p->fft_length, work);
  return frame;
}

void tml_audio_fixed_mel(const tml_audio_fixed_params *p, const tml_fixed_frame *frame, tml_fixed *levels) {
  const int32_t *weights = p->weights;
  int32_t offset = frame->offset + (TML_ROOM_BITS - TML_WEIGHT_BITS) * 1048576, filter, i;
  for (filter = 0; filter < p->filters; filter++) {
    const tml_fixed *bins = frame->power + 2 * p->first_bins[filter];
    int32_t count = p->bin_counts[filter];
    uint64_t low = 0, middle = 0, high = 0, sum;
    for (i = 0; i < count; i++) {
      uint32_t weight = (uint32_t)weights[i], word = (uint32_t)bins[2 * i + 1];
      low += ((uint32_t)bins[2 * i] >> TML_ROOM_BITS) * weight;
      middle += (word & 65535u) * weight;
      high += (word >> 16) * weight;
    }
    weights += count;
    sum = low + (middle << 16) + (high << 32);
    if (sum == 0) sum = (uint64_t)1 << (TML_WEIGHT_BITS - 1);
    levels[filter] = frame->silent ? TML_SILENCE : tml_fixed_log2(sum) + offset;
  }
}

int32_t tml_audio_fixed_energy(const tml_audio_fixed_params *p, const tml_fixed_frame *frame) {
  uint64_t sum = 0;
  int32_t i;
  for (i = 0; i <= p->fft_length / 2; i++) sum += tml_fixed_wide(frame->power + 2 * i);
  return frame->silent || sum == 0 ? TML_SILENCE : tml_fixed_log2(sum) + frame->offset;
}

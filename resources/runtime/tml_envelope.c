#include "tml_envelope.h"
#include "tml_column.h"
#include "tml_filter.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

int tml_envelope_check(const tml_envelope_params *p, const tml_signal *signal) {
  if (!tml_signal_fits(signal) || !tml_is_finite(p->scale)) return TML_BAD_PARAMETER;
  if (p->method < TML_ENVELOPE_RMS || p->method > TML_ENVELOPE_PEAK) return TML_BAD_PARAMETER;
  if (p->frame_length < 1 || p->frame_length > signal->rows) return TML_BAD_PARAMETER;
  if (p->frame_stride < 1 || p->frame_count < 1) return TML_BAD_PARAMETER;
  return p->frame_count - 1 <= (signal->rows - p->frame_length) / p->frame_stride ? TML_OK : TML_BAD_PARAMETER;
}

int32_t tml_envelope_feature_count(const tml_envelope_params *p, const tml_signal *signal) {
  return p->frame_count * signal->axes;
}

int32_t tml_envelope_scratch_floats(const tml_envelope_params *p, const tml_signal *signal) {
  (void)p;
  return signal->rows;
}

static float size_of(int32_t method, const float *values, int32_t count) {
  float sum = 0.0f, largest = 0.0f;
  int32_t i;
  if (method == TML_ENVELOPE_RMS) return tml_root_mean_square(values, count);
  for (i = 0; i < count; i++) {
    float size = values[i] < 0.0f ? -values[i] : values[i];
    sum += size;
    if (size > largest) largest = size;
  }
  return method == TML_ENVELOPE_PEAK ? largest : tml_flush(sum / (float)count);
}

void tml_envelope(const tml_envelope_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t index, t;
  for (index = 0; index < signal->axes; index++) {
    tml_column(signal, index, p->scale, scratch);
    tml_subtract_mean(scratch, signal->rows);
    for (t = 0; t < p->frame_count; t++) {
      features[t * signal->axes + index] = size_of(p->method, scratch + t * p->frame_stride, p->frame_length);
    }
  }
}

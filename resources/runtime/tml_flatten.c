#include "tml_flatten.h"
#include "tml_statistics.h"
#include "tml_math.h"

int32_t tml_flatten_feature_count(const tml_flatten_params *p, int32_t axes) {
  int32_t bit, count = 0;
  for (bit = 1; bit < TML_FLATTEN_ALL; bit *= 2) count += (p->statistics & bit) != 0;
  return count * axes;
}

static int32_t axis_of(const tml_signal *signal, int32_t index) { return signal->axis ? signal->axis[index] : index; }

static float *one_axis(int32_t statistics, const float *values, int32_t count, float *features) {
  tml_moments m = tml_moments_of(values, count);
  float low = values[0], high = values[0];
  int32_t i;
  for (i = 1; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (statistics & TML_FLATTEN_AVERAGE) *features++ = m.mean;
  if (statistics & TML_FLATTEN_MINIMUM) *features++ = low;
  if (statistics & TML_FLATTEN_MAXIMUM) *features++ = high;
  if (statistics & TML_FLATTEN_RMS) *features++ = tml_root_mean_square(values, count);
  if (statistics & TML_FLATTEN_DEVIATION) *features++ = m.deviation;
  if (statistics & TML_FLATTEN_SKEWNESS) *features++ = m.skewness;
  if (statistics & TML_FLATTEN_KURTOSIS) *features++ = m.kurtosis;
  return features;
}

void tml_flatten(const tml_flatten_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t index, row;
  for (index = 0; index < signal->axes; index++) {
    const float *values = signal->values + axis_of(signal, index);
    for (row = 0; row < signal->rows; row++) scratch[row] = tml_flush(values[row * signal->stride] * p->scale);
    features = one_axis(p->statistics, scratch, signal->rows, features);
  }
}

void tml_raw(float scale, const tml_signal *signal, float *features) {
  int32_t index, row;
  for (row = 0; row < signal->rows; row++) {
    const float *values = signal->values + row * signal->stride;
    for (index = 0; index < signal->axes; index++) *features++ = tml_flush(values[axis_of(signal, index)] * scale);
  }
}

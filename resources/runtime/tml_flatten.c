#include "tml_flatten.h"
#include "tml_statistics.h"
#include "tml_math.h"

int32_t tml_flatten_feature_count(const tml_flatten_params *p, int32_t axes) {
  int32_t bit, count = 0;
  for (bit = 1; bit < TML_FLATTEN_ALL; bit *= 2) count += (p->statistics & bit) != 0;
  return (count + (p->windows > 0)) * axes;
}

/* How many averages there are, where the next one goes, then those of each axis. */
int32_t tml_flatten_history_floats(const tml_flatten_params *p, int32_t axes) {
  return p->windows > 0 ? 2 + p->windows * axes : 0;
}

static int32_t axis_of(const tml_signal *signal, int32_t index) { return signal->axis ? signal->axis[index] : index; }

static float *one_axis(int32_t statistics, const float *values, int32_t count, tml_moments m, float *features) {
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

/* Puts an average in its place among `known` ones, and answers the mean of all of them. */
static float moving_average(float *averages, int32_t place, int32_t known, float average) {
  float sum = 0.0f;
  int32_t i;
  averages[place] = average;
  for (i = 0; i < known; i++) sum += averages[i];
  return tml_flush(sum / (float)known);
}

/* A count out of a history that may never have been cleared. */
static int32_t within(float value, int32_t most) {
  if (!(value > 0.0f)) return 0;
  return value < (float)most ? (int32_t)value : most;
}

void tml_flatten(const tml_flatten_params *p, const tml_signal *signal, float *features, float *scratch,
                 float *history) {
  int32_t index, row, known = 0, place = 0;
  if (p->windows > 0) {
    place = within(history[1], p->windows - 1);
    known = within(history[0], p->windows - 1) + 1;
  }
  for (index = 0; index < signal->axes; index++) {
    const float *values = signal->values + axis_of(signal, index);
    tml_moments moments;
    for (row = 0; row < signal->rows; row++) scratch[row] = tml_flush(values[row * signal->stride] * p->scale);
    moments = tml_moments_of(scratch, signal->rows);
    features = one_axis(p->statistics, scratch, signal->rows, moments, features);
    if (known > 0) *features++ = moving_average(history + 2 + index * p->windows, place, known, moments.mean);
  }
  if (known == 0) return;
  history[0] = (float)known;
  history[1] = place + 1 < p->windows ? (float)(place + 1) : 0.0f;
}

void tml_raw(float scale, const tml_signal *signal, float *features) {
  int32_t index, row;
  for (row = 0; row < signal->rows; row++) {
    const float *values = signal->values + row * signal->stride;
    for (index = 0; index < signal->axes; index++) *features++ = tml_flush(values[axis_of(signal, index)] * scale);
  }
}

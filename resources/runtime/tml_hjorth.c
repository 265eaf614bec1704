#include "tml_hjorth.h"
#include "tml_column.h"
#include "tml_filter.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

int tml_hjorth_check(const tml_hjorth_params *p, const tml_signal *signal) {
  if (!tml_signal_fits(signal) || signal->rows < TML_HJORTH_LEAST_ROWS) return TML_BAD_PARAMETER;
  if (!tml_is_finite(p->scale) || !tml_is_finite(p->threshold) || p->threshold < 0.0f) return TML_BAD_PARAMETER;
  return p->descriptors >= 1 && p->descriptors <= TML_HJORTH_ALL ? TML_OK : TML_BAD_PARAMETER;
}

int32_t tml_hjorth_feature_count(const tml_hjorth_params *p, const tml_signal *signal) {
  int32_t bit, count = 0;
  for (bit = 1; bit < TML_HJORTH_ALL; bit *= 2) count += (p->descriptors & bit) != 0;
  return count * signal->axes;
}

int32_t tml_hjorth_scratch_floats(const tml_hjorth_params *p, const tml_signal *signal) {
  (void)p;
  return signal->rows;
}

static float size(float value) { return value < 0.0f ? -value : value; }

static float ratio(float over, float under) { return under > 0.0f ? tml_flush(over / under) : 0.0f; }

/* In place: each value becomes the step to the next one; answers how many steps there are. */
static int32_t steps_of(float *values, int32_t count) {
  int32_t i;
  for (i = 0; i + 1 < count; i++) values[i] = tml_flush(values[i + 1] - values[i]);
  return count - 1;
}

static float crossings(const float *values, int32_t count, float threshold) {
  int32_t found = 0, i;
  for (i = 1; i < count; i++) {
    if ((values[i] > 0.0f) != (values[i - 1] > 0.0f) && size(values[i] - values[i - 1]) > threshold) found += 1;
  }
  return (float)found / (float)(count - 1);
}

/* Of steps: how often one goes up and the next down, or the other way round. */
static float turns(const float *steps, int32_t count, float threshold) {
  int32_t found = 0, i;
  for (i = 1; i < count; i++) {
    int up = steps[i - 1] > 0.0f && steps[i] < 0.0f, down = steps[i - 1] < 0.0f && steps[i] > 0.0f;
    if ((up || down) && (size(steps[i - 1]) > threshold || size(steps[i]) > threshold)) found += 1;
  }
  return (float)found / (float)(count - 1);
}

static float mean_size(const float *steps, int32_t count) {
  float sum = 0.0f;
  int32_t i;
  for (i = 0; i < count; i++) sum += size(steps[i]);
  return tml_flush(sum / (float)count);
}

static float *one_axis(const tml_hjorth_params *p, float *values, int32_t count, float *features) {
  float deviation = tml_moments_of(values, count).deviation, first, second, crossed, turned, length, mobility;
  crossed = crossings(values, count, p->threshold);
  count = steps_of(values, count);
  first = tml_moments_of(values, count).deviation;
  turned = turns(values, count, p->threshold);
  length = mean_size(values, count);
  count = steps_of(values, count);
  second = tml_moments_of(values, count).deviation;
  mobility = ratio(first, deviation);
  if (p->descriptors & TML_HJORTH_ACTIVITY) *features++ = tml_flush(deviation * deviation);
  if (p->descriptors & TML_HJORTH_MOBILITY) *features++ = mobility;
  if (p->descriptors & TML_HJORTH_COMPLEXITY) *features++ = ratio(ratio(second, first), mobility);
  if (p->descriptors & TML_HJORTH_CROSSINGS) *features++ = crossed;
  if (p->descriptors & TML_HJORTH_TURNS) *features++ = turned;
  if (p->descriptors & TML_HJORTH_LENGTH) *features++ = length;
  return features;
}

void tml_hjorth(const tml_hjorth_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t index;
  for (index = 0; index < signal->axes; index++) {
    tml_column(signal, index, p->scale, scratch);
    tml_subtract_mean(scratch, signal->rows);
    features = one_axis(p, scratch, signal->rows, features);
  }
}

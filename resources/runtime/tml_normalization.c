#include "tml_normalization.h"
#include "tml_column.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

int tml_normalization_check(const tml_normalization_params *p, const tml_signal *signal) {
  if (!tml_signal_fits(signal) || p->method < TML_NORMALIZE_STANDARD || p->method > TML_NORMALIZE_FIXED) {
    return TML_BAD_PARAMETER;
  }
  if (p->method != TML_NORMALIZE_FIXED) return TML_OK;
  if (!tml_is_finite(p->low) || !tml_is_finite(p->high)) return TML_BAD_PARAMETER;
  return p->high - p->low > 1e-20f && tml_is_finite(p->high - p->low) ? TML_OK : TML_BAD_PARAMETER;
}

int32_t tml_normalization_feature_count(const tml_normalization_params *p, const tml_signal *signal) {
  (void)p;
  return signal->rows * signal->axes;
}

/* Scratch: the values that are looked at together. */
int32_t tml_normalization_scratch_floats(const tml_normalization_params *p, const tml_signal *signal) {
  return p->together ? signal->rows * signal->axes : signal->rows;
}

typedef struct {
  float middle, size; /* size 0: all values are equal */
} value_range;

static value_range range_of(const tml_normalization_params *p, const float *values, int32_t count) {
  value_range range;
  float low = values[0], high = values[0];
  int32_t i;
  if (p->method == TML_NORMALIZE_FIXED) {
    range.middle = p->low;
    range.size = p->high - p->low;
    return range;
  }
  if (p->method == TML_NORMALIZE_STANDARD) {
    tml_moments m = tml_moments_of(values, count);
    range.middle = m.mean;
    range.size = m.deviation;
    return range;
  }
  for (i = 1; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  range.middle = low;
  range.size = tml_flush(high - low);
  return range;
}

static float normalized(const tml_normalization_params *p, const value_range *range, float value) {
  float result = range->size > 0.0f ? tml_flush((value - range->middle) / range->size) : 0.0f;
  if (p->method != TML_NORMALIZE_FIXED) return result;
  return result > 0.0f ? result < 1.0f ? result : 1.0f : 0.0f;
}

void tml_normalization(const tml_normalization_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t together = p->together && p->method != TML_NORMALIZE_FIXED, index, row;
  value_range range = {0.0f, 0.0f};
  for (index = 0; together && index < signal->axes; index++) {
    tml_column(signal, index, 1.0f, scratch + index * signal->rows);
  }
  if (together) range = range_of(p, scratch, signal->rows * signal->axes);
  for (index = 0; index < signal->axes; index++) {
    float *values = together ? scratch + index * signal->rows : scratch;
    if (!together) {
      tml_column(signal, index, 1.0f, values);
      range = range_of(p, values, signal->rows);
    }
    for (row = 0; row < signal->rows; row++) features[row * signal->axes + index] = normalized(p, &range, values[row]);
  }
}

#include "tml_sensor_fusion.h"
#include "tml_column.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

int tml_sensor_fusion_check(const tml_sensor_fusion_params *p, const tml_signal *signal) {
  int32_t i;
  if (!tml_signal_fits(signal) || p->axes != signal->axes) return TML_BAD_PARAMETER;
  if (p->method < TML_FUSE_MEAN || p->method > TML_FUSE_RMS) return TML_BAD_PARAMETER;
  for (i = 0; i < p->axes; i++) {
    if (p->counts[i] < 1 || p->counts[i] > signal->rows || p->counts[i] > TML_FUSE_MOST_SLICES) {
      return TML_BAD_PARAMETER;
    }
  }
  return TML_OK;
}

int32_t tml_sensor_fusion_feature_count(const tml_sensor_fusion_params *p, const tml_signal *signal) {
  int32_t count = 0, i;
  for (i = 0; i < signal->axes; i++) count += p->counts[i];
  return count;
}

int32_t tml_sensor_fusion_scratch_floats(const tml_sensor_fusion_params *p, const tml_signal *signal) {
  (void)p;
  return signal->rows;
}

static float value_of(int32_t method, const float *values, int32_t count) {
  float low = values[0], high = values[0];
  int32_t i;
  if (method == TML_FUSE_MEAN) return tml_flush(tml_mean(values, count));
  if (method == TML_FUSE_RMS) return tml_root_mean_square(values, count);
  if (method == TML_FUSE_LAST) return values[count - 1];
  for (i = 1; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return method == TML_FUSE_MINIMUM ? low : high;
}

/* floor(slice x rows / slices) without a product that could get too large. */
static int32_t start_of(int32_t slice, int32_t slices, int32_t rows) {
  return slice * (rows / slices) + slice * (rows % slices) / slices;
}

void tml_sensor_fusion(const tml_sensor_fusion_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t index, slice;
  for (index = 0; index < signal->axes; index++) {
    int32_t slices = p->counts[index];
    tml_column(signal, index, p->scales[index], scratch);
    for (slice = 0; slice < slices; slice++) {
      int32_t start = start_of(slice, slices, signal->rows), end = start_of(slice + 1, slices, signal->rows);
      *features++ = value_of(p->method, scratch + start, end - start);
    }
  }
}

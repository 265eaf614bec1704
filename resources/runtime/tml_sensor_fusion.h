/* Sensor fusion, implementation version 1: the values of the first axis, then those of the next ...
 *
 * Sensors of several rates in one frame of features: axis i is cut into counts[i] slices of the same length, as its own
 * rate has readings in the window. Slice j of n begins at reading floor(j x rows / n). Each slice gives one value, x
 * scales[i]: the mean, the last, the smallest, the largest reading, or their root mean square. */
#ifndef TML_SENSOR_FUSION_H
#define TML_SENSOR_FUSION_H

#include "tml_signal.h"

#define TML_FUSE_MEAN 0
#define TML_FUSE_LAST 1
#define TML_FUSE_MINIMUM 2
#define TML_FUSE_MAXIMUM 3
#define TML_FUSE_RMS 4
#define TML_FUSE_MOST_SLICES 32768

typedef struct {
  int32_t method;
  int32_t axes;          /* as many as the window has */
  const int32_t *counts; /* [axes], 1 ... rows and not above 32768 */
  const float *scales;   /* [axes] */
} tml_sensor_fusion_params;

TML_BEGIN
/* Reads counts. */
int tml_sensor_fusion_check(const tml_sensor_fusion_params *p, const tml_signal *signal);
int32_t tml_sensor_fusion_feature_count(const tml_sensor_fusion_params *p, const tml_signal *signal);
int32_t tml_sensor_fusion_scratch_floats(const tml_sensor_fusion_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_sensor_fusion(const tml_sensor_fusion_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

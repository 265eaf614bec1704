#include "tml_statistics.h"
#include "tml_math.h"

/* The second pass takes away the rounding of the first: the mean of equal values is exactly that value. */
float tml_mean(const float *values, int32_t count) {
  float sum = 0.0f, rest = 0.0f, mean;
  int32_t i;
  for (i = 0; i < count; i++) sum += values[i];
  mean = sum / (float)count;
  for (i = 0; i < count; i++) rest += values[i] - mean;
  return tml_flush(mean + rest / (float)count);
}

float tml_root_mean_square(const float *values, int32_t count) {
  float sum = 0.0f;
  int32_t i;
  for (i = 0; i < count; i++) sum += values[i] * values[i];
  return tml_sqrtf(tml_flush(sum / (float)count));
}

tml_moments tml_moments_of(const float *values, int32_t count) {
  tml_moments m;
  float squares = 0.0f, cubes = 0.0f, fourths = 0.0f, floor_deviation, inverse;
  int32_t i;
  m.mean = tml_mean(values, count);
  for (i = 0; i < count; i++) {
    float difference = values[i] - m.mean;
    squares += difference * difference;
  }
  m.deviation = tml_sqrtf(tml_flush(squares / (float)count));
  m.skewness = 0.0f;
  m.kurtosis = 0.0f;
  /* Differences as small as the rounding of the values have no shape. */
  floor_deviation = (m.mean < 0.0f ? -m.mean : m.mean) * 1.2e-7f;
  if (!(m.deviation > floor_deviation)) return m;
  inverse = 1.0f / m.deviation;
  for (i = 0; i < count; i++) {
    float z = (values[i] - m.mean) * inverse;
    float z2 = z * z;
    cubes += z2 * z;
    fourths += z2 * z2;
  }
  m.skewness = tml_flush(cubes / (float)count);
  m.kurtosis = tml_flush(fourths / (float)count - 3.0f);
  return m;
}

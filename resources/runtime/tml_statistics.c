#include "tml_statistics.h"
#include "tml_math.h"

/* Deep enough for 2^23 values. */
#define TML_SUM_DEPTH 16
#define TML_SUM_BLOCK 128

/* Up to 128 values in eight sums that take turns. */
static float block_sum(const float *values, int32_t count) {
  float sums[8] = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f}, sum;
  int32_t whole = count - count % 8, i;
  for (i = 0; i < whole; i++) sums[i % 8] += values[i];
  sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < count; i++) sum += values[i];
  return sum;
}

/* Halves are summed by themselves until they are blocks: `left` keeps the sum of each left half that is done,
 * `waiting` the length of the right half that is still to come, 0 once it has begun. */
float tml_sum(const float *values, int32_t count) {
  float left[TML_SUM_DEPTH], sum;
  int32_t waiting[TML_SUM_DEPTH], depth = 0;
  for (;;) {
    while (count > TML_SUM_BLOCK && depth < TML_SUM_DEPTH) {
      int32_t half = count / 2;
      half -= half % 8;
      waiting[depth++] = count - half;
      count = half;
    }
    sum = block_sum(values, count);
    values += count;
    while (depth > 0 && waiting[depth - 1] == 0) sum = left[--depth] + sum;
    if (depth == 0) return sum;
    left[depth - 1] = sum;
    count = waiting[depth - 1];
    waiting[depth - 1] = 0;
  }
}

float tml_mean(const float *values, int32_t count) { return tml_sum(values, count) / (float)count; }

/* The second pass takes away the rounding of the first: the mean of equal values is exactly that value. */
static float exact_mean(const float *values, int32_t count) {
  float mean = tml_mean(values, count), rest = 0.0f;
  int32_t i;
  for (i = 0; i < count; i++) rest += values[i] - mean;
  return tml_flush(mean + rest / (float)count);
}

float tml_root_mean_square(const float *values, int32_t count) {
  float sum = 0.0f;
  int32_t i;
  for (i = 0; i < count; i++) sum += values[i] * values[i];
  return tml_sqrtf(tml_flush(sum / (float)count));
}

static float largest_difference(const float *values, int32_t count, float mean) {
  float largest = 0.0f;
  int32_t i;
  for (i = 0; i < count; i++) {
    float difference = values[i] < mean ? mean - values[i] : values[i] - mean;
    if (difference > largest) largest = difference;
  }
  return largest;
}

/* Differences are brought to -1 ... 1 first, so that no power of them gets too small or too large. */
tml_moments tml_moments_of(const float *values, int32_t count) {
  tml_moments m;
  float squares = 0.0f, cubes = 0.0f, fourths = 0.0f, largest, smallest, inverse, unit;
  int32_t i;
  m.mean = exact_mean(values, count);
  m.deviation = 0.0f;
  m.skewness = 0.0f;
  m.kurtosis = 0.0f;
  largest = largest_difference(values, count, m.mean);
  /* Differences as small as the rounding of the values have no shape. */
  smallest = (m.mean < 0.0f ? -m.mean : m.mean) * 1.2e-7f;
  if (!(largest > smallest) || largest < 1e-20f) return m;
  inverse = 1.0f / largest;
  for (i = 0; i < count; i++) {
    float u = (values[i] - m.mean) * inverse;
    float u2 = u * u;
    squares += u2;
    cubes += u2 * u;
    fourths += u2 * u2;
  }
  squares = squares / (float)count;
  unit = tml_sqrtf(squares);
  m.deviation = tml_flush(unit * largest);
  m.skewness = tml_flush(cubes / (float)count / (squares * unit));
  m.kurtosis = tml_flush(fourths / (float)count / (squares * squares) - 3.0f);
  return m;
}

#include "tml_anomaly.h"

#include "tml_math.h"

#define LARGEST_SCORE 3.402823466e38f

static float squared_length(const float *values, int32_t count) {
  float sum = 0.0f;
  int32_t i;
  for (i = 0; i < count; i++) sum += tml_flush(values[i] * values[i]);
  return sum;
}

/* The window from one center. */
static void difference(const tml_anomaly_params *p, int32_t part, const float *window, float *out) {
  const float *center = p->centers + part * p->axes;
  int32_t i;
  for (i = 0; i < p->axes; i++) out[i] = tml_flush(window[i] - center[i]);
}

static float from_clusters(const tml_anomaly_params *p, const float *window, float *apart) {
  float best = 0.0f;
  int32_t part;
  for (part = 0; part < p->parts; part++) {
    float score;
    difference(p, part, window, apart);
    score = tml_sqrtf(squared_length(apart, p->axes)) - p->spread[part];
    if (part == 0 || score < best) best = score;
  }
  return best;
}

/* Squared length of the inverse factor times the difference: Mahalanobis' distance, squared. */
static float stretched_length(const tml_anomaly_params *p, int32_t part, const float *apart) {
  const float *row = p->spread + part * (p->axes * (p->axes + 1) / 2);
  float sum = 0.0f;
  int32_t i, j;
  for (i = 0; i < p->axes; i++) {
    float product = 0.0f;
    for (j = 0; j <= i; j++) product += tml_flush(row[j] * apart[j]);
    row += i + 1;
    product = tml_flush(product);
    sum += tml_flush(product * product);
  }
  return sum;
}

static float from_mixture(const tml_anomaly_params *p, const float *window, float *apart, float *logs) {
  float highest = 0.0f, sum = 0.0f;
  int32_t part;
  for (part = 0; part < p->parts; part++) {
    difference(p, part, window, apart);
    logs[part] = p->peak[part] - 0.5f * stretched_length(p, part, apart);
    if (part == 0 || logs[part] > highest) highest = logs[part];
  }
  for (part = 0; part < p->parts; part++) sum += tml_expf(logs[part] - highest);
  return -(highest + tml_logf(sum));
}

float tml_anomaly_score(const tml_anomaly_params *p, const float *features, float *scratch) {
  float *window = scratch, *apart = scratch + p->axes, *logs = scratch + 2 * p->axes;
  float score;
  int32_t i;
  for (i = 0; i < p->axes; i++) window[i] = tml_flush((features[p->places[i]] - p->mean[i]) * p->scale[i]);
  score = p->kind == TML_ANOMALY_MIXTURE ? from_mixture(p, window, apart, logs) : from_clusters(p, window, apart);
  return tml_is_finite(score) ? score : LARGEST_SCORE;
}

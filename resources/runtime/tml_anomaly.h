/* How unlike anything seen in training a window is: its distance from clusters, or how improbable a mixture of normal
 * distributions finds it. */
#ifndef TML_ANOMALY_H
#define TML_ANOMALY_H

#include "tml_guard.h"

enum { TML_ANOMALY_CLUSTERS = 0, TML_ANOMALY_MIXTURE = 1 };

typedef struct {
  uint32_t kind;
  /* Features looked at, 1 or more; `places` says which of all features they are, `axes` numbers. */
  int32_t axes;
  const int32_t *places;
  /* [axes]: they are shifted and scaled first. */
  const float *mean, *scale;
  /* Clusters or distributions, 1 or more. */
  int32_t parts;
  /* [parts, axes] */
  const float *centers;
  /* Clusters: [parts], how far each reaches. Mixture: [parts, axes * (axes + 1) / 2], the lower triangle, by rows, of
   * the inverse of each Cholesky factor of the covariance. */
  const float *spread;
  /* Mixture: [parts], logarithm of each one's share times its density at the center. */
  const float *peak;
} tml_anomaly_params;

TML_BEGIN
/* The score of one window; the higher, the stranger. Clusters: distance from the edge of the nearest one, below 0 inside.
 * Mixture: the negative logarithm of the density. Where it is too large for a number, the largest number.
 * `scratch`: 2 * axes + parts floats. */
float tml_anomaly_score(const tml_anomaly_params *p, const float *features, float *scratch);
TML_END

#endif

#include "tml_selftest_anomaly.h"
#include "tml_selftest_common.h"
#include "tml_anomaly.h"

#define AXES 3
#define PARTS 4
#define WINDOW 8

uint32_t tml_self_test_anomaly(float *scratch) {
  static const int32_t places[AXES] = {6, 0, 3};
  float *scores = scratch + TML_TEST_VALUES, *work = scores + TML_TEST_VALUES;
  uint32_t hash = TML_HASH_START;
  tml_anomaly_params p;
  int32_t i;
  tml_test_fill(23u, scratch, TML_TEST_VALUES);
  p.axes = AXES;
  p.places = places;
  p.mean = scratch;
  p.scale = scratch + AXES;
  p.parts = PARTS;
  p.centers = scratch + 2 * AXES;
  p.spread = p.centers + PARTS * AXES;
  p.peak = p.spread + PARTS * AXES * (AXES + 1) / 2;
  for (p.kind = 0; p.kind <= TML_ANOMALY_MIXTURE; p.kind++) {
    for (i = 0; i < TML_TEST_VALUES / WINDOW; i++) scores[i] = tml_anomaly_score(&p, scratch + WINDOW * i, work);
    hash = tml_hash_floats(hash, scores, TML_TEST_VALUES / WINDOW);
  }
  return hash;
}

#include "tml_selftest_image.h"
#include "tml_image.h"
#include "tml_selftest_common.h"

/* Pixels of three axes in color and in grey, then the same number of packed ones. */
uint32_t tml_self_test_image(float *scratch) {
  static const int32_t sizes[3] = {0, 1, 0};
  float *features = scratch + TML_TEST_VALUES;
  uint32_t hash = TML_HASH_START;
  int32_t round, i;
  tml_image_params p;
  tml_test_fill(12u, scratch, TML_TEST_VALUES);
  for (i = 0; i < TML_TEST_VALUES; i++) scratch[i] = (scratch[i] + 16.0f) * 8.0f;
  for (round = 0; round < 3; round++) {
    tml_signal signal = tml_test_signal(scratch, round < 2 ? 3 : 1);
    p.grey = sizes[round];
    p.packed = round == 2;
    if (p.packed) {
      for (i = 0; i < TML_TEST_VALUES; i++) scratch[i] = scratch[i] * 65536.0f;
    }
    tml_image(&p, &signal, features, 0);
    hash = tml_hash_floats(hash, features, tml_image_feature_count(&p, &signal));
  }
  return hash;
}

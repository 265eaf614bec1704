#include "tml_selftest_maths.h"
#include "tml_math.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_arithmetic(float *scratch) {
  uint32_t hash = TML_HASH_START;
  int32_t i;
  tml_test_fill(1u, scratch, TML_TEST_VALUES);
  for (i = 0; i + 2 < TML_TEST_VALUES; i++) {
    float a = scratch[i], b = scratch[i + 1], c = scratch[i + 2];
    float results[4];
    results[0] = a * b + c;
    results[1] = a - b * c;
    results[2] = b == 0.0f ? 0.0f : a / b;
    results[3] = (a + b) + c;
    hash = tml_hash_floats(hash, results, 4);
  }
  return hash;
}

uint32_t tml_self_test_functions(float *scratch) {
  uint32_t hash = TML_HASH_START;
  int32_t i;
  tml_test_fill(2u, scratch, TML_TEST_VALUES);
  for (i = 0; i < TML_TEST_VALUES; i++) {
    float x = scratch[i], results[6];
    results[0] = tml_sqrtf(x * x);
    results[1] = tml_expf(x);
    results[2] = tml_logf(x * x + 0.001f);
    results[3] = tml_log10f(x * x + 0.001f);
    results[4] = tml_sinf(x);
    results[5] = tml_cosf(x);
    hash = tml_hash_floats(hash, results, 6);
  }
  return hash;
}

#include "tml_selftest_common.h"

static uint32_t hash_word(uint32_t hash, uint32_t word) {
  int i;
  for (i = 0; i < 4; i++) hash = (hash ^ ((word >> (8 * i)) & 255u)) * 16777619u;
  return hash;
}

uint32_t tml_hash_floats(uint32_t hash, const float *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) {
    union {
      float value;
      uint32_t bits;
    } u;
    u.value = values[i];
    hash = hash_word(hash, u.bits);
  }
  return hash;
}

uint32_t tml_hash_bytes(uint32_t hash, const int8_t *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) hash = hash_word(hash, (uint32_t)(int32_t)values[i]);
  return hash;
}

uint32_t tml_test_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

void tml_test_fill(uint32_t seed, float *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) values[i] = (float)((int32_t)(tml_test_random(&seed) >> 12) - 524288) / 32768.0f;
}

tml_signal tml_test_signal(const float *values, int32_t axes) {
  tml_signal signal;
  signal.values = values;
  signal.rows = TML_TEST_VALUES / axes;
  signal.stride = axes;
  signal.axes = axes;
  signal.axis = 0;
  return signal;
}

/* What the parts of the self-test share: values that every compiler makes the same, and hashes of results. */
#ifndef TML_SELFTEST_COMMON_H
#define TML_SELFTEST_COMMON_H

#include "tml_signal.h"

#define TML_TEST_VALUES 128
#define TML_HASH_START 2166136261u

TML_BEGIN
uint32_t tml_hash_floats(uint32_t hash, const float *values, int32_t count);
uint32_t tml_hash_bytes(uint32_t hash, const int8_t *values, int32_t count);
uint32_t tml_test_random(uint32_t *state);
/* Values between -16 and 16, 20 bits each: exact whatever the compiler does. */
void tml_test_fill(uint32_t seed, float *values, int32_t count);
/* TML_TEST_VALUES of `values` as readings of `axes` axes. */
tml_signal tml_test_signal(const float *values, int32_t axes);
TML_END

#endif

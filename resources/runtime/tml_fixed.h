/* What the fixed-point DSP blocks share, for processors that have no floating-point unit.
 *
 * Q20 means: the number stands for itself / 2^20. Signals are whole numbers with one common exponent, up to 30 bits long;
 * factors are Q30. Readings come in and features go out as floats, whose bits are taken apart and put together here. */
#ifndef TML_FIXED_H
#define TML_FIXED_H

#include "tml_guard.h"

/* Working memory belongs to all blocks in turn; a compiler must not think that floats and whole numbers never share it. */
#if defined(__GNUC__) || defined(__clang__)
typedef int32_t __attribute__((may_alias)) tml_fixed;
#else
typedef int32_t tml_fixed;
#endif

#define TML_FIXED_ONE 1073741824 /* 1 in Q30 */

/* a factor / 2^30, nearly rounded: |a| <= 2^30, |factor| <= 2^30. Three short products; the fourth is below the last bit. */
static inline int32_t tml_fixed_multiply(int32_t a, int32_t factor) {
  int32_t a_high = a >> 15, a_low = a & 32767, high = factor >> 15, low = factor & 32767;
  return a_high * high + ((a_high * low + a_low * high + 16384) >> 15);
}

/* x 2^(151 - exponent), rounded: at most 2^25. exponent: as tml_fixed_exponent answers it for x and others. */
static inline int32_t tml_fixed_of(float x, int32_t exponent) {
  union {
    float value;
    uint32_t bits;
  } u;
  int32_t own, away, value;
  u.value = x;
  own = (int32_t)((u.bits >> 23) & 255u);
  away = exponent - own;
  if (own == 0 || away > 25) return 0;
  value = (int32_t)((u.bits & 0x7fffffu) | 0x800000u) << 1;
  if (away > 0) value = (value + ((int32_t)1 << (away - 1))) >> away;
  return u.bits >> 31 ? -value : value;
}

/* 64 bits in two words of working memory. */
static inline uint64_t tml_fixed_wide(const tml_fixed *words) {
  return ((uint64_t)(uint32_t)words[1] << 32) | (uint32_t)words[0];
}

static inline void tml_fixed_put_wide(tml_fixed *words, uint64_t value) {
  words[0] = (int32_t)(uint32_t)(value & 0xffffffffu);
  words[1] = (int32_t)(uint32_t)(value >> 32);
}

TML_BEGIN
/* Biased exponent of the largest of `count` values `stride` apart, 0 where all are 0. They must be finite. */
int32_t tml_fixed_exponent(const float *values, int32_t stride, int32_t count);
/* mantissa 2^exponent as a float, rounded to 24 bits. */
float tml_fixed_to_float(int64_t mantissa, int32_t exponent);
/* How many bits a value is long: 0 for 0. */
int32_t tml_fixed_bits(uint64_t value);
/* Bits of the longest of the values, without their signs. */
int32_t tml_fixed_longest(const tml_fixed *values, int32_t count);
/* value 2^shift, rounded where the shift is negative. */
int32_t tml_fixed_shift(int32_t value, int32_t shift);
/* log2 in Q20, at most 1.2e-5 too small. value: above 0. */
int32_t tml_fixed_log2(uint64_t value);
/* In place, as tml_fft_real. turn: cosines of 0 ... a quarter turn, length / 4 + 1 in Q30; |data| length <= 2^29. */
void tml_fixed_fft(int32_t length, const int32_t *turn, tml_fixed *data);
/* Squares of the sizes of the length / 2 + 1 bins that the FFT left in `data`, two words each: length + 2 words. */
void tml_fixed_power(int32_t length, tml_fixed *data);
TML_END

#endif

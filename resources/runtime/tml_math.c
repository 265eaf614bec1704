#include "tml_math.h"

typedef union {
  float value;
  uint32_t bits;
} tml_float_bits;

static float from_bits(uint32_t bits) {
  tml_float_bits u;
  u.bits = bits;
  return u.value;
}

static uint32_t to_bits(float value) {
  tml_float_bits u;
  u.value = value;
  return u.bits;
}

/* Nearest whole number, halves away from zero; |x| must be far below 2^31. */
static int32_t nearest(float x) { return (int32_t)(x < 0.0f ? x - 0.5f : x + 0.5f); }

int32_t tml_is_finite(float x) { return (to_bits(x) & 0x7f800000u) != 0x7f800000u; }

int32_t tml_all_finite(const float *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) {
    if (!tml_is_finite(values[i])) return 0;
  }
  return 1;
}

#if defined(__wasm__)
/* The instruction rounds correctly too, so its bits are those of the other one; it is many times as fast. */
float tml_sqrtf(float x) { return x > 0.0f ? __builtin_elementwise_sqrt(x) : 0.0f; }
#else
/* Integer square root of the mantissa, one bit a step, with one bit more than needed for the rounding. */
float tml_sqrtf(float x) {
  uint32_t square, root = 0, rest = 0;
  int32_t exponent = -127, i;
  if (!(x > 0.0f)) return 0.0f;
  if (!tml_is_finite(x)) return x;
  /* A subnormal number is brought into the normal range first: x 2^48, root / 2^24. */
  if (x < 1.17549435e-38f) {
    x = x * 281474976710656.0f;
    exponent -= 48;
  }
  exponent += (int32_t)(to_bits(x) >> 23);
  /* All further bits are 0. */
  square = ((to_bits(x) & 0x7fffffu) | 0x800000u) << (7 + (exponent & 1));
  for (i = 24; i >= 0; i--) {
    rest = (rest << 2) | (square >> 30);
    square <<= 2;
    root <<= 1;
    if (rest > 2 * root) {
      rest -= 2 * root + 1;
      root += 1;
    }
  }
  /* A root is never exactly halfway between two floats, so the last bit alone decides. */
  root = (root >> 1) + (root & 1u);
  return from_bits(((uint32_t)((exponent - (exponent & 1)) / 2 + 126) << 23) + root);
}

#endif

/* e^x = 2^n e^r with |r| <= ln(2) / 2, e^r by its series. */
float tml_expf(float x) {
  float r, y;
  int32_t n;
  if (x != x) return from_bits(0x7fc00000u);
  if (x > 88.7f) return from_bits(0x7f7fffffu);
  if (x < -87.3f) return 0.0f;
  n = nearest(x * 1.44269504f);
  /* ln(2) in two parts; the first has 12 bits, so that n times it is exact. */
  r = x - (float)n * 0.693115234375f;
  r = r - (float)n * 3.19461833e-5f;
  y = 1.98412698e-4f;
  y = y * r + 1.38888889e-3f;
  y = y * r + 8.33333333e-3f;
  y = y * r + 4.16666667e-2f;
  y = y * r + 1.66666667e-1f;
  y = y * r + 0.5f;
  y = y * r + 1.0f;
  y = y * r + 1.0f;
  if (n > 127) return y * from_bits((uint32_t)(n - 1 + 127) << 23) * 2.0f;
  return y * from_bits((uint32_t)(n + 127) << 23);
}

/* ln(x) = e ln(2) + ln(m), m within sqrt(1/2) ... sqrt(2), ln(m) = 2 atanh(s), s = (m - 1) / (m + 1). */
float tml_logf(float x) {
  uint32_t bits;
  int32_t exponent;
  float m, s, s2, series;
  if (x != x) return from_bits(0x7fc00000u);
  if (!(x > 1e-37f)) x = 1e-37f;
  bits = to_bits(x);
  if (bits >= 0x7f800000u) bits = 0x7f7fffffu;
  exponent = (int32_t)(bits >> 23) - 127;
  m = from_bits((bits & 0x7fffffu) | 0x3f800000u);
  if (m > 1.41421356f) {
    m = m * 0.5f;
    exponent = exponent + 1;
  }
  s = (m - 1.0f) / (m + 1.0f);
  s2 = s * s;
  series = 0.111111111f;
  series = series * s2 + 0.142857143f;
  series = series * s2 + 0.2f;
  series = series * s2 + 0.333333333f;
  series = 2.0f * s + 2.0f * s * s2 * series;
  return (float)exponent * 0.693115234375f + ((float)exponent * 3.19461833e-5f + series);
}

float tml_log10f(float x) { return tml_logf(x) * 0.434294482f; }

/* Sine of quarter turns + r, |r| <= pi / 4: the series of sine or cosine, with the sign of the quadrant. */
static float quadrant(int32_t quarters, float r) {
  float r2 = r * r, y;
  if (quarters & 1) {
    y = -2.75573192e-7f;
    y = y * r2 + 2.48015873e-5f;
    y = y * r2 - 1.38888889e-3f;
    y = y * r2 + 4.16666667e-2f;
    y = y * r2 - 0.5f;
    y = y * r2 + 1.0f;
  } else {
    y = 2.75573192e-6f;
    y = y * r2 - 1.98412698e-4f;
    y = y * r2 + 8.33333333e-3f;
    y = y * r2 - 1.66666667e-1f;
    y = y * r2 * r + r;
  }
  return quarters & 2 ? -y : y;
}

static float turn(float x, int32_t quarters_ahead) {
  int32_t quarters;
  float r;
  if (!(x <= 8000.0f && x >= -8000.0f)) return 0.0f;
  quarters = nearest(x * 0.636619772f);
  /* pi / 2 in three parts; the first two are short, so that their products are exact. */
  r = x - (float)quarters * 1.5703125f;
  r = r - (float)quarters * 4.8351287841796875e-4f;
  r = r - (float)quarters * 3.13916473e-7f;
  return quadrant(quarters + quarters_ahead, r);
}

float tml_sinf(float x) { return turn(x, 0); }
float tml_cosf(float x) { return turn(x, 1); }

#include "tml_nn.h"
#include "tml_math.h"

/* Upper half of 2ab, rounded to nearest; the one product that does not fit is saturated. */
static int32_t doubling_high_multiply(int32_t a, int32_t b) {
  int64_t product, nudge;
  if (a == INT32_MIN && b == INT32_MIN) return INT32_MAX;
  product = (int64_t)a * b;
  nudge = product >= 0 ? (1L << 30) : 1 - (1L << 30);
  return (int32_t)((product + nudge) / (int64_t)2147483648LL);
}

/* x / 2^exponent, halves away from zero; exponent 0 ... 31. */
static int32_t rounding_divide(int32_t x, int32_t exponent) {
  int32_t mask = (int32_t)(((uint32_t)1 << exponent) - 1u);
  int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
}

static int32_t clamp(int32_t x, int32_t low, int32_t high) { return x < low ? low : x > high ? high : x; }

int32_t tml_requantize(int32_t value, int32_t multiplier, int32_t shift, int32_t single_rounding) {
  if (single_rounding) {
    int32_t total = 31 - shift;
    return (int32_t)(((int64_t)value * multiplier + ((int64_t)1 << (total - 1))) >> total);
  }
  if (shift > 0) value = (int32_t)((uint32_t)value << shift);
  value = doubling_high_multiply(value, multiplier);
  return shift < 0 ? rounding_divide(value, -shift) : value;
}

void tml_fully_connected_s8(const tml_fully_connected_params *p, const int8_t *input, int8_t *output) {
  const int8_t *weights = p->weights;
  int32_t out, in;
  for (out = 0; out < p->outputs; out++) {
    int32_t channel = p->per_channel ? out : 0, sum = p->bias[out];
    for (in = 0; in < p->inputs; in++) sum += (input[in] + p->input_offset) * weights[in];
    sum = tml_requantize(sum, p->multipliers[channel], p->shifts[channel], p->single_rounding);
    /* Clamped before the offset is added, so that the addition cannot overflow. */
    sum = clamp(sum, p->activation_min - p->output_offset, p->activation_max - p->output_offset);
    output[out] = (int8_t)(sum + p->output_offset);
    weights += p->inputs;
  }
}

/* Fixed-point numbers below: Qa.b has a bits before and b after the point. */

static int32_t saturating_shift_left(int32_t x, int32_t bits) {
  int32_t limit = INT32_MAX >> bits;
  if (x > limit) return INT32_MAX;
  if (x < -limit - 1) return INT32_MIN;
  return (int32_t)((uint32_t)x << bits);
}

/* e^a for a in [-1/4, 0), Q0.31: e^(-1/8) times the series of e^(a + 1/8) to the fourth power. */
static int32_t exp_of_last_quarter(int32_t a) {
  const int32_t exp_minus_eighth = 1895147668, third = 715827883;
  int32_t x = a + ((int32_t)1 << 28);
  int32_t x2 = doubling_high_multiply(x, x), x3 = doubling_high_multiply(x2, x), x4 = doubling_high_multiply(x2, x2);
  int32_t series = doubling_high_multiply(rounding_divide(x4, 2) + x3, third) + x2;
  series = rounding_divide(series, 1);
  return exp_minus_eighth + doubling_high_multiply(exp_minus_eighth, x + series);
}

/* e^a for a <= 0: Q5.26 in, Q0.31 out. The whole quarters of a are multiplied in one bit at a time. */
static int32_t exp_on_negative(int32_t a) {
  /* e^(-2^i), i = -2 ... 4 */
  static const int32_t powers[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  int32_t quarter = (int32_t)1 << 24, within, remainder, result, i;
  if (a == 0) return INT32_MAX;
  within = (a & (quarter - 1)) - quarter;
  result = exp_of_last_quarter(saturating_shift_left(within, 5));
  remainder = within - a;
  for (i = 0; i < 7; i++) {
    if (remainder & ((int32_t)1 << (24 + i))) result = doubling_high_multiply(result, powers[i]);
  }
  return result;
}

/* 1 / (1 + a) for a in [0, 1), Q0.31: Newton-Raphson on half the denominator, in Q2.29. */
static int32_t reciprocal_of_one_plus(int32_t a) {
  const int32_t start = 1515870810, slope = -1010580540; /* 48/17 and -32/17 */
  int32_t half_denominator = (int32_t)(((int64_t)a + INT32_MAX + 1) / 2), x, i;
  x = start + doubling_high_multiply(half_denominator, slope);
  for (i = 0; i < 3; i++) {
    int32_t rest = ((int32_t)1 << 29) - doubling_high_multiply(half_denominator, x);
    x += saturating_shift_left(doubling_high_multiply(x, rest), 2);
  }
  return saturating_shift_left(x, 1);
}

static int32_t leading_zeros(uint32_t x) {
  int32_t count = 0;
  while (count < 32 && !(x & 0x80000000u)) {
    x <<= 1;
    count++;
  }
  return count;
}

static int32_t exp_of_difference(const tml_softmax_params *p, int32_t difference) {
  int32_t shifted = (int32_t)((uint32_t)difference << p->input_left_shift);
  return exp_on_negative(doubling_high_multiply(shifted, p->input_multiplier));
}

void tml_softmax_s8(const tml_softmax_params *p, const int8_t *input, int8_t *output) {
  int32_t largest = -128, sum = 0, zeros, scale, shift, i;
  for (i = 0; i < p->size; i++) {
    if (input[i] > largest) largest = input[i];
  }
  /* The sum is Q12.19. */
  for (i = 0; i < p->size; i++) {
    if (input[i] - largest >= p->diff_min) sum += rounding_divide(exp_of_difference(p, input[i] - largest), 12);
  }
  zeros = leading_zeros((uint32_t)sum);
  scale = reciprocal_of_one_plus((int32_t)(((uint32_t)sum << zeros) - 0x80000000u));
  shift = 12 - zeros + 31 - 8;
  for (i = 0; i < p->size; i++) {
    int32_t q = 0, difference = input[i] - largest;
    if (difference >= p->diff_min && shift <= 31) {
      q = rounding_divide(doubling_high_multiply(scale, exp_of_difference(p, difference)), shift);
    }
    output[i] = (int8_t)clamp(q - 128, -128, 127);
  }
}

/* Halves away from zero, without adding 0.5 first: that would round 0.49999997 up. */
static int32_t round_half_away(float x) {
  int32_t whole = (int32_t)x;
  float rest = x - (float)whole;
  if (rest >= 0.5f) return whole + 1;
  if (rest <= -0.5f) return whole - 1;
  return whole;
}

void tml_quantize_f32_s8(const float *input, int32_t count, float scale, int32_t zero_point, int8_t *output) {
  int32_t i;
  for (i = 0; i < count; i++) {
    float x = input[i] / scale;
    /* Clamped as float: a conversion out of range differs between processors. NaN fails both comparisons. */
    if (x > 1024.0f) x = 1024.0f;
    if (x < -1024.0f) x = -1024.0f;
    if (x != x) x = 0.0f;
    output[i] = (int8_t)clamp(round_half_away(x) + zero_point, -128, 127);
  }
}

void tml_dequantize_s8_f32(const int8_t *input, int32_t count, float scale, int32_t zero_point, float *output) {
  int32_t i;
  for (i = 0; i < count; i++) output[i] = (float)(input[i] - zero_point) * scale;
}

void tml_scale_f32(float *values, int32_t count, const float *mean, const float *scale) {
  int32_t i;
  for (i = 0; i < count; i++) values[i] = tml_flush((values[i] - mean[i]) * scale[i]);
}

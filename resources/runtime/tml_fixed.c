#include "tml_fixed.h"

typedef union {
  float value;
  uint32_t bits;
} tml_float_bits;

static uint32_t bits_of(float value) {
  tml_float_bits u;
  u.value = value;
  return u.bits;
}

static float power_of_two(int32_t exponent) {
  tml_float_bits u;
  u.bits = (uint32_t)(exponent + 127) << 23;
  return u.value;
}

int32_t tml_fixed_exponent(const float *values, int32_t stride, int32_t count) {
  int32_t largest = 0, i;
  for (i = 0; i < count; i++) {
    int32_t exponent = (int32_t)((bits_of(values[i * stride]) >> 23) & 255u);
    if (exponent > largest) largest = exponent;
  }
  return largest;
}

int32_t tml_fixed_bits(uint64_t value) {
  uint32_t word = (uint32_t)(value >> 32);
  int32_t bits = 32, step;
  if (word == 0) {
    word = (uint32_t)(value & 0xffffffffu);
    bits = 0;
  }
  for (step = 16; step > 0; step >>= 1) {
    if (word >> step) {
      word >>= step;
      bits += step;
    }
  }
  return bits + (int32_t)word;
}

float tml_fixed_to_float(int64_t mantissa, int32_t exponent) {
  uint64_t size = mantissa < 0 ? (uint64_t)-mantissa : (uint64_t)mantissa;
  int32_t away = tml_fixed_bits(size) - 24;
  float result;
  if (size == 0) return 0.0f;
  if (away > 0) {
    size = (size + ((uint64_t)1 << (away - 1))) >> away;
    exponent += away;
  }
  if (exponent < -180) return 0.0f;
  if (exponent > 200) exponent = 200;
  result = (float)(int32_t)size * power_of_two(exponent / 2) * power_of_two(exponent - exponent / 2);
  return mantissa < 0 ? -result : result;
}

int32_t tml_fixed_longest(const tml_fixed *values, int32_t count) {
  /* All bits that any of them has: as long as the longest. */
  uint32_t all = 0;
  int32_t i;
  for (i = 0; i < count; i++) all |= (uint32_t)(values[i] < 0 ? -values[i] : values[i]);
  return tml_fixed_bits(all);
}

int32_t tml_fixed_shift(int32_t value, int32_t shift) {
  if (shift >= 0) return (int32_t)((uint32_t)value << shift);
  if (shift < -31) return 0;
  /* The last bit that goes decides. */
  value >>= -shift - 1;
  return (value >> 1) + (value & 1);
}

/* log2(1 + i / 128) in Q20. */
static const int32_t logarithms[129] = {
    0, 11773, 23454, 35047, 46551, 57968, 69300, 80547, 91711, 102794, 113796, 124719,
    135563, 146330, 157021, 167637, 178179, 188648, 199045, 209372, 219628, 229815, 239934, 249985,
    259971, 269891, 279746, 289537, 299266, 308932, 318537, 328082, 337566, 346991, 356359, 365668,
    374920, 384117, 393257, 402343, 411375, 420353, 429278, 438150, 446971, 455741, 464460, 473129,
    481749, 490320, 498843, 507318, 515745, 524126, 532461, 540750, 548995, 557194, 565349, 573460,
    581529, 589554, 597537, 605478, 613378, 621236, 629054, 636832, 644570, 652269, 659928, 667549,
    675132, 682677, 690185, 697655, 705089, 712487, 719848, 727174, 734464, 741720, 748941, 756127,
    763280, 770399, 777484, 784537, 791557, 798544, 805500, 812423, 819315, 826176, 833005, 839804,
    846573, 853311, 860020, 866699, 873348, 879969, 886561, 893124, 899658, 906165, 912644, 919095,
    925518, 931915, 938284, 944627, 950944, 957234, 963498, 969736, 975949, 982136, 988298, 994435,
    1000547, 1006635, 1012698, 1018737, 1024752, 1030743, 1036711, 1042655, 1048576};

int32_t tml_fixed_log2(uint64_t value) {
  int32_t bits = tml_fixed_bits(value), index;
  uint32_t mantissa = (uint32_t)((value << (64 - bits)) >> 32);
  int32_t rest = (int32_t)((mantissa >> 8) & 0xffffu);
  index = (int32_t)((mantissa >> 24) & 127u);
  return (bits - 1) * 1048576 + logarithms[index] +
         (((logarithms[index + 1] - logarithms[index]) * rest + 32768) >> 16);
}

static void swap(tml_fixed *data, int32_t i, int32_t j) {
  int32_t re = data[2 * i], im = data[2 * i + 1];
  data[2 * i] = data[2 * j];
  data[2 * i + 1] = data[2 * j + 1];
  data[2 * j] = re;
  data[2 * j + 1] = im;
}

static void reverse_bits(int32_t count, tml_fixed *data) {
  int32_t i, j = 0, bit;
  for (i = 1; i < count; i++) {
    for (bit = count >> 1; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) swap(data, i, j);
  }
}

/* All butterflies of one stage that turn by the same angle. */
static void butterflies(int32_t count, int32_t half, int32_t c, int32_t s, tml_fixed *data) {
  int32_t start;
  for (start = 0; start < 2 * count; start += 4 * half) {
    tml_fixed *low = data + start, *high = low + 2 * half;
    int32_t re = tml_fixed_multiply(high[0], c) + tml_fixed_multiply(high[1], s);
    int32_t im = tml_fixed_multiply(high[1], c) - tml_fixed_multiply(high[0], s);
    high[0] = low[0] - re;
    high[1] = low[1] - im;
    low[0] += re;
    low[1] += im;
  }
}

static void first_stage(int32_t count, tml_fixed *data) {
  int32_t i;
  for (i = 0; i < 2 * count; i += 4) {
    int32_t re = data[i + 2], im = data[i + 3];
    data[i + 2] = data[i] - re;
    data[i + 3] = data[i + 1] - im;
    data[i] += re;
    data[i + 1] += im;
  }
}

static void complex_fft(int32_t length, const int32_t *turn, tml_fixed *data) {
  int32_t count = length / 2, quarter = length / 4, half, k;
  reverse_bits(count, data);
  first_stage(count, data);
  for (half = 2; half < count; half *= 2) {
    int32_t step = length / (2 * half);
    for (k = 0; k < half; k++) {
      int32_t index = k * step;
      int32_t c = index <= quarter ? turn[index] : -turn[2 * quarter - index];
      int32_t s = index <= quarter ? turn[quarter - index] : turn[index - quarter];
      butterflies(count, half, c, s, data + 2 * k);
    }
  }
}

/* Half the sum without its overflow. */
static int32_t middle(int32_t a, int32_t b) { return (a >> 1) + (b >> 1) + (a & b & 1); }

void tml_fixed_fft(int32_t length, const int32_t *turn, tml_fixed *data) {
  int32_t half = length / 2, quarter = length / 4, first, k;
  complex_fft(length, turn, data);
  first = data[0];
  data[0] = first + data[1];
  data[1] = first - data[1];
  for (k = 1; k <= half / 2; k++) {
    tml_fixed *low = data + 2 * k, *high = data + 2 * (half - k);
    int32_t even_re = middle(low[0], high[0]), even_im = middle(low[1], -high[1]);
    int32_t odd_re = middle(low[1], high[1]), odd_im = middle(high[0], -low[0]);
    int32_t c = turn[k], s = turn[quarter - k];
    int32_t re = tml_fixed_multiply(odd_re, c) + tml_fixed_multiply(odd_im, s);
    int32_t im = tml_fixed_multiply(odd_im, c) - tml_fixed_multiply(odd_re, s);
    low[0] = even_re + re;
    low[1] = even_im + im;
    high[0] = even_re - re;
    high[1] = im - even_im;
  }
}

/* In short products, which every processor has. */
static uint64_t square(int32_t value) {
  uint32_t size = (uint32_t)(value < 0 ? -value : value), high = size >> 16, low = size & 65535u;
  return ((uint64_t)(high * high) << 32) + ((uint64_t)(high * low) << 17) + low * low;
}

void tml_fixed_power(int32_t length, tml_fixed *data) {
  int32_t half = length / 2, k;
  uint64_t last = square(data[1]);
  tml_fixed_put_wide(data, square(data[0]));
  for (k = 1; k < half; k++) tml_fixed_put_wide(data + 2 * k, square(data[2 * k]) + square(data[2 * k + 1]));
  tml_fixed_put_wide(data + length, last);
}

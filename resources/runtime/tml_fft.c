#include "tml_fft.h"
#include "tml_math.h"

/* A whole turn in two parts; the first has so few bits that its product with k / length is exact. */
#define TML_TURN_HIGH 6.28125f
#define TML_TURN_LOW 1.93530718e-3f

/* Inner loops promise that their arrays do not overlap, so that the compiler may take several values at once. */
#if defined(__GNUC__) || defined(__clang__)
#define TML_RESTRICT __restrict
#else
#define TML_RESTRICT
#endif

/* The first quarter of the turn, then the factors of each stage of the complex FFT side by side. */
int32_t tml_fft_table_floats(int32_t length) { return length + length / 2; }

static void put(float *table, int32_t index, float c, float s) {
  table[2 * index] = c;
  table[2 * index + 1] = s;
}

/* cos and sin of 2 pi k / length for k = 0 ... length / 4, in pairs. An eighth of the turn is computed, where the
 * functions are most exact; the rest is its mirror image. */
static void fill_quarter(int32_t length, float *table) {
  int32_t quarter = length / 4, k;
  for (k = 0; 2 * k <= quarter; k++) {
    float part = (float)k / (float)length;
    float high = TML_TURN_HIGH * part, low = TML_TURN_LOW * part;
    float c = tml_cosf(high), s = tml_sinf(high);
    float cosine = c - low * s, sine = s + low * c;
    put(table, k, cosine, sine);
    put(table, quarter - k, sine, cosine);
  }
}

void tml_fft_table(int32_t length, float *table) {
  float *next = table + length / 2 + 2;
  int32_t quarter = length / 4, half, k;
  fill_quarter(length, table);
  for (half = 2; half < length / 2; half *= 2) {
    for (k = 0; k < half; k++) {
      int32_t index = k * (length / (2 * half));
      int32_t near = index <= quarter ? index : 2 * quarter - index;
      put(next, k, index <= quarter ? table[2 * near] : -table[2 * near], table[2 * near + 1]);
    }
    next += 2 * half;
  }
}

static void swap(float *data, int32_t i, int32_t j) {
  float re = data[2 * i], im = data[2 * i + 1];
  data[2 * i] = data[2 * j];
  data[2 * i + 1] = data[2 * j + 1];
  data[2 * j] = re;
  data[2 * j + 1] = im;
}

/* Even places i of the lower half, and j their reversed ones, tell all others: i + 1 goes to j + half, and with both
 * ends set i + half + 1 to j + half + 1. */
static void reverse_bits(int32_t count, float *data) {
  int32_t half = count / 2, i, j = 0, bit;
  for (i = 0; i < half; i += 2) {
    swap(data, i + 1, j + half);
    if (i < j) {
      swap(data, i, j);
      swap(data, i + half + 1, j + half + 1);
    }
    for (bit = half >> 1; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
  }
}

/* Two points: no factors. */
static void pair(float *data) {
  float re = data[2], im = data[3];
  data[2] = data[0] - re;
  data[3] = data[1] - im;
  data[0] = data[0] + re;
  data[1] = data[1] + im;
}

/* The first two stages at once: their factors are 1 and a quarter turn, so that nothing is multiplied. */
static void first_stages(int32_t count, float *data) {
  int32_t i;
  for (i = 0; i < 2 * count; i += 8) {
    float *p = data + i;
    float sum_re = p[0] + p[2], sum_im = p[1] + p[3], difference_re = p[0] - p[2], difference_im = p[1] - p[3];
    float far_re = p[4] + p[6], far_im = p[5] + p[7], turned_re = p[5] - p[7], turned_im = p[4] - p[6];
    p[0] = sum_re + far_re;
    p[1] = sum_im + far_im;
    p[2] = difference_re + turned_re;
    p[3] = difference_im - turned_im;
    p[4] = sum_re - far_re;
    p[5] = sum_im - far_im;
    p[6] = difference_re - turned_re;
    p[7] = difference_im + turned_im;
  }
}

static void butterflies(int32_t half, const float *TML_RESTRICT table, float *TML_RESTRICT low,
                        float *TML_RESTRICT high) {
  int32_t k;
  for (k = 0; k < half; k++) {
    float c = table[2 * k], s = table[2 * k + 1];
    float re = high[2 * k] * c + high[2 * k + 1] * s;
    float im = high[2 * k + 1] * c - high[2 * k] * s;
    high[2 * k] = low[2 * k] - re;
    high[2 * k + 1] = low[2 * k + 1] - im;
    low[2 * k] = low[2 * k] + re;
    low[2 * k + 1] = low[2 * k + 1] + im;
  }
}

/* Complex FFT of `count` points, decimation in time; table: the factors of its stages. */
static void complex_fft(int32_t count, const float *table, float *data) {
  int32_t half, start;
  reverse_bits(count, data);
  if (count == 2) {
    pair(data);
    return;
  }
  first_stages(count, data);
  table += 4;
  for (half = 4; half < count; half *= 2) {
    for (start = 0; start < count; start += 2 * half) {
      butterflies(half, table, data + 2 * start, data + 2 * (start + half));
    }
    table += 2 * half;
  }
}

/* Even and odd values are the real and imaginary part of one half as long FFT, taken apart afterwards. */
void tml_fft_real(int32_t length, const float *table, float *data) {
  int32_t half = length / 2, k;
  float first;
  complex_fft(half, table + half + 2, data);
  first = data[0];
  data[0] = first + data[1];
  data[1] = first - data[1];
  for (k = 1; k <= half / 2; k++) {
    float *low = data + 2 * k, *high = data + 2 * (half - k);
    float even_re = 0.5f * (low[0] + high[0]), even_im = 0.5f * (low[1] - high[1]);
    float odd_re = 0.5f * (low[1] + high[1]), odd_im = 0.5f * (high[0] - low[0]);
    float c = table[2 * k], s = table[2 * k + 1];
    float re = odd_re * c + odd_im * s;
    float im = odd_im * c - odd_re * s;
    low[0] = even_re + re;
    low[1] = even_im + im;
    high[0] = even_re - re;
    high[1] = im - even_im;
  }
}

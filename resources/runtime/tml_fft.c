#include "tml_fft.h"
#include "tml_math.h"

/* A whole turn in two parts; the first has so few bits that its product with k / length is exact. */
#define TML_TURN_HIGH 6.28125f
#define TML_TURN_LOW 1.93530718e-3f

int32_t tml_fft_table_floats(int32_t length) { return length; }

static void put(float *table, int32_t index, float c, float s) {
  table[2 * index] = c;
  table[2 * index + 1] = s;
}

/* cos and sin of 2 pi k / length for k = 0 ... length / 2 - 1, in pairs. An eighth of the turn is computed, where the
 * functions are most exact; the rest is its mirror image. */
void tml_fft_table(int32_t length, float *table) {
  int32_t quarter = length / 4, k;
  for (k = 0; 2 * k <= quarter; k++) {
    float part = (float)k / (float)length;
    float high = TML_TURN_HIGH * part, low = TML_TURN_LOW * part;
    float c = tml_cosf(high), s = tml_sinf(high);
    float cosine = c - low * s, sine = s + low * c;
    put(table, k, cosine, sine);
    put(table, quarter - k, sine, cosine);
    put(table, quarter + k, -sine, cosine);
    if (k > 0) put(table, 2 * quarter - k, -cosine, sine);
  }
}

static void reverse_bits(int32_t count, float *data) {
  int32_t i, j = 0, bit;
  for (i = 1; i < count; i++) {
    for (bit = count >> 1; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      float re = data[2 * i], im = data[2 * i + 1];
      data[2 * i] = data[2 * j];
      data[2 * i + 1] = data[2 * j + 1];
      data[2 * j] = re;
      data[2 * j + 1] = im;
    }
  }
}

/* Complex FFT of `count` points, decimation in time. step: table entries from one twiddle of the last stage to the next. */
static void complex_fft(int32_t count, const float *table, int32_t step, float *data) {
  int32_t half, start, k;
  reverse_bits(count, data);
  for (half = 1; half < count; half *= 2) {
    int32_t stride = step * (count / (2 * half));
    for (k = 0; k < half; k++) {
      float c = table[2 * k * stride], s = table[2 * k * stride + 1];
      for (start = k; start < count; start += 2 * half) {
        float *low = data + 2 * start, *high = data + 2 * (start + half);
        float re = high[0] * c + high[1] * s;
        float im = high[1] * c - high[0] * s;
        high[0] = low[0] - re;
        high[1] = low[1] - im;
        low[0] = low[0] + re;
        low[1] = low[1] + im;
      }
    }
  }
}

/* Even and odd values are the real and imaginary part of one half as long FFT, taken apart afterwards. */
void tml_fft_real(int32_t length, const float *table, float *data) {
  int32_t half = length / 2, k;
  float first;
  complex_fft(half, table, 2, data);
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

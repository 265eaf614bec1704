#include "tml_selftest.h"
#include "tml_fft.h"
#include "tml_math.h"
#include "tml_nn.h"
#include "tml_selftest_dsp.h"
#include "tml_spectral.h"
#include "tml_statistics.h"
#include <stddef.h>

#define TML_TEST_VALUES 128

const uint32_t tml_self_test_expected[TML_SELF_TEST_GROUPS] = {
    0xf91504e4u, 0xf97d648fu, 0xc0f5b936u, 0x9094ed39u, 0xfbfc87a5u, 0x130202c5u, 0x60df8fedu, 0x86305972u,
    0x96288916u, 0x4d5f1bfdu};

static uint32_t hash_word(uint32_t hash, uint32_t word) {
  int i;
  for (i = 0; i < 4; i++) hash = (hash ^ ((word >> (8 * i)) & 255u)) * 16777619u;
  return hash;
}

static uint32_t hash_floats(uint32_t hash, const float *values, int32_t count) {
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

static uint32_t hash_bytes(uint32_t hash, const int8_t *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) hash = hash_word(hash, (uint32_t)(int32_t)values[i]);
  return hash;
}

static uint32_t next_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

/* Between -16 and 16, 20 bits of it: exact whatever the compiler does. */
static float random_float(uint32_t *state) {
  return (float)((int32_t)(next_random(state) >> 12) - 524288) / 32768.0f;
}

static void fill(uint32_t seed, float *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) values[i] = random_float(&seed);
}

static uint32_t test_arithmetic(float *scratch) {
  uint32_t hash = 2166136261u;
  int32_t i;
  fill(1u, scratch, TML_TEST_VALUES);
  for (i = 0; i + 2 < TML_TEST_VALUES; i++) {
    float a = scratch[i], b = scratch[i + 1], c = scratch[i + 2];
    float results[4];
    results[0] = a * b + c;
    results[1] = a - b * c;
    results[2] = b == 0.0f ? 0.0f : a / b;
    results[3] = (a + b) + c;
    hash = hash_floats(hash, results, 4);
  }
  return hash;
}

static uint32_t test_functions(float *scratch) {
  uint32_t hash = 2166136261u;
  int32_t i;
  fill(2u, scratch, TML_TEST_VALUES);
  for (i = 0; i < TML_TEST_VALUES; i++) {
    float x = scratch[i], results[6];
    results[0] = tml_sqrtf(x * x);
    results[1] = tml_expf(x);
    results[2] = tml_logf(x * x + 0.001f);
    results[3] = tml_log10f(x * x + 0.001f);
    results[4] = tml_sinf(x);
    results[5] = tml_cosf(x);
    hash = hash_floats(hash, results, 6);
  }
  return hash;
}

static uint32_t test_fft(float *scratch) {
  float *table = scratch + TML_TEST_VALUES;
  fill(3u, scratch, TML_TEST_VALUES);
  tml_fft_table(TML_TEST_VALUES, table);
  tml_fft_real(TML_TEST_VALUES, table, scratch);
  return hash_floats(2166136261u, scratch, TML_TEST_VALUES);
}

static uint32_t test_spectral(float *scratch) {
  /* A second-order low-pass at a tenth of the rate. */
  static const float section[TML_SECTION_FLOATS] = {0.0674552768f, 0.134910554f, 0.0674552768f, -1.1429805f, 0.412801594f};
  float *features = scratch + TML_TEST_VALUES, *work = features + 64;
  tml_spectral_params p;
  tml_signal signal;
  p.scale = 1.0f;
  p.decimation_count = 0;
  p.decimations = NULL;
  p.filter_sections = 1;
  p.filter = section;
  p.fft_length = 32;
  p.overlap = 1;
  p.take_log = 1;
  p.first_bin = 1;
  p.bin_count = 16;
  p.low_first_bin = 0;
  p.low_bin_count = 0;
  p.low_decimation = NULL;
  signal.values = scratch;
  signal.rows = TML_TEST_VALUES / 2;
  signal.stride = 2;
  signal.axes = 2;
  signal.axis = NULL;
  fill(4u, scratch, TML_TEST_VALUES);
  tml_spectral_prepare(&p, work);
  tml_spectral(&p, &signal, features, work);
  return hash_floats(2166136261u, features, tml_spectral_feature_count(&p, 2));
}

static uint32_t test_statistics(float *scratch) {
  tml_moments m;
  float results[5];
  fill(5u, scratch, TML_TEST_VALUES);
  m = tml_moments_of(scratch, TML_TEST_VALUES);
  results[0] = m.mean;
  results[1] = m.deviation;
  results[2] = m.skewness;
  results[3] = m.kurtosis;
  results[4] = tml_root_mean_square(scratch, TML_TEST_VALUES);
  return hash_floats(2166136261u, results, 5);
}

static uint32_t test_fully_connected(void) {
  int8_t input[16], weights[64], output[4];
  int32_t bias[4], multipliers[4], shifts[4], i;
  tml_fully_connected_params p;
  uint32_t state = 6u, hash = 2166136261u;
  for (i = 0; i < 16; i++) input[i] = (int8_t)((int32_t)(next_random(&state) & 255u) - 128);
  for (i = 0; i < 64; i++) weights[i] = (int8_t)((int32_t)(next_random(&state) % 255u) - 127);
  for (i = 0; i < 4; i++) {
    bias[i] = (int32_t)(next_random(&state) & 8191u) - 4096;
    multipliers[i] = 1073741824 + (int32_t)(next_random(&state) >> 2);
    shifts[i] = -7 - i;
  }
  p.inputs = 16;
  p.outputs = 4;
  p.weights = weights;
  p.bias = bias;
  p.multipliers = multipliers;
  p.shifts = shifts;
  p.per_channel = 1;
  p.input_offset = 3;
  p.output_offset = -5;
  p.activation_min = -128;
  p.activation_max = 127;
  for (i = 0; i < 2; i++) {
    p.single_rounding = i;
    tml_fully_connected_s8(&p, input, output);
    hash = hash_bytes(hash, output, 4);
  }
  return hash;
}

static uint32_t test_softmax(void) {
  int8_t input[8], output[8];
  tml_softmax_params p;
  uint32_t state = 7u, hash = 2166136261u;
  int32_t round, i;
  p.size = 8;
  p.input_multiplier = 1717986918;
  p.input_left_shift = 22;
  p.diff_min = -496;
  for (round = 0; round < 16; round++) {
    for (i = 0; i < 8; i++) input[i] = (int8_t)((int32_t)(next_random(&state) & 255u) - 128);
    tml_softmax_s8(&p, input, output);
    hash = hash_bytes(hash, output, 8);
  }
  return hash;
}

static uint32_t test_quantize(float *scratch) {
  int8_t output[TML_TEST_VALUES];
  fill(8u, scratch, TML_TEST_VALUES);
  tml_quantize_f32_s8(scratch, TML_TEST_VALUES, 0.117f, -3, output);
  tml_dequantize_s8_f32(output, TML_TEST_VALUES, 0.117f, -3, scratch);
  return hash_floats(hash_bytes(2166136261u, output, TML_TEST_VALUES), scratch, TML_TEST_VALUES);
}

static uint32_t test_audio(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 256;
  fill(9u, scratch, TML_TEST_VALUES);
  return hash_floats(2166136261u, features, tml_self_test_audio(scratch, TML_TEST_VALUES, features, work));
}

static uint32_t test_wavelet(float *scratch) {
  float *work = scratch + TML_TEST_VALUES, *features = work + 512;
  fill(10u, scratch, TML_TEST_VALUES);
  return hash_floats(2166136261u, features, tml_self_test_wavelet(scratch, TML_TEST_VALUES, features, work));
}

int tml_self_test(uint32_t hashes[TML_SELF_TEST_GROUPS], float scratch[TML_SELF_TEST_SCRATCH_FLOATS]) {
  int i;
  hashes[0] = test_arithmetic(scratch);
  hashes[1] = test_functions(scratch);
  hashes[2] = test_fft(scratch);
  hashes[3] = test_spectral(scratch);
  hashes[4] = test_statistics(scratch);
  hashes[5] = test_fully_connected();
  hashes[6] = test_softmax();
  hashes[7] = test_quantize(scratch);
  hashes[8] = test_audio(scratch);
  hashes[9] = test_wavelet(scratch);
  for (i = 0; i < TML_SELF_TEST_GROUPS; i++) {
    if (hashes[i] != tml_self_test_expected[i]) return i + 1;
  }
  return 0;
}

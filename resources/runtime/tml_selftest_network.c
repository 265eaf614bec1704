#include "tml_selftest_network.h"
#include "tml_nn.h"
#include "tml_selftest_common.h"

uint32_t tml_self_test_fully_connected(float *scratch) {
  int8_t input[16], weights[64], output[4];
  int32_t bias[4], multipliers[4], shifts[4], i;
  tml_fully_connected_params p;
  uint32_t state = 6u, hash = TML_HASH_START;
  (void)scratch;
  for (i = 0; i < 16; i++) input[i] = (int8_t)((int32_t)(tml_test_random(&state) & 255u) - 128);
  for (i = 0; i < 64; i++) weights[i] = (int8_t)((int32_t)(tml_test_random(&state) % 255u) - 127);
  for (i = 0; i < 4; i++) {
    bias[i] = (int32_t)(tml_test_random(&state) & 8191u) - 4096;
    multipliers[i] = 1073741824 + (int32_t)(tml_test_random(&state) >> 2);
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
    hash = tml_hash_bytes(hash, output, 4);
  }
  return hash;
}

uint32_t tml_self_test_softmax(float *scratch) {
  int8_t input[8], output[8];
  tml_softmax_params p;
  uint32_t state = 7u, hash = TML_HASH_START;
  int32_t round, i;
  (void)scratch;
  p.size = 8;
  p.input_multiplier = 1717986918;
  p.input_left_shift = 22;
  p.diff_min = -496;
  for (round = 0; round < 16; round++) {
    for (i = 0; i < 8; i++) input[i] = (int8_t)((int32_t)(tml_test_random(&state) & 255u) - 128);
    tml_softmax_s8(&p, input, output);
    hash = tml_hash_bytes(hash, output, 8);
  }
  return hash;
}

uint32_t tml_self_test_quantize(float *scratch) {
  int8_t output[TML_TEST_VALUES];
  tml_test_fill(8u, scratch, TML_TEST_VALUES);
  tml_quantize_f32_s8(scratch, TML_TEST_VALUES, 0.117f, -3, output);
  tml_dequantize_s8_f32(output, TML_TEST_VALUES, 0.117f, -3, scratch);
  return tml_hash_floats(tml_hash_bytes(TML_HASH_START, output, TML_TEST_VALUES), scratch, TML_TEST_VALUES);
}

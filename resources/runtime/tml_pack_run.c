#include "tml_math.h"
#include "tml_nn.h"
#include "tml_pack_operator.h"
#include "tml_pack_read.h"
#include <stddef.h>

/* Arena: features | int8 input | DSP scratch, later what lies between the network's operators | what blocks keep. */
static int8_t *input_of(const tml_pack *pack, uint8_t *arena) { return (int8_t *)(arena + 4 * pack->features); }

static uint8_t *work_of(const tml_pack *pack, uint8_t *arena) {
  return arena + 4 * pack->features + ((pack->network_features + 3u) & ~3u);
}

static float *history_of(const tml_pack *pack, uint8_t *arena) {
  return (float *)(void *)(arena + pack->arena_bytes - 4 * pack->history_floats);
}

void tml_pack_start(const tml_pack *pack, uint8_t *arena) {
  float *history = history_of(pack, arena);
  uint32_t i;
  for (i = 0; i < pack->history_floats; i++) history[i] = 0.0f;
}

static void run_block(const tml_block *block, const tml_signal *signal, float *features, float *scratch,
                      float *history) {
  switch (block->kind) {
    case TML_BLOCK_SPECTRAL:
      tml_spectral_prepare(&block->spectral, scratch);
      tml_spectral(&block->spectral, signal, features, scratch);
      break;
    case TML_BLOCK_RAW:
      tml_raw(block->scale, signal, features);
      break;
    case TML_BLOCK_FLATTEN:
      tml_flatten(&block->flatten, signal, features, scratch, history);
      break;
    default:
      tml_block_prepare(block->kind, &block->record, scratch);
      tml_block_run(block->kind, &block->record, signal, features, scratch);
  }
}

static void copy_floats(const float *from, uint32_t count, float *to) {
  uint32_t i;
  for (i = 0; i < count; i++) to[i] = from[i];
}

int tml_pack_extract(const tml_pack *pack, const float *raw, uint8_t *arena, uint32_t arena_bytes,
                     float *features_out) {
  float *features = (float *)(void *)arena, *next = features, *history = history_of(pack, arena);
  uint32_t blocks = tml_read_u32(pack, TML_AT_BLOCK_COUNT), i;
  tml_block block;
  tml_signal signal;
  if (arena_bytes < pack->arena_bytes || ((uintptr_t)arena & 3u) != 0) return TML_NO_MEMORY;
  if (!tml_all_finite(raw, (int32_t)tml_pack_raw_length(pack))) return TML_NOT_FINITE;
  for (i = 0; i < blocks; i++) {
    int status = tml_read_block(pack, i, &block);
    if (status != TML_OK) return status;
    signal.values = raw;
    signal.rows = (int32_t)tml_pack_rows(pack);
    signal.stride = (int32_t)tml_pack_axes(pack);
    signal.axes = (int32_t)block.axes;
    signal.axis = block.axis;
    run_block(&block, &signal, next, (float *)(void *)work_of(pack, arena), history);
    next += block.features;
    history += block.history_floats;
  }
  if (!tml_all_finite(features, (int32_t)pack->features)) return TML_NOT_FINITE;
  if (features_out) copy_floats(features, pack->features, features_out);
  return TML_OK;
}

static void quantize_features(const tml_pack *pack, float *features, int8_t *input) {
  uint32_t scaler = tml_read_u32(pack, TML_AT_SCALER);
  int32_t count = (int32_t)pack->network_features;
  if (scaler) {
    const float *mean = (const float *)tml_section(pack, scaler, 2 * pack->network_features, 4);
    tml_scale_f32(features, count, mean, mean + count);
  }
  tml_quantize_f32_s8(features, count, tml_read_f32(pack, TML_AT_INPUT_SCALE),
                      (int32_t)tml_read_u32(pack, TML_AT_INPUT_ZERO_POINT), input);
}

float tml_pack_anomaly(const tml_pack *pack, uint8_t *arena) {
  tml_anomaly_params p;
  uint32_t floats;
  if (!tml_pack_has_anomaly(pack) || tml_read_anomaly(pack, &p, &floats) != TML_OK) return 0.0f;
  return tml_anomaly_score(&p, (const float *)(void *)arena, (float *)(void *)work_of(pack, arena));
}

void tml_pack_infer(const tml_pack *pack, uint8_t *arena, int8_t *input_out, int8_t *output) {
  uint32_t operators = tml_read_u32(pack, TML_AT_OPERATOR_COUNT), i;
  int8_t *input = input_of(pack, arena);
  /* Nothing is ever written to the constants. */
  int8_t *const areas[4] = {input, output, (int8_t *)work_of(pack, arena), (int8_t *)(uintptr_t)pack->bytes};
  quantize_features(pack, (float *)(void *)arena, input);
  for (i = 0; input_out && i < pack->network_features; i++) input_out[i] = input[i];
  for (i = 0; i < operators; i++) {
    tml_operator op;
    if (tml_read_operator(pack, i, &op) != TML_OK) return;
    tml_run_operator(&op, areas);
  }
}

int tml_pack_classify(const tml_pack *pack, const float *raw, uint8_t *arena, uint32_t arena_bytes,
                      float *features_out, int8_t *input_out, int8_t *output, float *anomaly_out) {
  int status = tml_pack_extract(pack, raw, arena, arena_bytes, features_out);
  if (status != TML_OK) return status;
  if (anomaly_out && tml_pack_has_anomaly(pack)) *anomaly_out = tml_pack_anomaly(pack, arena);
  tml_pack_infer(pack, arena, input_out, output);
  return TML_OK;
}

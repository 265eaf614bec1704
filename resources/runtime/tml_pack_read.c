#include "tml_pack_read.h"
#include "tml_math.h"
#include <stddef.h>

uint32_t tml_read_u32(const tml_pack *pack, uint32_t at) {
  const uint8_t *b = pack->bytes + at;
  return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static int32_t read_i32(const tml_pack *pack, uint32_t at) { return (int32_t)tml_read_u32(pack, at); }

float tml_read_f32(const tml_pack *pack, uint32_t at) {
  union {
    uint32_t bits;
    float value;
  } u;
  u.bits = tml_read_u32(pack, at);
  return u.value;
}

const void *tml_section(const tml_pack *pack, uint32_t offset, uint32_t count, uint32_t size) {
  if (offset < TML_TABLE_END || offset % 4u != 0 || offset > pack->length) return NULL;
  if (count > (pack->length - offset) / size) return NULL;
  return pack->bytes + offset;
}

const char *tml_read_string(const tml_pack *pack, uint32_t table, uint32_t index) {
  uint32_t at, end;
  if (index >= ((uint32_t)1 << 20) || !tml_section(pack, table, index + 1, 4)) return NULL;
  at = tml_read_u32(pack, table + 4 * index);
  if (!tml_section(pack, at, 1, 1)) return NULL;
  for (end = at; end < pack->length; end++) {
    if (pack->bytes[end] == 0) return (const char *)(pack->bytes + at);
  }
  return NULL;
}

/* Floats at an offset, all of them numbers; NULL otherwise. */
const float *tml_read_floats(const tml_pack *pack, uint32_t offset, uint32_t count) {
  const float *values = (const float *)tml_section(pack, offset, count, 4);
  return values && tml_all_finite(values, (int32_t)count) ? values : NULL;
}

static int read_spectral(const tml_pack *pack, uint32_t at, tml_block *block, uint32_t version, uint32_t rows) {
  tml_spectral_params *p = &block->spectral;
  tml_signal signal;
  uint32_t i, low_offset = tml_read_u32(pack, at + 60);
  p->scale = tml_read_f32(pack, at);
  p->decimation_count = read_i32(pack, at + 4);
  for (i = 0; i < 3; i++) p->decimation_factors[i] = read_i32(pack, at + 8 + 4 * i);
  p->filter_sections = read_i32(pack, at + 24);
  p->fft_length = read_i32(pack, at + 32);
  p->overlap = read_i32(pack, at + 36) != 0;
  p->take_log = read_i32(pack, at + 40) != 0;
  p->first_bin = read_i32(pack, at + 44);
  p->bin_count = read_i32(pack, at + 48);
  p->low_first_bin = read_i32(pack, at + 52);
  p->low_bin_count = read_i32(pack, at + 56);
  p->shape = version == 4;
  signal.values = NULL;
  signal.rows = (int32_t)rows;
  signal.stride = 1;
  signal.axes = 1;
  signal.axis = NULL;
  if (tml_spectral_check(p, &signal) != TML_OK) return TML_PACK_BAD_CONTENT;
  p->decimations = NULL;
  p->filter = NULL;
  p->low_decimation = NULL;
  if (p->decimation_count > 0) {
    p->decimations = tml_read_floats(pack, tml_read_u32(pack, at + 20), (uint32_t)p->decimation_count * TML_DECIMATION_FLOATS);
    if (!p->decimations) return TML_PACK_BAD_CONTENT;
  }
  if (p->filter_sections > 0) {
    p->filter = tml_read_floats(pack, tml_read_u32(pack, at + 28), (uint32_t)p->filter_sections * TML_SECTION_FLOATS);
    if (!p->filter) return TML_PACK_BAD_CONTENT;
  }
  if (p->low_bin_count > 0) {
    p->low_decimation = tml_read_floats(pack, low_offset, TML_DECIMATION_FLOATS);
    if (!p->low_decimation) return TML_PACK_BAD_CONTENT;
  }
  block->scratch_floats = (uint32_t)tml_spectral_scratch_floats(p, (int32_t)rows);
  return TML_OK;
}

/* A block of tml_blocks.h; `block` has its axes. */
static int read_record(const tml_pack *pack, uint32_t at, tml_block *block, uint32_t version, uint32_t rows) {
  tml_signal signal;
  int status = tml_read_record(pack, at, block->kind, version, &block->record);
  if (status != TML_OK) return status;
  signal.values = NULL;
  signal.rows = (int32_t)rows;
  signal.stride = (int32_t)tml_read_u32(pack, TML_AT_AXES);
  signal.axes = (int32_t)block->axes;
  signal.axis = block->axis;
  if (tml_block_check(block->kind, &block->record, &signal) != TML_OK) return TML_PACK_BAD_CONTENT;
  if ((uint32_t)tml_block_feature_count(block->kind, &block->record, &signal) != block->features) {
    return TML_PACK_BAD_CONTENT;
  }
  block->scratch_floats = (uint32_t)tml_block_scratch_floats(block->kind, &block->record, &signal);
  return TML_OK;
}

static int features_fit(const tml_block *block, uint32_t rows) {
  uint32_t expected;
  switch (block->kind) {
    case TML_BLOCK_SPECTRAL:
      expected = (uint32_t)tml_spectral_feature_count(&block->spectral, (int32_t)block->axes);
      break;
    case TML_BLOCK_RAW:
      expected = rows * block->axes;
      break;
    case TML_BLOCK_FLATTEN:
      expected = (uint32_t)tml_flatten_feature_count(&block->flatten, (int32_t)block->axes);
      break;
    default: /* read_record has compared them */
      expected = block->features;
  }
  return expected >= 1 && expected == block->features;
}

static int read_parameters(const tml_pack *pack, uint32_t at, tml_block *block, uint32_t version, uint32_t rows) {
  block->scratch_floats = 0;
  block->history_floats = 0;
  if (block->kind > TML_BLOCK_FLATTEN) return read_record(pack, at, block, version, rows);
  block->scale = tml_read_f32(pack, at);
  if (!tml_is_finite(block->scale)) return TML_PACK_BAD_CONTENT;
  if (block->kind == TML_BLOCK_SPECTRAL && version >= 2 && version <= 4) {
    if (!tml_section(pack, at, 16, 4)) return TML_PACK_BAD_CONTENT;
    return read_spectral(pack, at, block, version, rows);
  }
  if (block->kind == TML_BLOCK_RAW && version == 1) return TML_OK;
  if (block->kind == TML_BLOCK_FLATTEN && version == 1) {
    if (!tml_section(pack, at, 3, 4)) return TML_PACK_BAD_CONTENT;
    block->flatten.scale = block->scale;
    block->flatten.statistics = read_i32(pack, at + 4);
    block->flatten.windows = read_i32(pack, at + 8);
    if (block->flatten.windows < 0 || block->flatten.windows > TML_FLATTEN_MOST_WINDOWS) return TML_PACK_BAD_CONTENT;
    block->history_floats = (uint32_t)tml_flatten_history_floats(&block->flatten, (int32_t)block->axes);
    block->scratch_floats = rows;
    return block->flatten.statistics & ~TML_FLATTEN_ALL ? TML_PACK_BAD_CONTENT : TML_OK;
  }
  return TML_PACK_UNSUPPORTED;
}

int tml_read_block(const tml_pack *pack, uint32_t index, tml_block *block) {
  uint32_t at = tml_read_u32(pack, tml_read_u32(pack, TML_AT_BLOCKS) + 4 * index);
  uint32_t rows = tml_read_u32(pack, TML_AT_ROWS), axes = tml_read_u32(pack, TML_AT_AXES), i;
  int status;
  if (!tml_section(pack, at, 6, 4)) return TML_PACK_BAD_CONTENT;
  block->kind = tml_read_u32(pack, at);
  block->features = tml_read_u32(pack, at + 8);
  block->axes = tml_read_u32(pack, at + 12);
  if (block->axes < 1 || block->axes > 64) return TML_PACK_BAD_CONTENT;
  block->axis = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 16), block->axes, 4);
  if (!block->axis) return TML_PACK_BAD_CONTENT;
  for (i = 0; i < block->axes; i++) {
    if ((uint32_t)block->axis[i] >= axes) return TML_PACK_BAD_CONTENT;
  }
  status = read_parameters(pack, at + 20, block, tml_read_u32(pack, at + 4), rows);
  if (status != TML_OK) return status;
  return features_fit(block, rows) ? TML_OK : TML_PACK_BAD_CONTENT;
}

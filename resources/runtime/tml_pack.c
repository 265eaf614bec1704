#include "tml_pack.h"
#include "tml_math.h"
#include "tml_pack_operator.h"
#include "tml_pack_read.h"
#include <stddef.h>

#define TML_PACK_MAGIC 0x504c4d54u /* "TMLP" */
#define TML_PACK_FORMAT 2u
#define TML_MOST_ROWS ((uint32_t)1 << 20)
#define TML_MOST_FEATURES 65536u
#define TML_MOST_OPERATORS 1024u
#define TML_MOST_ARENA ((uint32_t)1 << 26)

uint32_t tml_crc32(const uint8_t *bytes, uint32_t length) {
  /* The sixteen remainders of half a byte. */
  static const uint32_t table[16] = {0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u,
                                     0x4db26158u, 0x5005713cu, 0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu,
                                     0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu};
  uint32_t crc = 0xffffffffu, i;
  for (i = 0; i < length; i++) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ table[crc & 15u];
    crc = (crc >> 4) ^ table[crc & 15u];
  }
  return ~crc;
}

static uint32_t field_in(const tml_pack *pack, uint32_t at, uint32_t low, uint32_t high, int *status) {
  uint32_t value = tml_read_u32(pack, at);
  if (value < low || value > high) *status = TML_PACK_BAD_CONTENT;
  return value;
}

static uint32_t rounded_up(uint32_t bytes) { return (bytes + 3u) & ~3u; }

static int check_strings(const tml_pack *pack, uint32_t count_at, uint32_t table_at) {
  uint32_t count = tml_read_u32(pack, count_at), table = tml_read_u32(pack, table_at), i;
  for (i = 0; i < count; i++) {
    if (!tml_read_string(pack, table, i)) return TML_PACK_BAD_CONTENT;
  }
  return TML_OK;
}

static int check_blocks(tml_pack *pack, uint32_t *scratch_floats) {
  uint32_t count = tml_read_u32(pack, TML_AT_BLOCK_COUNT), features = 0, i;
  if (!tml_section(pack, tml_read_u32(pack, TML_AT_BLOCKS), count, 4)) return TML_PACK_BAD_CONTENT;
  for (i = 0; i < count; i++) {
    tml_block block;
    int status = tml_read_block(pack, i, &block);
    if (status != TML_OK) return status;
    features += block.features;
    if (features > pack->features) return TML_PACK_BAD_CONTENT;
    if (block.scratch_floats > *scratch_floats) *scratch_floats = block.scratch_floats;
    pack->history_floats += block.history_floats;
  }
  return features == pack->features ? TML_OK : TML_PACK_BAD_CONTENT;
}

/* Bytes of an area that an operator may use; the arena is as large as its operators need. */
static int place_fits(const tml_pack *pack, uint32_t place, uint32_t bytes, uint32_t *network) {
  uint32_t end = TML_OFFSET_OF(place) + bytes;
  switch (TML_AREA_OF(place)) {
    case TML_AREA_INPUT:
      return end <= pack->network_features;
    case TML_AREA_OUTPUT:
      return end <= tml_pack_label_count(pack);
    case TML_AREA_ARENA:
      if (end > TML_MOST_ARENA) return 0;
      if (end > *network) *network = end;
      return 1;
    default:
      return tml_section(pack, TML_OFFSET_OF(place), bytes, 1) != NULL;
  }
}

static int check_operators(const tml_pack *pack, uint32_t *network) {
  uint32_t count = tml_read_u32(pack, TML_AT_OPERATOR_COUNT), i;
  if (!tml_section(pack, tml_read_u32(pack, TML_AT_OPERATORS), count, 4)) return TML_PACK_BAD_CONTENT;
  for (i = 0; i < count; i++) {
    tml_operator op;
    int status = tml_read_operator(pack, i, &op);
    if (status == TML_OK) status = tml_check_operator(&op);
    if (status != TML_OK) return status;
    if (!place_fits(pack, op.left, op.left_bytes, network)) return TML_PACK_BAD_CONTENT;
    if (!place_fits(pack, op.right, op.right_bytes, network)) return TML_PACK_BAD_CONTENT;
    if (TML_AREA_OF(op.output) != TML_AREA_OUTPUT && TML_AREA_OF(op.output) != TML_AREA_ARENA) {
      return TML_PACK_BAD_CONTENT;
    }
    if (!place_fits(pack, op.output, op.output_bytes, network)) return TML_PACK_BAD_CONTENT;
  }
  return TML_OK;
}

static int check_scaler(const tml_pack *pack) {
  uint32_t offset = tml_read_u32(pack, TML_AT_SCALER);
  const float *values;
  if (offset == 0) return TML_OK;
  values = (const float *)tml_section(pack, offset, 2 * pack->network_features, 4);
  return values && tml_all_finite(values, (int32_t)(2 * pack->network_features)) ? TML_OK : TML_PACK_BAD_CONTENT;
}

static int scale_fits(const tml_pack *pack, uint32_t scale_at, uint32_t zero_point_at) {
  float scale = tml_read_f32(pack, scale_at);
  int32_t zero_point = (int32_t)tml_read_u32(pack, zero_point_at);
  return scale > 1e-20f && tml_is_finite(scale) && zero_point >= -128 && zero_point <= 127;
}

/* The detector may look at features that the network does not take. */
static int check_anomaly(tml_pack *pack, uint32_t *work_floats) {
  uint32_t at = tml_read_u32(pack, TML_AT_ANOMALY), floats;
  tml_anomaly_params p;
  pack->network_features = pack->features;
  if (at == 0) return TML_OK;
  if (tml_read_anomaly(pack, &p, &floats) != TML_OK) return TML_PACK_BAD_CONTENT;
  if (!tml_is_finite(tml_pack_anomaly_threshold(pack))) return TML_PACK_BAD_CONTENT;
  pack->network_features = tml_read_u32(pack, at + TML_ANOMALY_NETWORK_FEATURES);
  *work_floats = floats;
  return pack->network_features <= pack->features ? TML_OK : TML_PACK_BAD_CONTENT;
}

static int check_table(tml_pack *pack) {
  /* A detector can do without a network. */
  uint32_t least = tml_pack_has_anomaly(pack) ? 0 : 1;
  int status = TML_OK;
  float rate = tml_read_f32(pack, TML_AT_RATE);
  field_in(pack, TML_AT_ROWS, 1, TML_MOST_ROWS, &status);
  field_in(pack, TML_AT_AXES, 1, 64, &status);
  field_in(pack, TML_AT_STRIDE, 1, TML_MOST_ROWS * 64u, &status);
  field_in(pack, TML_AT_BLOCK_COUNT, 1, 16, &status);
  field_in(pack, TML_AT_OPERATOR_COUNT, least, TML_MOST_OPERATORS, &status);
  field_in(pack, TML_AT_LABEL_COUNT, least, 4096, &status);
  if ((tml_read_u32(pack, TML_AT_OPERATOR_COUNT) == 0) != (tml_pack_label_count(pack) == 0)) return TML_PACK_BAD_CONTENT;
  pack->features = field_in(pack, TML_AT_FEATURES, 1, TML_MOST_FEATURES, &status);
  if (!(rate > 0.0f) || !tml_is_finite(rate)) return TML_PACK_BAD_CONTENT;
  if (!scale_fits(pack, TML_AT_INPUT_SCALE, TML_AT_INPUT_ZERO_POINT)) return TML_PACK_BAD_CONTENT;
  if (!scale_fits(pack, TML_AT_OUTPUT_SCALE, TML_AT_OUTPUT_ZERO_POINT)) return TML_PACK_BAD_CONTENT;
  return status;
}

static int check_content(tml_pack *pack) {
  uint32_t scratch_floats = 0, network = 0, work_floats = 0;
  int status = check_table(pack);
  pack->history_floats = 0;
  if (status == TML_OK) status = check_strings(pack, TML_AT_AXES, TML_AT_AXIS_NAMES);
  if (status == TML_OK) status = check_strings(pack, TML_AT_LABEL_COUNT, TML_AT_LABELS);
  if (status == TML_OK) status = check_blocks(pack, &scratch_floats);
  if (status == TML_OK) status = check_anomaly(pack, &work_floats);
  if (status == TML_OK) status = check_operators(pack, &network);
  if (status == TML_OK) status = check_scaler(pack);
  if (status != TML_OK) return status;
  pack->arena_bytes = 4 * pack->features + rounded_up(pack->network_features);
  if (scratch_floats != tml_read_u32(pack, TML_AT_SCRATCH)) return TML_PACK_BAD_CONTENT;
  if (work_floats > scratch_floats) scratch_floats = work_floats;
  network = rounded_up(network);
  pack->arena_bytes += network > 4 * scratch_floats ? network : 4 * scratch_floats;
  pack->arena_bytes += 4 * pack->history_floats;
  return pack->arena_bytes == tml_read_u32(pack, TML_AT_ARENA) ? TML_OK : TML_PACK_BAD_CONTENT;
}

int tml_pack_open(tml_pack *pack, const uint8_t *bytes, uint32_t length) {
  uint32_t own_length;
  pack->bytes = bytes;
  pack->length = length;
  if (length < TML_AT_LENGTH) return TML_PACK_NOT_A_PACK;
  if (((uintptr_t)bytes & 3u) != 0) return TML_NO_MEMORY;
  if (tml_read_u32(pack, 0) != TML_PACK_MAGIC) return TML_PACK_NOT_A_PACK;
  if (tml_read_u32(pack, TML_AT_VERSION) != TML_PACK_FORMAT) return TML_PACK_VERSION;
  if (length < TML_TABLE_END) return TML_PACK_LENGTH;
  own_length = tml_read_u32(pack, TML_AT_LENGTH);
  if (own_length < TML_TABLE_END || own_length > length || own_length % 4u != 0) return TML_PACK_LENGTH;
  pack->length = own_length;
  if (tml_crc32(bytes + TML_AT_HASH, own_length - TML_AT_HASH) != tml_pack_crc32(pack)) return TML_PACK_CHECKSUM;
  return check_content(pack);
}

static const char *string_or_empty(const tml_pack *pack, uint32_t count_at, uint32_t table_at, uint32_t index) {
  if (index >= tml_read_u32(pack, count_at)) return "";
  return tml_read_string(pack, tml_read_u32(pack, table_at), index);
}

uint32_t tml_pack_bytes(const tml_pack *pack) { return pack->length; }
uint32_t tml_pack_crc32(const tml_pack *pack) { return tml_read_u32(pack, TML_AT_CRC); }
const uint8_t *tml_pack_hash(const tml_pack *pack) { return pack->bytes + TML_AT_HASH; }
uint32_t tml_pack_raw_length(const tml_pack *pack) { return tml_pack_rows(pack) * tml_pack_axes(pack); }
uint32_t tml_pack_rows(const tml_pack *pack) { return tml_read_u32(pack, TML_AT_ROWS); }
uint32_t tml_pack_axes(const tml_pack *pack) { return tml_read_u32(pack, TML_AT_AXES); }
uint32_t tml_pack_stride_rows(const tml_pack *pack) { return tml_read_u32(pack, TML_AT_STRIDE); }
float tml_pack_rate_hz(const tml_pack *pack) { return tml_read_f32(pack, TML_AT_RATE); }
uint32_t tml_pack_label_count(const tml_pack *pack) { return tml_read_u32(pack, TML_AT_LABEL_COUNT); }
uint32_t tml_pack_feature_count(const tml_pack *pack) { return pack->features; }
uint32_t tml_pack_network_features(const tml_pack *pack) { return pack->network_features; }
uint32_t tml_pack_arena_bytes(const tml_pack *pack) { return pack->arena_bytes; }

float tml_pack_output_scale(const tml_pack *pack) { return tml_read_f32(pack, TML_AT_OUTPUT_SCALE); }

int32_t tml_pack_output_zero_point(const tml_pack *pack) {
  return (int32_t)tml_read_u32(pack, TML_AT_OUTPUT_ZERO_POINT);
}

const char *tml_pack_label(const tml_pack *pack, uint32_t index) {
  return string_or_empty(pack, TML_AT_LABEL_COUNT, TML_AT_LABELS, index);
}

const char *tml_pack_axis(const tml_pack *pack, uint32_t index) {
  return string_or_empty(pack, TML_AT_AXES, TML_AT_AXIS_NAMES, index);
}

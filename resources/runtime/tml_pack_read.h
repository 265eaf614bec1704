/* How a model pack's bytes become parameters. Every reader checks what it reads. Private to the interpreter. */
#ifndef TML_PACK_READ_H
#define TML_PACK_READ_H

#include "tml_anomaly.h"
#include "tml_flatten.h"
#include "tml_pack.h"
#include "tml_pack_blocks.h"
#include "tml_spectral.h"

/* Where the fields lie. */
#define TML_AT_VERSION 4u
#define TML_AT_LENGTH 8u
#define TML_AT_CRC 12u
#define TML_AT_HASH 16u
#define TML_AT_RATE 48u
#define TML_AT_ROWS 52u
#define TML_AT_AXES 56u
#define TML_AT_STRIDE 60u
#define TML_AT_AXIS_NAMES 64u
#define TML_AT_BLOCK_COUNT 68u
#define TML_AT_BLOCKS 72u
#define TML_AT_FEATURES 76u
#define TML_AT_SCALER 80u
#define TML_AT_INPUT_SCALE 84u
#define TML_AT_INPUT_ZERO_POINT 88u
#define TML_AT_OPERATOR_COUNT 92u
#define TML_AT_OPERATORS 96u
#define TML_AT_LABEL_COUNT 100u
#define TML_AT_LABELS 104u
#define TML_AT_ARENA 108u
#define TML_AT_OUTPUT_SCALE 112u
#define TML_AT_OUTPUT_ZERO_POINT 116u
#define TML_AT_SCRATCH 120u
#define TML_AT_ANOMALY 124u
#define TML_TABLE_END 128u

/* Words of the record of an anomaly detector, beyond tml_anomaly_params. */
#define TML_ANOMALY_THRESHOLD 36u
#define TML_ANOMALY_NETWORK_FEATURES 40u
#define TML_ANOMALY_WORDS 11u

#define TML_BLOCK_SPECTRAL 1u
#define TML_BLOCK_RAW 2u
#define TML_BLOCK_FLATTEN 3u

typedef struct {
  uint32_t kind;
  uint32_t features;
  uint32_t axes;
  const int32_t *axis;
  uint32_t scratch_floats;
  uint32_t history_floats;
  float scale; /* raw */
  tml_flatten_params flatten;
  tml_spectral_params spectral;
  tml_block_params record; /* the other kinds */
} tml_block;

TML_BEGIN
uint32_t tml_read_u32(const tml_pack *pack, uint32_t at);
float tml_read_f32(const tml_pack *pack, uint32_t at);
/* `count` items of `size` bytes at an offset, or NULL where they do not lie aligned within the payload. */
const void *tml_section(const tml_pack *pack, uint32_t offset, uint32_t count, uint32_t size);
/* `count` floats at an offset, all of them numbers; NULL otherwise. */
const float *tml_read_floats(const tml_pack *pack, uint32_t offset, uint32_t count);
/* String `index` of a table of offsets; NULL where it does not end within the pack. */
const char *tml_read_string(const tml_pack *pack, uint32_t table, uint32_t index);
/* The anomaly detector and how many floats it works with; the pack has one. TML_OK or TML_PACK_BAD_CONTENT. */
int tml_read_anomaly(const tml_pack *pack, tml_anomaly_params *p, uint32_t *scratch_floats);
/* TML_OK, TML_PACK_BAD_CONTENT or TML_PACK_UNSUPPORTED. */
int tml_read_block(const tml_pack *pack, uint32_t index, tml_block *block);
TML_END

#endif

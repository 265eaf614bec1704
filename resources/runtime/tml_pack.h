/* Runs a model pack: raw readings in, int8 scores out. The pack's layout is in MODEL-PACK.md.
 *
 * Nothing is copied: weights are used where they lie, so a pack in flash stays in flash. tml_pack_open
 * checks every number of the pack; a pack that opens can be run without reading outside its bytes. */
#ifndef TML_PACK_H
#define TML_PACK_H

#include "tml_guard.h"
#include "tml_status.h"

#define TML_PACK_HASH_BYTES 32

/* Private to tml_pack.c; read it through the functions below. */
typedef struct {
  const uint8_t *bytes;
  uint32_t length;
  uint32_t arena_bytes;
  uint32_t features;
  uint32_t network_features;
  uint32_t history_floats;
} tml_pack;

TML_BEGIN
/* bytes: 4-byte aligned, alive as long as the pack is used; length may be larger than the pack (flash).
 * Answers TML_OK or a TML_PACK_... status; after a failure the pack must not be used. */
int tml_pack_open(tml_pack *pack, const uint8_t *bytes, uint32_t length);

uint32_t tml_pack_bytes(const tml_pack *pack);        /* the pack's own size */
uint32_t tml_pack_crc32(const tml_pack *pack);        /* as its header says */
const uint8_t *tml_pack_hash(const tml_pack *pack);   /* 32 bytes, SHA-256 of the payload */
uint32_t tml_pack_raw_length(const tml_pack *pack);   /* floats in a window = rows x axes */
uint32_t tml_pack_rows(const tml_pack *pack);         /* readings in a window */
uint32_t tml_pack_axes(const tml_pack *pack);
uint32_t tml_pack_stride_rows(const tml_pack *pack);  /* readings from one window's start to the next */
float tml_pack_rate_hz(const tml_pack *pack);
uint32_t tml_pack_label_count(const tml_pack *pack);
const char *tml_pack_label(const tml_pack *pack, uint32_t index); /* UTF-8, ends with 0; "" outside */
const char *tml_pack_axis(const tml_pack *pack, uint32_t index);  /* name of an axis, likewise */
uint32_t tml_pack_feature_count(const tml_pack *pack);
/* Those at the front that the network takes; the others are for the anomaly detector alone. */
uint32_t tml_pack_network_features(const tml_pack *pack);
uint32_t tml_pack_arena_bytes(const tml_pack *pack);
/* score = (output - zero point) x scale; 1/256 and -128 after a softmax. */
float tml_pack_output_scale(const tml_pack *pack);
int32_t tml_pack_output_zero_point(const tml_pack *pack);

/* Forgets the windows before: call it with a new arena, and before the first window of another signal. Blocks that look
 * at one window alone do not need it. */
void tml_pack_start(const tml_pack *pack, uint8_t *arena);

/* Whether there is a detector of anomalies, and the score above which a window is one. */
int tml_pack_has_anomaly(const tml_pack *pack);
float tml_pack_anomaly_threshold(const tml_pack *pack);

/* raw: interleaved rows of one window. arena: 4-byte aligned. output: one int8 a label; the score of label i
 * is (output[i] - zero point) x scale. features_out (feature count floats, before the scaler), input_out (one int8 a
 * feature of the network) and anomaly_out (one float, written where there is a detector) may be NULL. Answers TML_OK, TML_NO_MEMORY, or TML_NOT_FINITE for readings that give no number. */
int tml_pack_classify(const tml_pack *pack, const float *raw, uint8_t *arena, uint32_t arena_bytes,
                      float *features_out, int8_t *input_out, int8_t *output, float *anomaly_out);
/* The same in steps, so that their times can be told apart: raw readings to features in the arena ... */
int tml_pack_extract(const tml_pack *pack, const float *raw, uint8_t *arena, uint32_t arena_bytes,
                     float *features_out);
/* ... those features to the score of the anomaly detector, 0 where there is none ... */
float tml_pack_anomaly(const tml_pack *pack, uint8_t *arena);
/* ... and to scores of the labels; it leaves scaled features behind. */
void tml_pack_infer(const tml_pack *pack, uint8_t *arena, int8_t *input_out, int8_t *output);

/* CRC-32 (IEEE 802.3, reflected, as in zip) of some bytes. */
uint32_t tml_crc32(const uint8_t *bytes, uint32_t length);
TML_END

#endif

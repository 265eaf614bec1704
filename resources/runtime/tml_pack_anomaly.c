/* The anomaly detector of a model pack. */
#include "tml_math.h"
#include "tml_pack_read.h"
#include <stddef.h>

#define MOST_AXES 1024u
#define MOST_PARTS 4096u

static const float *floats_at(const tml_pack *pack, uint32_t at, uint32_t count) {
  return tml_read_floats(pack, tml_read_u32(pack, at), count);
}

static int read_places(const tml_pack *pack, uint32_t at, uint32_t axes, tml_anomaly_params *p) {
  uint32_t i;
  p->places = (const int32_t *)tml_section(pack, tml_read_u32(pack, at), axes, 4);
  for (i = 0; p->places && i < axes; i++) {
    if ((uint32_t)p->places[i] >= pack->features) return 0;
  }
  return p->places != NULL;
}

int tml_read_anomaly(const tml_pack *pack, tml_anomaly_params *p, uint32_t *scratch_floats) {
  uint32_t at = tml_read_u32(pack, TML_AT_ANOMALY), axes, parts, triangle;
  if (!tml_section(pack, at, TML_ANOMALY_WORDS, 4)) return TML_PACK_BAD_CONTENT;
  p->kind = tml_read_u32(pack, at);
  axes = tml_read_u32(pack, at + 4);
  parts = tml_read_u32(pack, at + 20);
  if (p->kind > TML_ANOMALY_MIXTURE) return TML_PACK_BAD_CONTENT;
  if (axes < 1 || axes > MOST_AXES || parts < 1 || parts > MOST_PARTS) return TML_PACK_BAD_CONTENT;
  if (!read_places(pack, at + 8, axes, p)) return TML_PACK_BAD_CONTENT;
  triangle = p->kind == TML_ANOMALY_MIXTURE ? axes * (axes + 1) / 2 : 1;
  p->axes = (int32_t)axes;
  p->parts = (int32_t)parts;
  p->mean = floats_at(pack, at + 12, axes);
  p->scale = floats_at(pack, at + 16, axes);
  p->centers = floats_at(pack, at + 24, parts * axes);
  p->spread = floats_at(pack, at + 28, parts * triangle);
  p->peak = p->kind == TML_ANOMALY_MIXTURE ? floats_at(pack, at + 32, parts) : NULL;
  if (!p->mean || !p->scale || !p->centers || !p->spread) return TML_PACK_BAD_CONTENT;
  if (p->kind == TML_ANOMALY_MIXTURE && !p->peak) return TML_PACK_BAD_CONTENT;
  *scratch_floats = 2 * axes + parts;
  return TML_OK;
}

int tml_pack_has_anomaly(const tml_pack *pack) { return tml_read_u32(pack, TML_AT_ANOMALY) != 0; }

float tml_pack_anomaly_threshold(const tml_pack *pack) {
  if (!tml_pack_has_anomaly(pack)) return 0.0f;
  return tml_read_f32(pack, tml_read_u32(pack, TML_AT_ANOMALY) + TML_ANOMALY_THRESHOLD);
}

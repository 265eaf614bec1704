#include "tml_pack_blocks.h"
#include "tml_pack_read.h"
#include <stddef.h>

#define TML_AUDIO_FIELDS 15u

static int32_t read_i32(const tml_pack *pack, uint32_t at) { return (int32_t)tml_read_u32(pack, at); }

static int read_audio(const tml_pack *pack, uint32_t at, tml_audio_params *p) {
  int32_t i;
  if (!tml_section(pack, at, TML_AUDIO_FIELDS, 4)) return TML_PACK_BAD_CONTENT;
  p->frame_length = read_i32(pack, at);
  p->frame_stride = read_i32(pack, at + 4);
  p->frame_count = read_i32(pack, at + 8);
  p->fft_length = read_i32(pack, at + 12);
  p->scale = tml_read_f32(pack, at + 16);
  p->unemphasised = tml_read_f32(pack, at + 20);
  p->filters = read_i32(pack, at + 24);
  p->first_bins = NULL;
  p->bin_counts = NULL;
  p->weights = NULL;
  p->coefficients = read_i32(pack, at + 40);
  p->cosines = NULL;
  p->window = read_i32(pack, at + 48);
  p->noise_floor_db = tml_read_f32(pack, at + 52);
  p->as_edge_impulse = read_i32(pack, at + 56) != 0;
  if (p->filters < 0 || p->filters > TML_AUDIO_MOST_FILTERS) return TML_PACK_BAD_CONTENT;
  if (p->coefficients < 0 || p->coefficients > p->filters) return TML_PACK_BAD_CONTENT;
  if (p->filters == 0) return TML_OK;
  p->first_bins = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 28), (uint32_t)p->filters, 4);
  p->bin_counts = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 32), (uint32_t)p->filters, 4);
  if (!p->first_bins || !p->bin_counts) return TML_PACK_BAD_CONTENT;
  for (i = 0; i < p->filters; i++) {
    if (p->bin_counts[i] < 1 || p->bin_counts[i] > 2049) return TML_PACK_BAD_CONTENT;
  }
  p->weights = tml_read_floats(pack, tml_read_u32(pack, at + 36), (uint32_t)tml_audio_weight_count(p));
  if (!p->weights) return TML_PACK_BAD_CONTENT;
  if (p->coefficients == 0) return TML_OK;
  p->cosines = tml_read_floats(pack, tml_read_u32(pack, at + 44), (uint32_t)(p->filters * p->coefficients));
  return p->cosines ? TML_OK : TML_PACK_BAD_CONTENT;
}

int tml_read_record(const tml_pack *pack, uint32_t at, uint32_t kind, uint32_t version, tml_block_params *p) {
  switch (kind) {
    case TML_BLOCK_MFCC:
    case TML_BLOCK_MFE:
    case TML_BLOCK_SPECTROGRAM:
      return version == 4 ? read_audio(pack, at, &p->audio) : TML_PACK_UNSUPPORTED;
    default:
      return TML_PACK_UNSUPPORTED;
  }
}

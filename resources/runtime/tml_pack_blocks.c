#include "tml_pack_blocks.h"
#include "tml_pack_fixed.h"
#include "tml_pack_read.h"
#include <stddef.h>

#define TML_AUDIO_FIELDS 17u
#define TML_WAVELET_FIELDS 12u

static int32_t read_i32(const tml_pack *pack, uint32_t at) { return (int32_t)tml_read_u32(pack, at); }

static int read_audio(const tml_pack *pack, uint32_t at, uint32_t version, tml_audio_params *p) {
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
  p->shift = read_i32(pack, at + 60);
  p->version = (int32_t)version;
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

static int read_wavelet(const tml_pack *pack, uint32_t at, tml_wavelet_params *p) {
  int32_t i;
  if (!tml_section(pack, at, TML_WAVELET_FIELDS, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->decimation_count = read_i32(pack, at + 4);
  for (i = 0; i < 3; i++) p->decimation_factors[i] = read_i32(pack, at + 8 + 4 * (uint32_t)i);
  p->decimations = NULL;
  p->filter_sections = read_i32(pack, at + 24);
  p->filter = NULL;
  p->level = read_i32(pack, at + 32);
  p->taps = read_i32(pack, at + 36);
  if (p->decimation_count < 0 || p->decimation_count > TML_MAX_DECIMATIONS) return TML_PACK_BAD_CONTENT;
  if (p->filter_sections < 0 || p->filter_sections > TML_MAX_FILTER_SECTIONS) return TML_PACK_BAD_CONTENT;
  if (p->taps < 2 || p->taps > TML_WAVELET_MOST_TAPS) return TML_PACK_BAD_CONTENT;
  if (p->decimation_count > 0) {
    uint32_t floats = (uint32_t)p->decimation_count * TML_DECIMATION_FLOATS;
    p->decimations = tml_read_floats(pack, tml_read_u32(pack, at + 20), floats);
    if (!p->decimations) return TML_PACK_BAD_CONTENT;
  }
  if (p->filter_sections > 0) {
    uint32_t floats = (uint32_t)p->filter_sections * TML_SECTION_FLOATS;
    p->filter = tml_read_floats(pack, tml_read_u32(pack, at + 28), floats);
    if (!p->filter) return TML_PACK_BAD_CONTENT;
  }
  p->low = tml_read_floats(pack, tml_read_u32(pack, at + 40), (uint32_t)p->taps);
  p->high = tml_read_floats(pack, tml_read_u32(pack, at + 44), (uint32_t)p->taps);
  return p->low && p->high ? TML_OK : TML_PACK_BAD_CONTENT;
}

static int read_normalization(const tml_pack *pack, uint32_t at, tml_normalization_params *p) {
  if (!tml_section(pack, at, 4, 4)) return TML_PACK_BAD_CONTENT;
  p->method = read_i32(pack, at);
  p->together = read_i32(pack, at + 4) != 0;
  p->low = tml_read_f32(pack, at + 8);
  p->high = tml_read_f32(pack, at + 12);
  return TML_OK;
}

static int read_band_energies(const tml_pack *pack, uint32_t at, tml_band_energies_params *p) {
  if (!tml_section(pack, at, 8, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->fft_length = read_i32(pack, at + 4);
  p->hann = read_i32(pack, at + 8) != 0;
  p->relative = read_i32(pack, at + 12) != 0;
  p->take_log = read_i32(pack, at + 16) != 0;
  p->bands = read_i32(pack, at + 20);
  if (p->bands < 1 || p->bands > TML_MOST_BANDS) return TML_PACK_BAD_CONTENT;
  p->first_bins = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 24), (uint32_t)p->bands, 4);
  p->bin_counts = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 28), (uint32_t)p->bands, 4);
  return p->first_bins && p->bin_counts ? TML_OK : TML_PACK_BAD_CONTENT;
}

static int read_envelope(const tml_pack *pack, uint32_t at, tml_envelope_params *p) {
  if (!tml_section(pack, at, 5, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->method = read_i32(pack, at + 4);
  p->frame_length = read_i32(pack, at + 8);
  p->frame_stride = read_i32(pack, at + 12);
  p->frame_count = read_i32(pack, at + 16);
  return TML_OK;
}

static int read_hjorth(const tml_pack *pack, uint32_t at, tml_hjorth_params *p) {
  if (!tml_section(pack, at, 3, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->descriptors = read_i32(pack, at + 4);
  p->threshold = tml_read_f32(pack, at + 8);
  return TML_OK;
}

static int read_peaks(const tml_pack *pack, uint32_t at, tml_peaks_params *p) {
  if (!tml_section(pack, at, 3, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->rate_hz = tml_read_f32(pack, at + 4);
  p->prominence = tml_read_f32(pack, at + 8);
  return TML_OK;
}

static int read_sensor_fusion(const tml_pack *pack, uint32_t at, tml_sensor_fusion_params *p) {
  if (!tml_section(pack, at, 4, 4)) return TML_PACK_BAD_CONTENT;
  p->method = read_i32(pack, at);
  p->axes = read_i32(pack, at + 4);
  if (p->axes < 1 || p->axes > 64) return TML_PACK_BAD_CONTENT;
  p->counts = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 8), (uint32_t)p->axes, 4);
  p->scales = tml_read_floats(pack, tml_read_u32(pack, at + 12), (uint32_t)p->axes);
  return p->counts && p->scales ? TML_OK : TML_PACK_BAD_CONTENT;
}

static int read_spectral_first(const tml_pack *pack, uint32_t at, tml_spectral_first_params *p) {
  if (!tml_section(pack, at, 10, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->filter_sections = read_i32(pack, at + 4);
  p->filter = NULL;
  p->fft_length = read_i32(pack, at + 12);
  p->rate_hz = tml_read_f32(pack, at + 16);
  p->peaks = read_i32(pack, at + 20);
  p->threshold = tml_read_f32(pack, at + 24);
  p->bands = read_i32(pack, at + 28);
  if (p->filter_sections < 0 || p->filter_sections > TML_MAX_FILTER_SECTIONS) return TML_PACK_BAD_CONTENT;
  if (p->bands < 1 || p->bands > TML_SPECTRAL_FIRST_MOST) return TML_PACK_BAD_CONTENT;
  if (p->filter_sections > 0) {
    uint32_t floats = (uint32_t)p->filter_sections * TML_SECTION_FLOATS;
    p->filter = tml_read_floats(pack, tml_read_u32(pack, at + 8), floats);
    if (!p->filter) return TML_PACK_BAD_CONTENT;
  }
  p->first_bins = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 32), (uint32_t)p->bands, 4);
  p->bin_counts = (const int32_t *)tml_section(pack, tml_read_u32(pack, at + 36), (uint32_t)p->bands, 4);
  return p->first_bins && p->bin_counts ? TML_OK : TML_PACK_BAD_CONTENT;
}

/* Records of the first version of a block. */
static int read_first_version(const tml_pack *pack, uint32_t at, uint32_t kind, tml_block_params *p) {
  switch (kind) {
    case TML_BLOCK_IMAGE:
      if (!tml_section(pack, at, 2, 4)) return TML_PACK_BAD_CONTENT;
      p->image.grey = read_i32(pack, at) != 0;
      p->image.packed = read_i32(pack, at + 4) != 0;
      return TML_OK;
    case TML_BLOCK_NORMALIZATION: return read_normalization(pack, at, &p->normalization);
    case TML_BLOCK_BAND_ENERGIES: return read_band_energies(pack, at, &p->band_energies);
    case TML_BLOCK_ENVELOPE: return read_envelope(pack, at, &p->envelope);
    case TML_BLOCK_HJORTH: return read_hjorth(pack, at, &p->hjorth);
    case TML_BLOCK_PEAKS: return read_peaks(pack, at, &p->peaks);
    case TML_BLOCK_SENSOR_FUSION: return read_sensor_fusion(pack, at, &p->sensor_fusion);
    case TML_BLOCK_SPECTRAL_FIRST: return read_spectral_first(pack, at, &p->spectral_first);
    default: return TML_PACK_UNSUPPORTED;
  }
}

int tml_read_record(const tml_pack *pack, uint32_t at, uint32_t kind, uint32_t version, tml_block_params *p) {
  switch (kind) {
    case TML_BLOCK_MFCC:
    case TML_BLOCK_MFE:
    case TML_BLOCK_SPECTROGRAM:
      return version >= 1 && version <= 4 ? read_audio(pack, at, version, &p->audio) : TML_PACK_UNSUPPORTED;
    case TML_BLOCK_WAVELET:
      return version == 3 || version == 4 ? read_wavelet(pack, at, &p->wavelet) : TML_PACK_UNSUPPORTED;
    case TML_BLOCK_MFCC_FIXED:
    case TML_BLOCK_MFE_FIXED:
      return version == 4 ? tml_read_audio_fixed(pack, at, &p->audio_fixed) : TML_PACK_UNSUPPORTED;
    case TML_BLOCK_SPECTRAL_FIXED:
      return version == 4 ? tml_read_spectral_fixed(pack, at, &p->spectral_fixed) : TML_PACK_UNSUPPORTED;
    default:
      return version == 1 ? read_first_version(pack, at, kind, p) : TML_PACK_UNSUPPORTED;
  }
}

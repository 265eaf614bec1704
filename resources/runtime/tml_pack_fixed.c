#include "tml_pack_fixed.h"
#include "tml_audio.h"
#include "tml_pack_read.h"
#include <stddef.h>

#define TML_AUDIO_FIXED_FIELDS 17u
#define TML_SPECTRAL_FIXED_FIELDS 17u

static int32_t read_i32(const tml_pack *pack, uint32_t at) { return (int32_t)tml_read_u32(pack, at); }

/* The whole numbers that the offset at `at` points to; NULL where they lie outside the pack. */
static const int32_t *read_table(const tml_pack *pack, uint32_t at, int32_t count) {
  return (const int32_t *)tml_section(pack, tml_read_u32(pack, at), (uint32_t)count, 4);
}

/* Within -1 ... 1 in Q30: all that a product can take. */
static int are_factors(const int32_t *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) {
    if (values[i] < -TML_FIXED_ONE || values[i] > TML_FIXED_ONE) return 0;
  }
  return 1;
}

/* Cosines of a quarter turn, where the FFT's length is possible. Each with its sine must be as long as 1, or sums grow. */
static const int32_t *read_turn(const tml_pack *pack, uint32_t at, int32_t fft_length) {
  int32_t quarter = fft_length / 4, i;
  const int32_t *turn;
  if (fft_length < 4 || fft_length > 4096) return NULL;
  turn = read_table(pack, at, quarter + 1);
  if (!turn || !are_factors(turn, quarter + 1)) return NULL;
  for (i = 0; i <= quarter; i++) {
    int64_t square = (int64_t)turn[i] * turn[i] + (int64_t)turn[quarter - i] * turn[quarter - i];
    if (square > ((int64_t)1 << 60) + ((int64_t)1 << 40)) return NULL;
  }
  return turn;
}

static int read_filters(const tml_pack *pack, uint32_t at, tml_audio_fixed_params *p) {
  int32_t i;
  if (p->filters < 1 || p->filters > TML_AUDIO_MOST_FILTERS) return TML_PACK_BAD_CONTENT;
  p->first_bins = read_table(pack, at, p->filters);
  p->bin_counts = read_table(pack, at + 4, p->filters);
  if (!p->first_bins || !p->bin_counts) return TML_PACK_BAD_CONTENT;
  for (i = 0; i < p->filters; i++) {
    if (p->bin_counts[i] < 1 || p->bin_counts[i] > 2049) return TML_PACK_BAD_CONTENT;
  }
  p->weights = read_table(pack, at + 8, tml_audio_fixed_weight_count(p));
  if (!p->weights) return TML_PACK_BAD_CONTENT;
  for (i = 0; i < tml_audio_fixed_weight_count(p); i++) {
    if (p->weights[i] < 0 || p->weights[i] > 32768) return TML_PACK_BAD_CONTENT;
  }
  return TML_OK;
}

int tml_read_audio_fixed(const tml_pack *pack, uint32_t at, tml_audio_fixed_params *p) {
  if (!tml_section(pack, at, TML_AUDIO_FIXED_FIELDS, 4)) return TML_PACK_BAD_CONTENT;
  p->frame_length = read_i32(pack, at);
  p->frame_stride = read_i32(pack, at + 4);
  p->frame_count = read_i32(pack, at + 8);
  p->fft_length = read_i32(pack, at + 12);
  p->exponent = read_i32(pack, at + 16);
  p->unemphasised = read_i32(pack, at + 20);
  p->turn = read_turn(pack, at + 24, p->fft_length);
  p->filters = read_i32(pack, at + 28);
  p->coefficients = read_i32(pack, at + 44);
  p->cosines = NULL;
  p->window = read_i32(pack, at + 52);
  p->level_gain = read_i32(pack, at + 56);
  p->level_offset = read_i32(pack, at + 60);
  p->as_edge_impulse = read_i32(pack, at + 64) != 0;
  if (!p->turn || read_filters(pack, at + 32, p) != TML_OK) return TML_PACK_BAD_CONTENT;
  if (p->coefficients < 0 || p->coefficients > p->filters) return TML_PACK_BAD_CONTENT;
  if (p->coefficients == 0) return TML_OK;
  p->cosines = read_table(pack, at + 48, p->filters * p->coefficients);
  return p->cosines && are_factors(p->cosines, p->filters * p->coefficients) ? TML_OK : TML_PACK_BAD_CONTENT;
}

static int have_gains(const int32_t *steps, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) {
    if (!are_factors(steps + (i + 1) * TML_DECIMATION_WORDS - 1, 1)) return 0;
  }
  return 1;
}

int tml_read_spectral_fixed(const tml_pack *pack, uint32_t at, tml_spectral_fixed_params *p) {
  int32_t i;
  if (!tml_section(pack, at, TML_SPECTRAL_FIXED_FIELDS, 4)) return TML_PACK_BAD_CONTENT;
  p->scale = tml_read_f32(pack, at);
  p->decimation_count = read_i32(pack, at + 4);
  for (i = 0; i < 3; i++) p->decimation_factors[i] = read_i32(pack, at + 8 + 4 * (uint32_t)i);
  p->decimations = NULL;
  p->filter_sections = read_i32(pack, at + 24);
  p->filter = NULL;
  p->fft_length = read_i32(pack, at + 32);
  p->turn = read_turn(pack, at + 36, p->fft_length);
  p->overlap = read_i32(pack, at + 40) != 0;
  p->take_log = read_i32(pack, at + 44) != 0;
  p->first_bin = read_i32(pack, at + 48);
  p->bin_count = read_i32(pack, at + 52);
  p->low_first_bin = read_i32(pack, at + 56);
  p->low_bin_count = read_i32(pack, at + 60);
  p->low_decimation = NULL;
  if (!p->turn || p->decimation_count < 0 || p->decimation_count > 3) return TML_PACK_BAD_CONTENT;
  if (p->filter_sections < 0 || p->filter_sections > 4) return TML_PACK_BAD_CONTENT;
  if (p->decimation_count > 0) {
    p->decimations = read_table(pack, at + 20, p->decimation_count * TML_DECIMATION_WORDS);
    if (!p->decimations || !have_gains(p->decimations, p->decimation_count)) return TML_PACK_BAD_CONTENT;
  }
  if (p->filter_sections > 0) {
    p->filter = read_table(pack, at + 28, p->filter_sections * TML_SECTION_WORDS);
    if (!p->filter) return TML_PACK_BAD_CONTENT;
  }
  if (p->low_bin_count == 0) return TML_OK;
  p->low_decimation = read_table(pack, at + 64, TML_DECIMATION_WORDS);
  return p->low_decimation && have_gains(p->low_decimation, 1) ? TML_OK : TML_PACK_BAD_CONTENT;
}

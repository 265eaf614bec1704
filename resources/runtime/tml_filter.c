#include "tml_filter.h"
#include "tml_math.h"
#include "tml_statistics.h"

int32_t tml_decimated_rows(int32_t rows, int32_t factor) { return (rows + factor - 1) / factor; }

/* One section over the whole signal in place. Tiny values become 0: a decaying filter must not end in subnormals. */
static void filter_section(const float *section, float s1, float s2, float *values, int32_t count) {
  float b0 = section[0], b1 = section[1], b2 = section[2], a1 = section[3], a2 = section[4];
  int32_t i;
  for (i = 0; i < count; i++) {
    float x = values[i];
    float y = tml_flush(b0 * x + s1);
    s1 = tml_flush(b1 * x - a1 * y + s2);
    s2 = tml_flush(b2 * x - a2 * y);
    values[i] = y;
  }
}

/* Low-pass that starts as if the first value had always been there, then every factor-th value. */
int32_t tml_decimate(const float *step, int32_t factor, float *values, int32_t count) {
  const float *states = step + TML_DECIMATION_SECTIONS * TML_SECTION_FLOATS;
  float first = values[0];
  int32_t i, kept = tml_decimated_rows(count, factor);
  for (i = 0; i < TML_DECIMATION_SECTIONS; i++) {
    filter_section(step + i * TML_SECTION_FLOATS, states[2 * i] * first, states[2 * i + 1] * first, values, count);
  }
  for (i = 0; i < kept; i++) values[i] = values[i * factor];
  return kept;
}

void tml_subtract_mean(float *values, int32_t count) {
  float mean = tml_mean(values, count);
  int32_t i;
  for (i = 0; i < count; i++) values[i] = tml_flush(values[i] - mean);
}

void tml_filter(const float *sections, int32_t count_of_sections, float *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count_of_sections; i++) filter_section(sections + i * TML_SECTION_FLOATS, 0.0f, 0.0f, values, count);
}

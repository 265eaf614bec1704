#include "tml_filter_fixed.h"

#define TML_MOST 536870911

static int32_t within(int64_t value) {
  return value > TML_MOST ? TML_MOST : value < -TML_MOST ? -TML_MOST : (int32_t)value;
}

/* What has been cut off so far is kept in 30 bits more, so that slow filters do not drift. `before`: all values up to now. */
static void filter_section(const int32_t *section, int32_t before, tml_fixed *values, int32_t count) {
  int32_t x1 = before, x2 = before, y1 = before, y2 = before, i;
  int64_t rest = 0;
  for (i = 0; i < count; i++) {
    int32_t x = values[i], y;
    int64_t sum = rest + (int64_t)section[0] * x + (int64_t)section[1] * x1 + (int64_t)section[2] * x2 -
                  (int64_t)section[3] * y1 - (int64_t)section[4] * y2;
    rest = sum & 536870911;
    y = within(sum >> 29);
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    values[i] = y;
  }
}

void tml_filter_fixed(const int32_t *sections, int32_t count_of_sections, tml_fixed *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count_of_sections; i++) filter_section(sections + TML_SECTION_WORDS * i, 0, values, count);
}

int32_t tml_decimate_fixed(const int32_t *step, int32_t factor, tml_fixed *values, int32_t count) {
  int32_t first = values[0], kept = (count + factor - 1) / factor, i;
  for (i = 0; i < 4; i++) filter_section(step + TML_SECTION_WORDS * i, first, values, count);
  for (i = 0; i < kept; i++) values[i] = tml_fixed_multiply(values[i * factor], step[4 * TML_SECTION_WORDS]);
  return kept;
}

void tml_subtract_mean_fixed(tml_fixed *values, int32_t count) {
  int64_t sum = 0, half;
  int32_t mean, i;
  for (i = 0; i < count; i++) sum += values[i];
  half = sum < 0 ? -(count / 2) : count / 2;
  mean = (int32_t)((sum + half) / count);
  for (i = 0; i < count; i++) values[i] -= mean;
}

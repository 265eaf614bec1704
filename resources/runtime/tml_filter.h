/* Second-order sections, and decimation with them. */
#ifndef TML_FILTER_H
#define TML_FILTER_H

#include "tml_guard.h"

/* One second-order section: y = b0 x + s1; s1 = b1 x - a1 y + s2; s2 = b2 x - a2 y. */
#define TML_SECTION_FLOATS 5 /* b0 b1 b2 a1 a2 */
/* A decimation step: 4 sections, then the state after an endless input of 1: s1 s2 of each section. */
#define TML_DECIMATION_SECTIONS 4
#define TML_DECIMATION_FLOATS (TML_DECIMATION_SECTIONS * (TML_SECTION_FLOATS + 2))
#define TML_MAX_DECIMATIONS 3
#define TML_MAX_FILTER_SECTIONS 4

TML_BEGIN
/* In place, from rest: `sections` x TML_SECTION_FLOATS. */
void tml_filter(const float *sections, int32_t count_of_sections, float *values, int32_t count);
int32_t tml_decimated_rows(int32_t rows, int32_t factor);
/* In place: low-pass, then every factor-th value; answers how many are left. */
int32_t tml_decimate(const float *step, int32_t factor, float *values, int32_t count);
void tml_subtract_mean(float *values, int32_t count);
TML_END

#endif

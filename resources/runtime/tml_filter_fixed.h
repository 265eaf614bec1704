/* Second-order sections and decimation on whole numbers of at most 25 bits and 5 bits of room. */
#ifndef TML_FILTER_FIXED_H
#define TML_FILTER_FIXED_H

#include "tml_fixed.h"

#define TML_SECTION_WORDS 5 /* b0 b1 b2 a1 a2, Q29 */
/* Four sections whose gain is 1 for what stays the same, then a gain for all of them, Q30. */
#define TML_DECIMATION_WORDS (4 * TML_SECTION_WORDS + 1)

TML_BEGIN
/* In place, from rest: y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''. sections: 5 words each, Q29. */
void tml_filter_fixed(const int32_t *sections, int32_t count_of_sections, tml_fixed *values, int32_t count);
/* In place: four low-pass sections that start as if the first value had always been there, then every factor-th value;
 * answers how many are left. */
int32_t tml_decimate_fixed(const int32_t *step, int32_t factor, tml_fixed *values, int32_t count);
void tml_subtract_mean_fixed(tml_fixed *values, int32_t count);
TML_END

#endif

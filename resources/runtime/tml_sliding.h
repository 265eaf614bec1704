/* Evens out the columns of [count][width] over a window of rows that slides along; beyond the ends rows are mirrored. */
#ifndef TML_SLIDING_H
#define TML_SLIDING_H

#include "tml_guard.h"

typedef struct {
  int32_t count, width;
  int32_t window; /* odd */
  int32_t divide; /* 1: the mean is taken away and the rest divided by the deviation; 0: only the mean */
} tml_sliding;

TML_BEGIN
/* In place. scratch: 2 x count floats. */
void tml_sliding_normalise(const tml_sliding *s, float *values, float *scratch);
TML_END

#endif

/* A window of readings: interleaved rows, of which a DSP block reads some axes. */
#ifndef TML_SIGNAL_H
#define TML_SIGNAL_H

#include "tml_guard.h"

typedef struct {
  const float *values;
  int32_t rows;
  /* Floats from one row to the next: the number of axes in the window. */
  int32_t stride;
  /* How many axes are read, 1 or more, and which: axis[i] is 0 ... stride - 1. NULL: 0, 1, 2 ... */
  int32_t axes;
  const int32_t *axis;
} tml_signal;

#endif

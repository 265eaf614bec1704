/* What a custom DSP block written in C has: the window, float functions with the same bits everywhere, two functions
 * to fill in. Keep nothing from one window to the next; divide by nothing that can be 0; write no doubles. */
#ifndef TML_CUSTOM_H
#define TML_CUSTOM_H

#include "tml_math.h"
#include "tml_signal.h"

/* One reading: row 0 ... window->rows - 1, axis 0 ... window->axes - 1. */
static inline float tml_reading(const tml_signal *window, int32_t row, int32_t axis) {
  const int32_t place = window->axis ? window->axis[axis] : axis;
  return window->values[row * window->stride + place];
}

TML_BEGIN
/* params: the block's settings, in the order of their comments. Features of one window, 1 or more. */
int32_t custom_feature_count(const tml_signal *window, const float *params);
void custom_features(const tml_signal *window, const float *params, float *features);
TML_END

#endif

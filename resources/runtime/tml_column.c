#include "tml_column.h"
#include "tml_math.h"

const float *tml_axis_start(const tml_signal *signal, int32_t index) {
  return signal->values + (signal->axis ? signal->axis[index] : index);
}

void tml_column(const tml_signal *signal, int32_t index, float scale, float *values) {
  const float *source = tml_axis_start(signal, index);
  int32_t row;
  for (row = 0; row < signal->rows; row++) values[row] = tml_flush(source[row * signal->stride] * scale);
}

int tml_signal_fits(const tml_signal *signal) {
  return signal->rows >= 1 && signal->axes >= 1 && signal->stride >= 1;
}

/* One axis of a window as a list of values. */
#ifndef TML_COLUMN_H
#define TML_COLUMN_H

#include "tml_signal.h"

TML_BEGIN
/* The first reading of the index-th axis that is read; the next ones are signal->stride further on. */
const float *tml_axis_start(const tml_signal *signal, int32_t index);
/* values[row] = reading x scale, for all rows of the index-th axis. */
void tml_column(const tml_signal *signal, int32_t index, float scale, float *values);
/* 1 where a window has rows, axes and a stride at all. */
int tml_signal_fits(const tml_signal *signal);
TML_END

#endif

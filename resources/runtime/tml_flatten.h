/* Flatten, implementation version 1: up to seven statistics of each axis, axis by axis. */
#ifndef TML_FLATTEN_H
#define TML_FLATTEN_H

#include "tml_signal.h"

/* Bits of `statistics`, in the order of the features. */
#define TML_FLATTEN_AVERAGE 1
#define TML_FLATTEN_MINIMUM 2
#define TML_FLATTEN_MAXIMUM 4
#define TML_FLATTEN_RMS 8
#define TML_FLATTEN_DEVIATION 16
#define TML_FLATTEN_SKEWNESS 32
#define TML_FLATTEN_KURTOSIS 64
#define TML_FLATTEN_ALL 127

typedef struct {
  float scale;
  int32_t statistics; /* at least one bit */
} tml_flatten_params;

TML_BEGIN
int32_t tml_flatten_feature_count(const tml_flatten_params *p, int32_t axes);
/* scratch: signal->rows floats. */
void tml_flatten(const tml_flatten_params *p, const tml_signal *signal, float *features, float *scratch);
/* Raw, implementation version 1: every value x scale, row by row. */
void tml_raw(float scale, const tml_signal *signal, float *features);
TML_END

#endif

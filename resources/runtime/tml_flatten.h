/* Flatten, implementation version 1: up to seven statistics of each axis, axis by axis.
 *
 * With a moving average, one more value an axis: the mean of its averages over this window and the ones before it, as many
 * as there have been, up to `windows`. For that the caller keeps a history from window to window. */
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
#define TML_FLATTEN_MOST_WINDOWS 1024

typedef struct {
  float scale;
  int32_t statistics; /* at least one bit, or a moving average */
  int32_t windows;    /* of the moving average, up to 1024; 0: none */
} tml_flatten_params;

TML_BEGIN
int32_t tml_flatten_feature_count(const tml_flatten_params *p, int32_t axes);
/* Floats of the history: 0 without a moving average. */
int32_t tml_flatten_history_floats(const tml_flatten_params *p, int32_t axes);
/* scratch: signal->rows floats. history: zeros before the first window of a signal; not read without a moving average. */
void tml_flatten(const tml_flatten_params *p, const tml_signal *signal, float *features, float *scratch,
                 float *history);
/* Raw, implementation version 1: every value x scale, row by row. */
void tml_raw(float scale, const tml_signal *signal, float *features);
TML_END

#endif

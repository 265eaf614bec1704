/* Peaks, implementation version 1: [axes][5].
 *
 * Per axis: x scale -> minus mean -> peaks: places from which the signal falls by `prominence` deviations before it gets
 * higher, after it had risen by as much -> peaks a second, their mean and largest height above the mean, mean and
 * deviation of the seconds between them. Without peaks all are 0, without a second peak the last two. */
#ifndef TML_PEAKS_H
#define TML_PEAKS_H

#include "tml_signal.h"

#define TML_PEAKS_FEATURES 5

typedef struct {
  float scale;
  float rate_hz;
  float prominence; /* in deviations of the axis, above 0 */
} tml_peaks_params;

TML_BEGIN
int tml_peaks_check(const tml_peaks_params *p, const tml_signal *signal);
int32_t tml_peaks_feature_count(const tml_peaks_params *p, const tml_signal *signal);
int32_t tml_peaks_scratch_floats(const tml_peaks_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_peaks(const tml_peaks_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

/* Envelope, implementation version 1: [frame_count][axes].
 *
 * Per axis: x scale -> minus mean -> of each frame the root mean square, the mean of the absolute values, or the largest
 * absolute value. */
#ifndef TML_ENVELOPE_H
#define TML_ENVELOPE_H

#include "tml_signal.h"

#define TML_ENVELOPE_RMS 0
#define TML_ENVELOPE_MEAN 1
#define TML_ENVELOPE_PEAK 2

typedef struct {
  float scale;
  int32_t method;
  int32_t frame_length, frame_stride, frame_count; /* in readings; all frames lie within the window */
} tml_envelope_params;

TML_BEGIN
int tml_envelope_check(const tml_envelope_params *p, const tml_signal *signal);
int32_t tml_envelope_feature_count(const tml_envelope_params *p, const tml_signal *signal);
int32_t tml_envelope_scratch_floats(const tml_envelope_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_envelope(const tml_envelope_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

/* Normalization, implementation version 1: [rows][axes].
 *
 * Every reading, shifted and scaled: by mean and deviation, or by the smallest and largest value, of its own axis or of
 * all axes together; or by a range that is given. Where nothing differs, every feature is 0. */
#ifndef TML_NORMALIZATION_H
#define TML_NORMALIZATION_H

#include "tml_signal.h"

#define TML_NORMALIZE_STANDARD 0 /* (x - mean) / deviation */
#define TML_NORMALIZE_MIN_MAX 1  /* (x - smallest) / (largest - smallest) */
#define TML_NORMALIZE_FIXED 2    /* (x - low) / (high - low), brought within 0 ... 1 */

typedef struct {
  int32_t method;
  int32_t together; /* 1: one mean, deviation, smallest and largest for all axes */
  float low, high;  /* for TML_NORMALIZE_FIXED, low < high */
} tml_normalization_params;

TML_BEGIN
int tml_normalization_check(const tml_normalization_params *p, const tml_signal *signal);
int32_t tml_normalization_feature_count(const tml_normalization_params *p, const tml_signal *signal);
int32_t tml_normalization_scratch_floats(const tml_normalization_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_normalization(const tml_normalization_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

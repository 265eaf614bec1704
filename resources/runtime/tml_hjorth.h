/* Hjorth and zero crossings, implementation version 1: [axes][chosen descriptors].
 *
 * Per axis: x scale -> minus mean -> activity: variance; mobility: deviation of the differences of neighbours over that of
 * the values; complexity: mobility of the differences over that of the values; zero crossings and changes of direction,
 * each as a share of the steps where one could be; and the mean length of a step. All are 0 for a constant axis. */
#ifndef TML_HJORTH_H
#define TML_HJORTH_H

#include "tml_signal.h"

/* Bits of `descriptors`, in the order of the features. */
#define TML_HJORTH_ACTIVITY 1
#define TML_HJORTH_MOBILITY 2
#define TML_HJORTH_COMPLEXITY 4
#define TML_HJORTH_CROSSINGS 8
#define TML_HJORTH_TURNS 16
#define TML_HJORTH_LENGTH 32
#define TML_HJORTH_ALL 63
#define TML_HJORTH_LEAST_ROWS 4

typedef struct {
  float scale;
  int32_t descriptors; /* at least one bit */
  float threshold;     /* 0 or more: a smaller step is no crossing and no change of direction */
} tml_hjorth_params;

TML_BEGIN
int tml_hjorth_check(const tml_hjorth_params *p, const tml_signal *signal);
int32_t tml_hjorth_feature_count(const tml_hjorth_params *p, const tml_signal *signal);
int32_t tml_hjorth_scratch_floats(const tml_hjorth_params *p, const tml_signal *signal);
/* The parameters must have passed the check. */
void tml_hjorth(const tml_hjorth_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

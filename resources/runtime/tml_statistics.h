/* Moments of a list of values. Population (biased) moments; kurtosis is excess kurtosis. */
#ifndef TML_STATISTICS_H
#define TML_STATISTICS_H

#include "tml_guard.h"

typedef struct {
  float mean, deviation, skewness, kurtosis;
} tml_moments;

TML_BEGIN
/* Pairwise sum, in the order numpy adds float32: block by block of 128, halves of halves. */
float tml_sum(const float *values, int32_t count);
/* The sum divided by count, with its rounding: what the reference implementation subtracts. */
float tml_mean(const float *values, int32_t count);
float tml_root_mean_square(const float *values, int32_t count);
/* Skewness and kurtosis are 0 where all values are equal up to rounding. */
tml_moments tml_moments_of(const float *values, int32_t count);
TML_END

#endif

/* Float functions with the same bits on every processor. Plain C arithmetic only, no libm. */
#ifndef TML_MATH_H
#define TML_MATH_H

#include "tml_guard.h"

TML_BEGIN
/* 1 unless NaN or infinite. */
int32_t tml_is_finite(float x);
/* 1 unless one of them is NaN or infinite. */
int32_t tml_all_finite(const float *values, int32_t count);
/* Correctly rounded; 0 for x <= 0. */
float tml_sqrtf(float x);
/* e^x within 1 ulp or so; 0 below -87.3, largest float above 88.7. */
float tml_expf(float x);
/* Natural and decimal logarithm for x > 0; x below 1e-37 counts as 1e-37. */
float tml_logf(float x);
float tml_log10f(float x);
/* Radians, |x| <= 8000; 0 outside. */
float tml_sinf(float x);
float tml_cosf(float x);
TML_END

/* 0 for |x| < 1e-20 so that no subnormal number ever takes part; else x. Here, so that loops need not call it. */
static inline float tml_flush(float x) { return x < 1e-20f && x > -1e-20f ? 0.0f : x; }

#endif

/* exp with steps of our own: no library, the same bits everywhere. */
#ifndef TRAINING_EXPONENTIAL_H
#define TRAINING_EXPONENTIAL_H
#include "vector.h"

#define LOG2_E 1.44269504f
/* ln 2 in two parts; the first has few bits, so that its product with a small integer is exact. */
#define LN2_HIGH 0.693359375f
#define LN2_LOW -0.000212194440f
#define SMALLEST_EXPONENT -87.0f

/* exp of values ≤ 0: 2^n · exp(r), |r| ≤ ln 2 / 2, the series up to r^7; 0 below −87. Only padding is above 0. */
static inline float4 exp4(float4 value)
{
    int4 vanishes = (int4)(value < splat4(SMALLEST_EXPONENT));
    float4 x = select4(vanishes, splat4(SMALLEST_EXPONENT), value);
    x = select4((int4)(x > splat4(0.0f)), splat4(0.0f), x);
    float4 n = __builtin_elementwise_floor(x * splat4(LOG2_E) + splat4(0.5f));
    float4 r = (x - n * splat4(LN2_HIGH)) - n * splat4(LN2_LOW);
    float4 sum = splat4(1.0f / 5040.0f);
    sum = sum * r + splat4(1.0f / 720.0f);
    sum = sum * r + splat4(1.0f / 120.0f);
    sum = sum * r + splat4(1.0f / 24.0f);
    sum = sum * r + splat4(1.0f / 6.0f);
    sum = sum * r + splat4(0.5f);
    sum = sum * r + splat4(1.0f);
    sum = sum * r + splat4(1.0f);
    float4 power = (float4)((__builtin_convertvector(n, int4) + 127) << 23);
    return select4(vanishes, splat4(0.0f), sum * power);
}

#endif

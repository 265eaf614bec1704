/* One step of an optimizer on one tensor. Gradients that are zero in the padding keep the padding zero. */
#include "vector.h"

static inline float4 root4(float4 value) { return __builtin_elementwise_sqrt(value); }

/*
 * Adam: Kingma and Ba, 2015, algorithm 1. The corrections are 1 / (1 − β^step), made by the caller in double.
 */
EXPORT("adam")
void adam(float *values, const float *gradient, float *first, float *second, int length, float rate, float beta1,
          float beta2, float correction1, float correction2, float epsilon)
{
    float4 keep1 = splat4(beta1), add1 = splat4(1.0f - beta1);
    float4 keep2 = splat4(beta2), add2 = splat4(1.0f - beta2);
    for (int i = 0; i < length; i += LANES) {
        float4 slope = load4(gradient + i);
        float4 mean = keep1 * load4(first + i) + add1 * slope;
        float4 square = keep2 * load4(second + i) + add2 * (slope * slope);
        store4(first + i, mean);
        store4(second + i, square);
        float4 divisor = root4(square * splat4(correction2)) + splat4(epsilon);
        float4 step = (mean * splat4(correction1)) / divisor;
        store4(values + i, load4(values + i) - splat4(rate) * step);
    }
}

/* Gradient descent with momentum: velocity = momentum · velocity + gradient; values −= rate · velocity. */
EXPORT("momentum")
void momentum(float *values, const float *gradient, float *velocity, int length, float rate, float keep)
{
    for (int i = 0; i < length; i += LANES) {
        float4 speed = splat4(keep) * load4(velocity + i) + load4(gradient + i);
        store4(velocity + i, speed);
        store4(values + i, load4(values + i) - splat4(rate) * speed);
    }
}

/* What a layer does to each value by itself. `length` is a multiple of four. */
#include "vector.h"

/* NaN stays NaN, so that a runaway training is seen. */
EXPORT("relu") void relu(float *values, int length)
{
    for (int i = 0; i < length; i += LANES) {
        float4 value = load4(values + i);
        store4(values + i, select4((int4)(value < splat4(0.0f)), splat4(0.0f), value));
    }
}

EXPORT("relu_backward") void relu_backward(float *gradient, const float *outputs, int length)
{
    for (int i = 0; i < length; i += LANES) {
        int4 passes = (int4)(load4(outputs + i) > splat4(0.0f));
        store4(gradient + i, select4(passes, load4(gradient + i), splat4(0.0f)));
    }
}

EXPORT("multiply") void multiply(float *out, const float *left, const float *right, int length)
{
    for (int i = 0; i < length; i += LANES)
        store4(out + i, load4(left + i) * load4(right + i));
}

EXPORT("add_scaled") void add_scaled(float *out, const float *values, float factor, int length)
{
    for (int i = 0; i < length; i += LANES)
        store4(out + i, load4(out + i) + splat4(factor) * load4(values + i));
}

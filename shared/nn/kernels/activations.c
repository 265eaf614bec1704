/* Activations beside ReLU, in place; their slopes follow from their outputs. `length` is a multiple of four. */
#include "exponential.h"

/* As in plain/activations.ts. */
enum { RELU6 = 1, LEAKY_RELU = 2, SIGMOID = 3, TANH = 4 };

static inline float4 minus_magnitude(float4 value) { return (float4)((int4)value | (int4)splat4(-0.0f)); }

static inline float4 sigmoid4(float4 value)
{
    float4 power = exp4(minus_magnitude(value));
    float4 above = splat4(1.0f) / (splat4(1.0f) + power);
    float4 below = power / (splat4(1.0f) + power);
    return select4((int4)(value < splat4(0.0f)), below, above);
}

static inline float4 tanh4(float4 value)
{
    float4 power = exp4(splat4(2.0f) * minus_magnitude(value));
    float4 magnitude = (splat4(1.0f) - power) / (splat4(1.0f) + power);
    return select4((int4)(value < splat4(0.0f)), splat4(0.0f) - magnitude, magnitude);
}

static inline float4 relu6_4(float4 value)
{
    value = select4((int4)(value < splat4(0.0f)), splat4(0.0f), value);
    return select4((int4)(value > splat4(6.0f)), splat4(6.0f), value);
}

EXPORT("activate") void activate(float *values, int length, int kind, float leak)
{
    for (int i = 0; i < length; i += LANES) {
        float4 value = load4(values + i);
        if (kind == RELU6)
            value = relu6_4(value);
        else if (kind == LEAKY_RELU)
            value = select4((int4)(value < splat4(0.0f)), splat4(leak) * value, value);
        else if (kind == SIGMOID)
            value = sigmoid4(value);
        else if (kind == TANH)
            value = tanh4(value);
        store4(values + i, value);
    }
}

static inline float4 slope4(float4 output, int kind, float leak)
{
    int4 positive = (int4)(output > splat4(0.0f));
    if (kind == RELU6)
        return select4(positive & (int4)(output < splat4(6.0f)), splat4(1.0f), splat4(0.0f));
    if (kind == LEAKY_RELU)
        return select4(positive, splat4(1.0f), splat4(leak));
    if (kind == SIGMOID)
        return output * (splat4(1.0f) - output);
    return splat4(1.0f) - output * output;
}

EXPORT("activate_backward")
void activate_backward(float *gradient, const float *outputs, int length, int kind, float leak)
{
    for (int i = 0; i < length; i += LANES)
        store4(gradient + i, load4(gradient + i) * slope4(load4(outputs + i), kind, leak));
}

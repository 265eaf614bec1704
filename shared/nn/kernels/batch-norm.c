/* Batch normalisation over `[pixels, padded channels]`: every sum runs over the pixels in their order. */
#include "vector.h"

/* Mean and population variance of each channel. */
EXPORT("channel_moments")
void channel_moments(float *mean, float *variance, const float *values, int pixels, int stride)
{
    float4 count = splat4((float)pixels);
    for (int c = 0; c < stride; c += LANES) {
        float4 sum = splat4(0.0f);
        for (int p = 0; p < pixels; p++)
            sum += load4(values + (long)p * stride + c);
        float4 average = sum / count;
        float4 squares = splat4(0.0f);
        for (int p = 0; p < pixels; p++) {
            float4 difference = load4(values + (long)p * stride + c) - average;
            squares += difference * difference;
        }
        store4(mean + c, average);
        store4(variance + c, squares / count);
    }
}

/* out = (values − mean) · scale + shift, a channel at a time. */
EXPORT("normalize")
void normalize(float *out, const float *values, const float *mean, const float *scale, const float *shift, int pixels,
               int stride)
{
    for (int p = 0; p < pixels; p++)
        for (int c = 0; c < stride; c += LANES) {
            float4 centred = load4(values + (long)p * stride + c) - load4(mean + c);
            store4(out + (long)p * stride + c, centred * load4(scale + c) + load4(shift + c));
        }
}

/* scale_gradient = Σ gradient · (values − mean) · inverse deviation; shift_gradient = Σ gradient. */
EXPORT("normalize_sums")
void normalize_sums(float *scale_gradient, float *shift_gradient, const float *gradient, const float *values,
                    const float *mean, const float *inverse, int pixels, int stride)
{
    for (int c = 0; c < stride; c += LANES) {
        float4 products = splat4(0.0f), sum = splat4(0.0f);
        for (int p = 0; p < pixels; p++) {
            float4 slope = load4(gradient + (long)p * stride + c);
            float4 centred = load4(values + (long)p * stride + c) - load4(mean + c);
            products += slope * (centred * load4(inverse + c));
            sum += slope;
        }
        store4(scale_gradient + c, products);
        store4(shift_gradient + c, sum);
    }
}

/* out = scale · inverse · (gradient − mean of gradients − normalised value · mean of products). */
EXPORT("normalize_backward")
void normalize_backward(float *out, const float *gradient, const float *values, const float *mean,
                        const float *inverse, const float *scale, const float *scale_gradient,
                        const float *shift_gradient, int pixels, int stride)
{
    float4 count = splat4((float)pixels);
    for (int p = 0; p < pixels; p++)
        for (int c = 0; c < stride; c += LANES) {
            float4 normal = (load4(values + (long)p * stride + c) - load4(mean + c)) * load4(inverse + c);
            float4 common = load4(shift_gradient + c) / count + normal * (load4(scale_gradient + c) / count);
            float4 slope = load4(gradient + (long)p * stride + c) - common;
            store4(out + (long)p * stride + c, (load4(scale + c) * load4(inverse + c)) * slope);
        }
}

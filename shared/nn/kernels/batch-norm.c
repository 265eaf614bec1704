/* Batch normalisation over `[pixels, padded channels]`: every sum runs over the pixels in their order. */
#include "vector.h"

#define SIDE_BY_SIDE 4

/* Called with constant sizes only. Several sums side by side, because each waits for its own last addition. */
__attribute__((always_inline)) static inline void moments_of(float *mean, float *variance, const float *values,
                                                             int pixels, int stride, const int vectors)
{
    float4 count = splat4((float)pixels);
    float4 sums[SIDE_BY_SIDE], squares[SIDE_BY_SIDE];
    for (int j = 0; j < vectors; j++)
        sums[j] = squares[j] = splat4(0.0f);
    for (int p = 0; p < pixels; p++)
        for (int j = 0; j < vectors; j++)
            sums[j] += load4(values + (long)p * stride + j * LANES);
    for (int j = 0; j < vectors; j++)
        sums[j] = sums[j] / count;
    for (int p = 0; p < pixels; p++)
        for (int j = 0; j < vectors; j++) {
            float4 difference = load4(values + (long)p * stride + j * LANES) - sums[j];
            squares[j] += difference * difference;
        }
    for (int j = 0; j < vectors; j++) {
        store4(mean + j * LANES, sums[j]);
        store4(variance + j * LANES, squares[j] / count);
    }
}

/* Mean and population variance of each channel. */
EXPORT("channel_moments")
void channel_moments(float *mean, float *variance, const float *values, int pixels, int stride)
{
    int c = 0;
    for (; c + SIDE_BY_SIDE * LANES <= stride; c += SIDE_BY_SIDE * LANES)
        moments_of(mean + c, variance + c, values + c, pixels, stride, SIDE_BY_SIDE);
    for (; c < stride; c += LANES)
        moments_of(mean + c, variance + c, values + c, pixels, stride, 1);
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

struct slopes {
    const float *gradient;
    const float *values;
    const float *mean;
    const float *inverse;
    int pixels;
    int stride;
};

__attribute__((always_inline)) static inline void
sums_of(float *scale_gradient, float *shift_gradient, const struct slopes *s, int c, const int vectors)
{
    float4 products[SIDE_BY_SIDE], sums[SIDE_BY_SIDE];
    for (int j = 0; j < vectors; j++)
        products[j] = sums[j] = splat4(0.0f);
    for (int p = 0; p < s->pixels; p++)
        for (int j = 0; j < vectors; j++) {
            long at = (long)p * s->stride + c + j * LANES;
            float4 slope = load4(s->gradient + at);
            float4 centred = load4(s->values + at) - load4(s->mean + c + j * LANES);
            products[j] += slope * (centred * load4(s->inverse + c + j * LANES));
            sums[j] += slope;
        }
    for (int j = 0; j < vectors; j++) {
        store4(scale_gradient + c + j * LANES, products[j]);
        store4(shift_gradient + c + j * LANES, sums[j]);
    }
}

/* scale_gradient = Σ gradient · (values − mean) · inverse deviation; shift_gradient = Σ gradient. */
EXPORT("normalize_sums")
void normalize_sums(float *scale_gradient, float *shift_gradient, const float *gradient, const float *values,
                    const float *mean, const float *inverse, int pixels, int stride)
{
    struct slopes s = {gradient, values, mean, inverse, pixels, stride};
    int c = 0;
    for (; c + SIDE_BY_SIDE * LANES <= stride; c += SIDE_BY_SIDE * LANES)
        sums_of(scale_gradient, shift_gradient, &s, c, SIDE_BY_SIDE);
    for (; c < stride; c += LANES)
        sums_of(scale_gradient, shift_gradient, &s, c, 1);
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

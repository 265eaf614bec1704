/*
 * Depthwise convolution: each channel has its own small filter, so vectors run over channels. Sums rest in registers
 * while they grow, a few vectors side by side because each waits for its own last addition.
 */
#include "window.h"

#define SIDE_BY_SIDE 4

struct depthwise {
    struct window window;
    int stride;
    const float *image;
    const float *weights;
};

/* From `first` up to but not with `end`. */
struct range {
    int first, end;
};

static inline int larger(int a, int b) { return a > b ? a : b; }
static inline int smaller(int a, int b) { return a < b ? a : b; }

/* The taps whose pixels lie inside, of a window that begins at `start`. */
static inline struct range taps_inside(int start, int kernel, int length)
{
    return (struct range){larger(0, -start), smaller(kernel, length - start)};
}

/* The positions at which a tap sees a pixel inside: 0 ≤ position · stride + offset < length. */
static inline struct range positions_inside(int offset, int stride, int length, int positions)
{
    int first = offset < 0 ? (-offset + stride - 1) / stride : 0;
    int end = offset < length ? (length - offset + stride - 1) / stride : 0;
    return (struct range){first, smaller(end, positions)};
}

__attribute__((always_inline)) static inline void forward_vectors(float *out, const struct depthwise *d,
                                                                  const float *bias, const int *at, int c,
                                                                  const int vectors)
{
    const struct window *w = &d->window;
    struct range rows = taps_inside(at[1], w->kernel_height, w->height);
    struct range taps = taps_inside(at[2], w->kernel_width, w->width);
    float4 sums[SIDE_BY_SIDE];
    for (int j = 0; j < vectors; j++)
        sums[j] = load4(bias + c + j * LANES);
    for (int ky = rows.first; ky < rows.end; ky++) {
        const float *values = d->image + pixel_at(w, at[0], at[1] + ky, at[2] + taps.first) + c;
        const float *weights = d->weights + (long)(ky * w->kernel_width + taps.first) * d->stride + c;
        for (int kx = taps.first; kx < taps.end; kx++, values += d->stride, weights += d->stride)
            for (int j = 0; j < vectors; j++)
                sums[j] += load4(values + j * LANES) * load4(weights + j * LANES);
    }
    for (int j = 0; j < vectors; j++)
        store4(out + c + j * LANES, sums[j]);
}

/* weights: [kernel height, kernel width, padded channels]. Order of each sum: bias, then the window's rows. */
EXPORT("depthwise")
void depthwise(float *out, const float *image, const float *weights, const float *bias, WINDOW_PARAMETERS)
{
    struct depthwise d = {WINDOW_OF_PARAMETERS, padded_to_lanes(channels), image, weights};
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++, out += d.stride) {
                int at[3] = {sample, y * stride_height - top, x * stride_width - left};
                int c = 0;
                for (; c + SIDE_BY_SIDE * LANES <= d.stride; c += SIDE_BY_SIDE * LANES)
                    forward_vectors(out, &d, bias, at, c, SIDE_BY_SIDE);
                for (; c < d.stride; c += LANES)
                    forward_vectors(out, &d, bias, at, c, 1);
            }
}

/* Adds what one sample tells of one tap, its positions in their order. */
__attribute__((always_inline)) static inline void tap_vectors(float *weights_gradient, const float *gradient,
                                                              const struct depthwise *d, int sample, const int *tap,
                                                              int c, const int vectors)
{
    const struct window *w = &d->window;
    int row = tap[0] - w->top, column = tap[1] - w->left;
    struct range ys = positions_inside(row, w->stride_height, w->height, w->out_height);
    struct range xs = positions_inside(column, w->stride_width, w->width, w->out_width);
    float *to = weights_gradient + (long)(tap[0] * w->kernel_width + tap[1]) * d->stride + c;
    float4 sums[SIDE_BY_SIDE];
    for (int j = 0; j < vectors; j++)
        sums[j] = load4(to + j * LANES);
    for (int y = ys.first; y < ys.end; y++) {
        const float *slope = gradient + ((long)y * w->out_width + xs.first) * d->stride + c;
        const float *value =
            d->image + pixel_at(w, sample, y * w->stride_height + row, xs.first * w->stride_width + column) + c;
        for (int x = xs.first; x < xs.end; x++, slope += d->stride, value += w->stride_width * d->stride)
            for (int j = 0; j < vectors; j++)
                sums[j] += load4(slope + j * LANES) * load4(value + j * LANES);
    }
    for (int j = 0; j < vectors; j++)
        store4(to + j * LANES, sums[j]);
}

static void sample_to_weights(float *weights_gradient, const float *gradient, const struct depthwise *d, int sample)
{
    const struct window *w = &d->window;
    for (int ky = 0; ky < w->kernel_height; ky++)
        for (int kx = 0; kx < w->kernel_width; kx++) {
            int tap[2] = {ky, kx};
            int c = 0;
            for (; c + SIDE_BY_SIDE * LANES <= d->stride; c += SIDE_BY_SIDE * LANES)
                tap_vectors(weights_gradient, gradient, d, sample, tap, c, SIDE_BY_SIDE);
            for (; c < d->stride; c += LANES)
                tap_vectors(weights_gradient, gradient, d, sample, tap, c, 1);
        }
}

/* The positions whose windows cover a pixel: 0 ≤ pixel − position · stride < kernel, counted from the padding on. */
static inline struct range positions_over(int pixel, int stride, int kernel, int positions)
{
    int first = pixel < kernel ? 0 : (pixel - kernel) / stride + 1;
    return (struct range){first, smaller(pixel / stride + 1, positions)};
}

/* Adds to one pixel what comes back from each position that saw it, in the order of the positions. */
__attribute__((always_inline)) static inline void pixel_vectors(float *to, const float *gradient,
                                                                const struct depthwise *d, const int *pixel, int c,
                                                                const int vectors)
{
    const struct window *w = &d->window;
    struct range ys = positions_over(pixel[0], w->stride_height, w->kernel_height, w->out_height);
    struct range xs = positions_over(pixel[1], w->stride_width, w->kernel_width, w->out_width);
    float4 sums[SIDE_BY_SIDE];
    for (int j = 0; j < vectors; j++)
        sums[j] = load4(to + c + j * LANES);
    for (int y = ys.first; y < ys.end; y++)
        for (int x = xs.first; x < xs.end; x++) {
            const float *slope = gradient + ((long)y * w->out_width + x) * d->stride + c;
            int tap = (pixel[0] - y * w->stride_height) * w->kernel_width + pixel[1] - x * w->stride_width;
            const float *weights = d->weights + (long)tap * d->stride + c;
            for (int j = 0; j < vectors; j++)
                sums[j] += load4(slope + j * LANES) * load4(weights + j * LANES);
        }
    for (int j = 0; j < vectors; j++)
        store4(to + c + j * LANES, sums[j]);
}

static void sample_to_image(float *image_gradient, const float *gradient, const struct depthwise *d, int sample)
{
    const struct window *w = &d->window;
    for (int y = 0; y < w->height; y++)
        for (int x = 0; x < w->width; x++) {
            float *to = image_gradient + pixel_at(w, sample, y, x);
            int pixel[2] = {y + w->top, x + w->left};
            int c = 0;
            for (; c + SIDE_BY_SIDE * LANES <= d->stride; c += SIDE_BY_SIDE * LANES)
                pixel_vectors(to, gradient, d, pixel, c, SIDE_BY_SIDE);
            for (; c < d->stride; c += LANES)
                pixel_vectors(to, gradient, d, pixel, c, 1);
        }
}

/* Adds to both gradients, which begin as zeros; the image's may be absent. */
EXPORT("depthwise_backward")
void depthwise_backward(float *weights_gradient, float *image_gradient, const float *gradient, const float *image,
                        const float *weights, WINDOW_PARAMETERS)
{
    struct depthwise d = {WINDOW_OF_PARAMETERS, padded_to_lanes(channels), image, weights};
    for (int sample = 0; sample < samples; sample++) {
        sample_to_weights(weights_gradient, gradient, &d, sample);
        if (image_gradient)
            sample_to_image(image_gradient, gradient, &d, sample);
        gradient += (long)out_height * out_width * d.stride;
    }
}

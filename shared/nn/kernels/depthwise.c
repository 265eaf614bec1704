/* Depthwise convolution: each channel has its own small filter, so vectors run over channels. */
#include "window.h"

struct depthwise {
    struct window window;
    int stride;
    const float *image;
    const float *weights;
};

static void forward_pixel(float *restrict out, const struct depthwise *d, const float *bias, int sample, int top,
                          int left)
{
    const struct window *w = &d->window;
    for (int c = 0; c < d->stride; c += LANES)
        store4(out + c, load4(bias + c));
    for (int ky = 0; ky < w->kernel_height; ky++)
        for (int kx = 0; kx < w->kernel_width; kx++) {
            if (!inside(top + ky, w->height) || !inside(left + kx, w->width))
                continue;
            const float *values = d->image + pixel_at(w, sample, top + ky, left + kx);
            const float *weights = d->weights + (ky * w->kernel_width + kx) * d->stride;
            for (int c = 0; c < d->stride; c += LANES)
                store4(out + c, load4(out + c) + load4(values + c) * load4(weights + c));
        }
}

/* weights: [kernel height, kernel width, padded channels]. Order of each sum: bias, then the window's rows. */
EXPORT("depthwise")
void depthwise(float *out, const float *image, const float *weights, const float *bias, WINDOW_PARAMETERS)
{
    struct depthwise d = {WINDOW_OF_PARAMETERS, padded_to_lanes(channels), image, weights};
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++) {
                forward_pixel(out, &d, bias, sample, y * stride_height - top, x * stride_width - left);
                out += d.stride;
            }
}

static void backward_pixel(float *weights_gradient, float *image_gradient, const float *gradient,
                           const struct depthwise *d, int sample, int top, int left)
{
    const struct window *w = &d->window;
    for (int ky = 0; ky < w->kernel_height; ky++)
        for (int kx = 0; kx < w->kernel_width; kx++) {
            if (!inside(top + ky, w->height) || !inside(left + kx, w->width))
                continue;
            long pixel = pixel_at(w, sample, top + ky, left + kx);
            long tap = (long)(ky * w->kernel_width + kx) * d->stride;
            for (int c = 0; c < d->stride; c += LANES) {
                float4 slope = load4(gradient + c);
                float *to = weights_gradient + tap + c;
                store4(to, load4(to) + slope * load4(d->image + pixel + c));
                if (!image_gradient)
                    continue;
                float *back = image_gradient + pixel + c;
                store4(back, load4(back) + slope * load4(d->weights + tap + c));
            }
        }
}

/* Adds to both gradients, which begin as zeros; the image's may be absent. */
EXPORT("depthwise_backward")
void depthwise_backward(float *weights_gradient, float *image_gradient, const float *gradient, const float *image,
                        const float *weights, WINDOW_PARAMETERS)
{
    struct depthwise d = {WINDOW_OF_PARAMETERS, padded_to_lanes(channels), image, weights};
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++) {
                backward_pixel(weights_gradient, image_gradient, gradient, &d, sample, y * stride_height - top,
                               x * stride_width - left);
                gradient += d.stride;
            }
}

/* Largest value and mean under a window. Positions outside the image are left out, so every window must touch it. */
#include "window.h"

static inline void largest_under(float *out, int *chosen, const float *image, const struct window *w, const int *at,
                                 int c)
{
    int4 best_at = {-1, -1, -1, -1};
    float4 best = splat4(0.0f);
    for (int y = at[1]; y < at[1] + w->kernel_height; y++)
        for (int x = at[2]; x < at[2] + w->kernel_width; x++) {
            if (!inside(y, w->height) || !inside(x, w->width))
                continue;
            int start = (int)pixel_at(w, at[0], y, x) + c;
            int4 here = {start, start + 1, start + 2, start + 3};
            float4 value = load4(image + start);
            int4 better = (int4)(value > best) | (best_at < 0);
            best = select4(better, value, best);
            best_at = (better & here) | (~better & best_at);
        }
    store4(out + c, best);
    *(int4 *)(chosen + c) = best_at;
}

/* chosen[…] = where in the image the value came from; the first of equals. */
EXPORT("max_pool") void max_pool(float *out, int *chosen, const float *image, WINDOW_PARAMETERS)
{
    struct window w = WINDOW_OF_PARAMETERS;
    int stride = padded_to_lanes(channels);
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++) {
                int at[3] = {sample, y * stride_height - top, x * stride_width - left};
                for (int c = 0; c < stride; c += LANES)
                    largest_under(out, chosen, image, &w, at, c);
                out += stride;
                chosen += stride;
            }
}

EXPORT("max_pool_backward")
void max_pool_backward(float *image_gradient, const float *gradient, const int *chosen, int length)
{
    for (int i = 0; i < length; i++)
        image_gradient[chosen[i]] += gradient[i];
}

struct overlap {
    int first_y, end_y, first_x, end_x;
};

static inline int larger(int a, int b) { return a > b ? a : b; }
static inline int smaller(int a, int b) { return a < b ? a : b; }

static struct overlap overlap_at(const struct window *w, int y, int x)
{
    int top = y * w->stride_height - w->top;
    int left = x * w->stride_width - w->left;
    struct overlap overlap = {larger(top, 0), smaller(top + w->kernel_height, w->height), larger(left, 0),
                              smaller(left + w->kernel_width, w->width)};
    return overlap;
}

static float4 count_of(struct overlap o) { return splat4((float)((o.end_y - o.first_y) * (o.end_x - o.first_x))); }

EXPORT("average_pool") void average_pool(float *out, const float *image, WINDOW_PARAMETERS)
{
    struct window w = WINDOW_OF_PARAMETERS;
    int stride = padded_to_lanes(channels);
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++, out += stride) {
                struct overlap o = overlap_at(&w, y, x);
                for (int c = 0; c < stride; c += LANES) {
                    float4 sum = splat4(0.0f);
                    for (int iy = o.first_y; iy < o.end_y; iy++)
                        for (int ix = o.first_x; ix < o.end_x; ix++)
                            sum += load4(image + pixel_at(&w, sample, iy, ix) + c);
                    store4(out + c, sum / count_of(o));
                }
            }
}

EXPORT("average_pool_backward")
void average_pool_backward(float *image_gradient, const float *gradient, WINDOW_PARAMETERS)
{
    struct window w = WINDOW_OF_PARAMETERS;
    int stride = padded_to_lanes(channels);
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++, gradient += stride) {
                struct overlap o = overlap_at(&w, y, x);
                for (int c = 0; c < stride; c += LANES) {
                    float4 share = load4(gradient + c) / count_of(o);
                    for (int iy = o.first_y; iy < o.end_y; iy++)
                        for (int ix = o.first_x; ix < o.end_x; ix++) {
                            float *to = image_gradient + pixel_at(&w, sample, iy, ix) + c;
                            store4(to, load4(to) + share);
                        }
                }
            }
}

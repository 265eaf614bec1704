/* A convolution is a product: each position of the window becomes one row of `kernel · channels` values. */
#include "window.h"

static inline void copy(float *restrict out, const float *restrict from, int length)
{
    for (int i = 0; i < length; i++)
        out[i] = from[i];
}

static inline void clear(float *out, int length)
{
    for (int i = 0; i < length; i++)
        out[i] = 0.0f;
}

static inline void add(float *restrict out, const float *restrict values, int length)
{
    for (int i = 0; i < length; i++)
        out[i] += values[i];
}

/* Whole rows of the window lie side by side in memory: no padding between pixels, no edge cut. */
static inline int row_in_one_piece(const struct window *w, int x)
{
    return w->channels % LANES == 0 && x >= 0 && x + w->kernel_width <= w->width;
}

/* Pixels of few channels, each padded to a whole vector; called with a constant number of channels where there is one. */
__attribute__((always_inline)) static inline void copy_pixels(float *restrict out, const float *restrict from,
                                                              int pixels, int stride, const int channels)
{
    for (int x = 0; x < pixels; x++)
        for (int c = 0; c < channels; c++)
            out[x * channels + c] = from[x * stride + c];
}

static void pixels_to_row(float *row, const float *image, const struct window *w, int sample, int y, int left)
{
    int first = left < 0 ? -left : 0;
    int end = left + w->kernel_width > w->width ? w->width - left : w->kernel_width;
    int stride = padded_to_lanes(w->channels);
    if (end - first < w->kernel_width)
        clear(row, w->kernel_width * w->channels);
    if (end <= first)
        return;
    float *out = row + first * w->channels;
    const float *from = image + pixel_at(w, sample, y, left + first);
    if (w->channels == stride)
        copy(out, from, (end - first) * stride);
    else if (w->channels == 1)
        copy_pixels(out, from, end - first, LANES, 1);
    else if (w->channels == 3)
        copy_pixels(out, from, end - first, LANES, 3);
    else
        copy_pixels(out, from, end - first, stride, w->channels);
}

static void window_to_row(float *row, const float *image, const struct window *w, int sample, int top, int left)
{
    int length = w->kernel_width * w->channels;
    for (int ky = 0; ky < w->kernel_height; ky++, row += length) {
        if (inside(top + ky, w->height))
            pixels_to_row(row, image, w, sample, top + ky, left);
        else
            clear(row, length);
    }
}

static void row_to_window(float *image, const float *row, const struct window *w, int sample, int top, int left)
{
    for (int ky = 0; ky < w->kernel_height; ky++) {
        int length = w->kernel_width * w->channels;
        if (inside(top + ky, w->height)) {
            if (row_in_one_piece(w, left))
                add(image + pixel_at(w, sample, top + ky, left), row, length);
            else
                for (int kx = 0; kx < w->kernel_width; kx++)
                    if (inside(left + kx, w->width))
                        add(image + pixel_at(w, sample, top + ky, left + kx), row + kx * w->channels, w->channels);
        }
        row += length;
    }
}

/* rows[sample, out y, out x] = the values under the window; each row is padded to whole vectors. */
EXPORT("windows_to_rows") void windows_to_rows(float *rows, const float *image, WINDOW_PARAMETERS)
{
    struct window w = WINDOW_OF_PARAMETERS;
    int stride = padded_to_lanes(kernel_height * kernel_width * channels);
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++) {
                window_to_row(rows, image, &w, sample, y * stride_height - top, x * stride_width - left);
                rows += stride;
            }
}

/* The way back, for gradients: every value is added where it came from, first window first. */
EXPORT("add_rows_to_windows") void add_rows_to_windows(float *image, const float *rows, WINDOW_PARAMETERS)
{
    struct window w = WINDOW_OF_PARAMETERS;
    int stride = padded_to_lanes(kernel_height * kernel_width * channels);
    for (int sample = 0; sample < samples; sample++)
        for (int y = 0; y < out_height; y++)
            for (int x = 0; x < out_width; x++) {
                row_to_window(image, rows, &w, sample, y * stride_height - top, x * stride_width - left);
                rows += stride;
            }
}

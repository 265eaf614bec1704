/*
 * A window that slides over `[samples, height, width, channels]`. Pixels are padded to whole vectors; positions
 * outside the image count as zeros (convolution) or are left out (pooling).
 */
#ifndef TRAINING_WINDOW_H
#define TRAINING_WINDOW_H
#include "vector.h"

struct window {
    int samples, height, width, channels;
    int out_height, out_width;
    int kernel_height, kernel_width;
    int stride_height, stride_width;
    /* Rows and columns of zeros above and left of the image. */
    int top, left;
};

/* How JavaScript hands one over. */
#define WINDOW_PARAMETERS                                                                                              \
    int samples, int height, int width, int channels, int out_height, int out_width, int kernel_height,                \
        int kernel_width, int stride_height, int stride_width, int top, int left
#define WINDOW_OF_PARAMETERS                                                                                           \
    {                                                                                                                  \
        samples, height, width, channels, out_height, out_width, kernel_height, kernel_width, stride_height,           \
            stride_width, top, left                                                                                    \
    }

static inline int padded_to_lanes(int length) { return (length + LANES - 1) / LANES * LANES; }

/* Floats from the start of the image to a pixel. */
static inline long pixel_at(const struct window *w, int sample, int y, int x)
{
    return (((long)sample * w->height + y) * w->width + x) * padded_to_lanes(w->channels);
}

static inline int inside(int position, int length) { return position >= 0 && position < length; }

#endif

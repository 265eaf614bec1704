/* Where free memory begins, and copies between places. */
#include "vector.h"

extern unsigned char __heap_base;

EXPORT("heap_base") unsigned heap_base(void) { return (unsigned)&__heap_base; }

/* out[row] = data[indexes[row]], whole rows of `stride` floats. */
EXPORT("gather") void gather(float *out, const float *data, const int *indexes, int rows, int stride)
{
    for (int row = 0; row < rows; row++) {
        const float *source = data + (long)indexes[row] * stride;
        for (int column = 0; column < stride; column += LANES)
            store4(out + (long)row * stride + column, load4(source + column));
    }
}

/* out[column][row] = in[row][column]; both with padded rows, whose padding is left alone. */
EXPORT("transpose") void transpose(float *out, const float *in, int rows, int columns, int in_stride, int out_stride)
{
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            out[(long)column * out_stride + row] = in[(long)row * in_stride + column];
}

/*
 * Copies blocks of `length` floats, `inner` of them in each of `outer` groups: padding an image, joining and taking
 * apart channels. Strides in floats.
 */
EXPORT("copy_blocks")
void copy_blocks(float *restrict out, const float *restrict in, int outer, int inner, int length, int out_outer_stride,
                 int out_inner_stride, int in_outer_stride, int in_inner_stride)
{
    for (int i = 0; i < outer; i++)
        for (int j = 0; j < inner; j++) {
            float *to = out + (long)i * out_outer_stride + (long)j * out_inner_stride;
            const float *from = in + (long)i * in_outer_stride + (long)j * in_inner_stride;
            for (int k = 0; k < length; k++)
                to[k] = from[k];
        }
}

static inline int smallest(int a, int b, int c)
{
    int least = a < b ? a : b;
    return least < c ? least : c;
}

/* Copies `samples` of `length` values from pixels of in_channels to pixels of out_channels, both padded. */
EXPORT("repack")
void repack(float *restrict out, const float *restrict in, int samples, int length, int in_channels, int out_channels)
{
    int in_gap = (LANES - in_channels % LANES) % LANES;
    int out_gap = (LANES - out_channels % LANES) % LANES;
    int in_left = in_channels, out_left = out_channels;
    for (int left = samples * length; left > 0;) {
        int run = smallest(in_left, out_left, left);
        for (int i = 0; i < run; i++)
            out[i] = in[i];
        in += run;
        out += run;
        left -= run;
        in_left -= run;
        out_left -= run;
        if (in_left == 0) {
            in += in_gap;
            in_left = in_channels;
        }
        if (out_left == 0) {
            out += out_gap;
            out_left = out_channels;
        }
    }
}

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

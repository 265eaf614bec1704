/*
 * out[rows][columns] = bias + left · right, the one product behind a dense layer's three passes.
 * left(row, k) = left[row · left_row_stride + k · left_inner_stride], so a transposed left costs nothing.
 * Order of each sum: bias (or what is in out already, to go on with a sum), then k = 0, 1, 2 …
 */
#include "vector.h"

struct product {
    float *out;
    const float *left;
    const float *right;
    const float *bias;
    int inner;
    int columns;
    int left_row_stride;
    int left_inner_stride;
    int goes_on;
};

static inline float4 first_term(const struct product *product, int row, int column)
{
    if (product->goes_on)
        return load4(product->out + (long)row * product->columns + column);
    return product->bias ? load4(product->bias + column) : splat4(0.0f);
}

/* Called with constant sizes only, so that the sums stay in registers. */
__attribute__((always_inline)) static inline void
tile(const struct product *product, int row, int column, const int tile_rows, const int tile_vectors)
{
    float4 sums[4][2];
    for (int i = 0; i < tile_rows; i++)
        for (int j = 0; j < tile_vectors; j++)
            sums[i][j] = first_term(product, row + i, column + j * LANES);
    const float *left = product->left + (long)row * product->left_row_stride;
    const float *right = product->right + column;
    for (int k = 0; k < product->inner; k++) {
        for (int i = 0; i < tile_rows; i++) {
            float4 factor = splat4(left[(long)i * product->left_row_stride]);
            for (int j = 0; j < tile_vectors; j++)
                sums[i][j] += factor * load4(right + j * LANES);
        }
        left += product->left_inner_stride;
        right += product->columns;
    }
    for (int i = 0; i < tile_rows; i++)
        for (int j = 0; j < tile_vectors; j++)
            store4(product->out + (long)(row + i) * product->columns + column + j * LANES, sums[i][j]);
}

static void four_rows(const struct product *product, int row)
{
    int column = 0;
    for (; column + 2 * LANES <= product->columns; column += 2 * LANES)
        tile(product, row, column, 4, 2);
    for (; column < product->columns; column += LANES)
        tile(product, row, column, 4, 1);
}

static void one_row(const struct product *product, int row)
{
    int column = 0;
    for (; column + 2 * LANES <= product->columns; column += 2 * LANES)
        tile(product, row, column, 1, 2);
    for (; column < product->columns; column += LANES)
        tile(product, row, column, 1, 1);
}

EXPORT("matmul")
void matmul(float *out, const float *left, const float *right, const float *bias, int rows, int inner, int columns,
            int left_row_stride, int left_inner_stride, int goes_on)
{
    struct product product = {out, left, right, bias, inner, columns, left_row_stride, left_inner_stride, goes_on};
    int row = 0;
    for (; row + 4 <= rows; row += 4)
        four_rows(&product, row);
    for (; row < rows; row++)
        one_row(&product, row);
}

/* Called with constant sizes only. Several sums side by side, because each waits for its own last addition. */
__attribute__((always_inline)) static inline void
sum_vectors(float *out, const float *in, int rows, int columns, const int vectors)
{
    float4 sums[4];
    for (int j = 0; j < vectors; j++)
        sums[j] = splat4(0.0f);
    for (int row = 0; row < rows; row++, in += columns)
        for (int j = 0; j < vectors; j++)
            sums[j] += load4(in + j * LANES);
    for (int j = 0; j < vectors; j++)
        store4(out + j * LANES, sums[j]);
}

/* out[column] = sum over rows of in[row][column], from the first row to the last. */
EXPORT("column_sums") void column_sums(float *out, const float *in, int rows, int columns)
{
    int column = 0;
    for (; column + 4 * LANES <= columns; column += 4 * LANES)
        sum_vectors(out + column, in + column, rows, columns, 4);
    for (; column + 2 * LANES <= columns; column += 2 * LANES)
        sum_vectors(out + column, in + column, rows, columns, 2);
    for (; column < columns; column += LANES)
        sum_vectors(out + column, in + column, rows, columns, 1);
}

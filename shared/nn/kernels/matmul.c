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
    int right_stride;
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
        right += product->right_stride;
    }
    for (int i = 0; i < tile_rows; i++)
        for (int j = 0; j < tile_vectors; j++)
            store4(product->out + (long)(row + i) * product->columns + column + j * LANES, sums[i][j]);
}

static void four_rows(const struct product *product, int row, int end)
{
    int column = 0;
    for (; column + 2 * LANES <= end; column += 2 * LANES)
        tile(product, row, column, 4, 2);
    for (; column < end; column += LANES)
        tile(product, row, column, 4, 1);
}

static void one_row(const struct product *product, int row, int end)
{
    int column = 0;
    for (; column + 2 * LANES <= end; column += 2 * LANES)
        tile(product, row, column, 1, 2);
    for (; column < end; column += LANES)
        tile(product, row, column, 1, 1);
}

static void all_rows(const struct product *product, int rows, int end)
{
    int row = 0;
    for (; row + 4 <= rows; row += 4)
        four_rows(product, row, end);
    for (; row < rows; row++)
        one_row(product, row, end);
}

/* A right side that is larger than this is taken in pieces, so that what is read again and again stays in the cache. */
#define WHOLE_FLOATS 2048
#define PIECE_INNER 128
#define PIECE_COLUMNS 32

static inline int smaller(int a, int b) { return a < b ? a : b; }

/* Four rows at a time side by side: a transposed left lies a whole row of memory apart from one `k` to the next. */
static void gathered_rows(struct product product, int rows, int end)
{
    float left[PIECE_INNER * 4] __attribute__((aligned(16)));
    struct product four = product;
    four.left = left;
    four.left_inner_stride = 4;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
        for (int k = 0; k < product.inner; k++)
            for (int i = 0; i < 4; i++)
                left[k * 4 + i] = product.left[(long)k * product.left_inner_stride + row + i];
        four.out = product.out + (long)row * product.columns;
        four_rows(&four, 0, end);
    }
    for (; row < rows; row++)
        one_row(&product, row, end);
}

/* Pieces of a column's sum follow each other in its order, and a sum that rests in memory stays what it is. */
static void in_pieces(struct product product, int rows)
{
    float right[PIECE_INNER * PIECE_COLUMNS] __attribute__((aligned(16)));
    for (int column = 0; column < product.columns; column += PIECE_COLUMNS) {
        int width = smaller(PIECE_COLUMNS, product.columns - column);
        for (int first = 0; first < product.inner; first += PIECE_INNER) {
            struct product piece = product;
            piece.inner = smaller(PIECE_INNER, product.inner - first);
            piece.goes_on = product.goes_on || first > 0;
            piece.left += (long)first * product.left_inner_stride;
            piece.right_stride = width;
            piece.right = right;
            piece.out += column;
            piece.bias = product.bias ? product.bias + column : 0;
            for (int k = 0; k < piece.inner; k++)
                for (int c = 0; c < width; c += LANES)
                    store4(right + k * width + c,
                           load4(product.right + (long)(first + k) * product.right_stride + column + c));
            if (product.left_row_stride == 1)
                gathered_rows(piece, rows, width);
            else
                all_rows(&piece, rows, width);
        }
    }
}

EXPORT("matmul")
void matmul(float *out, const float *left, const float *right, const float *bias, int rows, int inner, int columns,
            int left_row_stride, int left_inner_stride, int goes_on)
{
    struct product product = {out,     left,           right,           bias,             inner,
                              columns, columns,        left_row_stride, left_inner_stride, goes_on};
    if (rows >= 16 && inner * columns > WHOLE_FLOATS)
        in_pieces(product, rows);
    else
        all_rows(&product, rows, columns);
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

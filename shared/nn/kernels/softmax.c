/* Softmax, its cross-entropy and their gradient, with exp and log of our own: no library, the same bits everywhere. */
#include "exponential.h"

/* ln of a positive normal value: e · ln 2 + 2 · artanh((m − 1) / (m + 1)), m in √½ … √2. */
static float natural_log(float value)
{
    union {
        float value;
        int bits;
    } mantissa = {value};
    int exponent = (mantissa.bits >> 23) - 127;
    mantissa.bits = (mantissa.bits & 0x7fffff) | 0x3f800000;
    float m = mantissa.value;
    if (m > 1.41421354f) {
        m = m * 0.5f;
        exponent = exponent + 1;
    }
    float s = (m - 1.0f) / (m + 1.0f);
    float z = s * s;
    float sum = 1.0f / 9.0f;
    sum = sum * z + 1.0f / 7.0f;
    sum = sum * z + 1.0f / 5.0f;
    sum = sum * z + 1.0f / 3.0f;
    sum = sum * z + 1.0f;
    float e = (float)exponent;
    return e * LN2_HIGH + (e * LN2_LOW + 2.0f * s * sum);
}

/* Makes one row of probabilities (padding 0) and returns −ln of the label's. */
static float softmax_row(float *probabilities, const float *logits, int label, int classes, int stride)
{
    float largest = logits[0];
    for (int i = 1; i < classes; i++)
        largest = logits[i] > largest ? logits[i] : largest;
    for (int i = 0; i < stride; i += LANES)
        store4(probabilities + i, exp4(load4(logits + i) - splat4(largest)));
    float sum = 0.0f;
    for (int i = 0; i < classes; i++)
        sum += probabilities[i];
    for (int i = 0; i < stride; i += LANES)
        store4(probabilities + i, load4(probabilities + i) / splat4(sum));
    for (int i = classes; i < stride; i++)
        probabilities[i] = 0.0f;
    return natural_log(sum) - (logits[label] - largest);
}

EXPORT("softmax_cross_entropy")
void softmax_cross_entropy(float *probabilities, float *losses, const float *logits, const int *labels, int rows,
                           int classes, int stride)
{
    for (int row = 0; row < rows; row++) {
        long start = (long)row * stride;
        losses[row] = softmax_row(probabilities + start, logits + start, labels[row], classes, stride);
    }
}

/* gradient = (probability − 1 at the label) · weight of the row. */
EXPORT("cross_entropy_gradient")
void cross_entropy_gradient(float *gradient, const float *probabilities, const int *labels, const float *row_weights,
                            int rows, int stride)
{
    for (int row = 0; row < rows; row++) {
        long start = (long)row * stride;
        float weight = row_weights[row];
        for (int i = 0; i < stride; i += LANES)
            store4(gradient + start + i, load4(probabilities + start + i) * splat4(weight));
        gradient[start + labels[row]] = (probabilities[start + labels[row]] - 1.0f) * weight;
    }
}

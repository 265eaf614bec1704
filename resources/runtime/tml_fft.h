/* Real FFT for powers of two. */
#ifndef TML_FFT_H
#define TML_FFT_H

#include "tml_guard.h"

TML_BEGIN
/* Floats in the twiddle table of an FFT of `length` points. */
int32_t tml_fft_table_floats(int32_t length);
/* Fills the table. length: power of two, 4 ... 4096. */
void tml_fft_table(int32_t length, float *table);
/* In place. In: `length` real values. Out: re0, re(length/2), re1, im1, re2, im2 ... unnormalised. */
void tml_fft_real(int32_t length, const float *table, float *data);
TML_END

#endif

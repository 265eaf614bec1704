/* What every function that can fail answers: 0 is success, everything else says why. */
#ifndef TML_STATUS_H
#define TML_STATUS_H

#define TML_OK 0
/* A parameter is outside its documented range. */
#define TML_BAD_PARAMETER 1
/* The signal or a result is NaN or infinite. */
#define TML_NOT_FINITE 2
/* The memory handed in is too small or not 4-byte aligned. */
#define TML_NO_MEMORY 3
/* Pack: wrong magic, not a model pack at all. */
#define TML_PACK_NOT_A_PACK 10
/* Pack: made for another version of the interpreter. */
#define TML_PACK_VERSION 11
/* Pack: cut short, or longer than it says. */
#define TML_PACK_LENGTH 12
/* Pack: the checksum does not fit the bytes. */
#define TML_PACK_CHECKSUM 13
/* Pack: an offset, size or number inside is impossible. */
#define TML_PACK_BAD_CONTENT 14
/* Pack: uses a DSP block or an operator that this interpreter does not have. */
#define TML_PACK_UNSUPPORTED 15

#endif

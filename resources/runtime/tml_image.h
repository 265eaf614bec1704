/* Image, implementation version 1: [pixels][3] or [pixels], each 0 ... 1.
 *
 * Pixels come row by row, either as one reading of red, green and blue (0 ... 255), or as one packed number
 * 0xRRGGBB. Grey is 0.299 red + 0.587 green + 0.114 blue. Values outside their range are brought to its ends. */
#ifndef TML_IMAGE_H
#define TML_IMAGE_H

#include "tml_signal.h"

typedef struct {
  int32_t grey;   /* 1: one value a pixel; 0: red, green, blue */
  int32_t packed; /* 1: one axis of 0xRRGGBB; 0: three axes */
} tml_image_params;

TML_BEGIN
int tml_image_check(const tml_image_params *p, const tml_signal *signal);
int32_t tml_image_feature_count(const tml_image_params *p, const tml_signal *signal);
/* The parameters must have passed the check; scratch is not used. */
void tml_image(const tml_image_params *p, const tml_signal *signal, float *features, float *scratch);
TML_END

#endif

#include "tml_image.h"
#include "tml_status.h"

int tml_image_check(const tml_image_params *p, const tml_signal *signal) {
  if (signal->rows < 1 || signal->stride < 1) return TML_BAD_PARAMETER;
  return signal->axes == (p->packed ? 1 : 3) ? TML_OK : TML_BAD_PARAMETER;
}

int32_t tml_image_feature_count(const tml_image_params *p, const tml_signal *signal) {
  return p->grey ? signal->rows : 3 * signal->rows;
}

static float within(float value, float most) { return value > 0.0f ? value < most ? value : most : 0.0f; }

static int32_t axis_of(const tml_signal *signal, int32_t index) { return signal->axis ? signal->axis[index] : index; }

static void read_pixel(const tml_image_params *p, const tml_signal *signal, const float *row, float *rgb) {
  int32_t i;
  if (p->packed) {
    int32_t bits = (int32_t)within(row[axis_of(signal, 0)], 16777215.0f);
    for (i = 0; i < 3; i++) rgb[i] = (float)((bits >> (16 - 8 * i)) & 255);
  } else {
    for (i = 0; i < 3; i++) rgb[i] = within(row[axis_of(signal, i)], 255.0f);
  }
}

void tml_image(const tml_image_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t pixel, i;
  (void)scratch;
  for (pixel = 0; pixel < signal->rows; pixel++) {
    float rgb[3];
    read_pixel(p, signal, signal->values + pixel * signal->stride, rgb);
    if (p->grey) {
      *features++ = (0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2]) / 255.0f;
    } else {
      for (i = 0; i < 3; i++) *features++ = rgb[i] / 255.0f;
    }
  }
}

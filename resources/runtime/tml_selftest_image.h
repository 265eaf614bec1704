/* Self-test of Image. */
#ifndef TML_SELFTEST_IMAGE_H
#define TML_SELFTEST_IMAGE_H

#include "tml_guard.h"

TML_BEGIN
uint32_t tml_self_test_image(float *scratch);
TML_END

#endif

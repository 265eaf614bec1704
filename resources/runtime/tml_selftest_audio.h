/* Settings that the self-tests of the audio blocks share. */
#ifndef TML_SELFTEST_AUDIO_H
#define TML_SELFTEST_AUDIO_H

#include "tml_audio.h"

TML_BEGIN
/* Frames of TML_TEST_VALUES values, six filters, four coefficients. */
tml_audio_params tml_test_audio_params(void);
TML_END

#endif

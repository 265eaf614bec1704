/* The groups of the self-test: part (tml_selftest_<part>.h), group (tml_self_test_<group>), and the hash it must give.
 * An export carries the parts of what it uses: its own list has those lines of this one. */
#ifndef TML_SELFTEST_LIST_H
#define TML_SELFTEST_LIST_H

#include "tml_selftest_anomaly.h"
#include "tml_selftest_band_energies.h"
#include "tml_selftest_envelope.h"
#include "tml_selftest_flatten.h"
#include "tml_selftest_hjorth.h"
#include "tml_selftest_image.h"
#include "tml_selftest_maths.h"
#include "tml_selftest_mfcc.h"
#include "tml_selftest_mfcc_fixed.h"
#include "tml_selftest_mfe.h"
#include "tml_selftest_mfe_fixed.h"
#include "tml_selftest_network.h"
#include "tml_selftest_normalization.h"
#include "tml_selftest_peaks.h"
#include "tml_selftest_sensor_fusion.h"
#include "tml_selftest_spectral.h"
#include "tml_selftest_spectral_first.h"
#include "tml_selftest_spectral_fixed.h"
#include "tml_selftest_spectrogram.h"
#include "tml_selftest_wavelet.h"

#define TML_SELF_TEST_LIST(X) \
  X(maths, arithmetic, 0xf91504e4u) \
  X(maths, functions, 0xf97d648fu) \
  X(network, fully_connected, 0x130202c5u) \
  X(network, softmax, 0x60df8fedu) \
  X(network, quantize, 0x86305972u) \
  X(spectral, fft, 0xc0f5b936u) \
  X(spectral, statistics, 0xfbfc87a5u) \
  X(spectral, spectral, 0xc5264e5au) \
  X(wavelet, wavelet, 0x4d5f1bfdu) \
  X(flatten, flatten, 0x89de4623u) \
  X(mfcc, mfcc, 0x8182c1deu) \
  X(mfe, mfe, 0x9f12156cu) \
  X(mfcc_fixed, mfcc_fixed, 0x753d8019u) \
  X(mfe_fixed, mfe_fixed, 0xa73d2fa1u) \
  X(spectral_fixed, spectral_fixed, 0x62cb8bccu) \
  X(spectrogram, spectrogram, 0x986f8de1u) \
  X(image, image, 0xf2e0e5b7u) \
  X(normalization, normalization, 0x9970f880u) \
  X(band_energies, band_energies, 0x7a2f53c6u) \
  X(envelope, envelope, 0x960310f5u) \
  X(hjorth, hjorth, 0x8a6feb28u) \
  X(peaks, peaks, 0xa5839d94u) \
  X(sensor_fusion, sensor_fusion, 0x504abe36u) \
  X(spectral_first, spectral_first, 0x98ed3a23u) \
  X(anomaly, anomaly, 0xc30571adu)

#endif

/* The DSP blocks whose parameters come as one record of 32-bit fields, behind one set of calls. */
#ifndef TML_BLOCKS_H
#define TML_BLOCKS_H

#include "tml_band_energies.h"
#include "tml_envelope.h"
#include "tml_hjorth.h"
#include "tml_image.h"
#include "tml_mfcc.h"
#include "tml_mfcc_fixed.h"
#include "tml_mfe.h"
#include "tml_mfe_fixed.h"
#include "tml_spectral_first.h"
#include "tml_spectral_fixed.h"
#include "tml_normalization.h"
#include "tml_peaks.h"
#include "tml_sensor_fusion.h"
#include "tml_spectrogram.h"
#include "tml_wavelet.h"

/* As in a model pack. */
#define TML_BLOCK_MFCC 4u
#define TML_BLOCK_MFE 5u
#define TML_BLOCK_SPECTROGRAM 6u
#define TML_BLOCK_WAVELET 7u
#define TML_BLOCK_IMAGE 8u
#define TML_BLOCK_MFCC_FIXED 20u
#define TML_BLOCK_MFE_FIXED 21u
#define TML_BLOCK_SPECTRAL_FIXED 22u
#define TML_BLOCK_NORMALIZATION 9u
#define TML_BLOCK_BAND_ENERGIES 10u
#define TML_BLOCK_ENVELOPE 11u
#define TML_BLOCK_HJORTH 12u
#define TML_BLOCK_PEAKS 13u
#define TML_BLOCK_SENSOR_FUSION 14u
#define TML_BLOCK_SPECTRAL_FIRST 15u

typedef union {
  tml_audio_params audio;
  tml_wavelet_params wavelet;
  tml_image_params image;
  tml_normalization_params normalization;
  tml_band_energies_params band_energies;
  tml_envelope_params envelope;
  tml_hjorth_params hjorth;
  tml_peaks_params peaks;
  tml_sensor_fusion_params sensor_fusion;
  tml_spectral_first_params spectral_first;
  tml_audio_fixed_params audio_fixed;
  tml_spectral_fixed_params spectral_fixed;
} tml_block_params;

TML_BEGIN
/* TML_OK where the parameters go together with this signal's rows and axes. Reads no values of the signal. */
int tml_block_check(uint32_t kind, const tml_block_params *p, const tml_signal *signal);
/* These need parameters that have passed the check. */
int32_t tml_block_feature_count(uint32_t kind, const tml_block_params *p, const tml_signal *signal);
int32_t tml_block_scratch_floats(uint32_t kind, const tml_block_params *p, const tml_signal *signal);
/* Once per scratch memory. */
void tml_block_prepare(uint32_t kind, const tml_block_params *p, float *scratch);
void tml_block_run(uint32_t kind, const tml_block_params *p, const tml_signal *signal, float *features,
                   float *scratch);
TML_END

#endif

#include "tml_blocks.h"
#include "tml_status.h"

int tml_block_check(uint32_t kind, const tml_block_params *p, const tml_signal *signal) {
  switch (kind) {
    case TML_BLOCK_MFCC: return tml_mfcc_check(&p->audio, signal);
    case TML_BLOCK_MFE: return tml_mfe_check(&p->audio, signal);
    case TML_BLOCK_MFCC_FIXED: return tml_mfcc_fixed_check(&p->audio_fixed, signal);
    case TML_BLOCK_MFE_FIXED: return tml_mfe_fixed_check(&p->audio_fixed, signal);
    case TML_BLOCK_SPECTRAL_FIXED: return tml_spectral_fixed_check(&p->spectral_fixed, signal);
    case TML_BLOCK_SPECTROGRAM: return tml_spectrogram_check(&p->audio, signal);
    case TML_BLOCK_WAVELET: return tml_wavelet_check(&p->wavelet, signal);
    case TML_BLOCK_IMAGE: return tml_image_check(&p->image, signal);
    case TML_BLOCK_NORMALIZATION: return tml_normalization_check(&p->normalization, signal);
    case TML_BLOCK_BAND_ENERGIES: return tml_band_energies_check(&p->band_energies, signal);
    case TML_BLOCK_ENVELOPE: return tml_envelope_check(&p->envelope, signal);
    case TML_BLOCK_HJORTH: return tml_hjorth_check(&p->hjorth, signal);
    case TML_BLOCK_PEAKS: return tml_peaks_check(&p->peaks, signal);
    case TML_BLOCK_SENSOR_FUSION: return tml_sensor_fusion_check(&p->sensor_fusion, signal);
    case TML_BLOCK_SPECTRAL_FIRST: return tml_spectral_first_check(&p->spectral_first, signal);
    default: return TML_BAD_PARAMETER;
  }
}

int32_t tml_block_feature_count(uint32_t kind, const tml_block_params *p, const tml_signal *signal) {
  switch (kind) {
    case TML_BLOCK_MFCC: return tml_mfcc_feature_count(&p->audio);
    case TML_BLOCK_MFE: return tml_mfe_feature_count(&p->audio);
    case TML_BLOCK_MFCC_FIXED: return tml_mfcc_fixed_feature_count(&p->audio_fixed);
    case TML_BLOCK_MFE_FIXED: return tml_mfe_fixed_feature_count(&p->audio_fixed);
    case TML_BLOCK_SPECTRAL_FIXED: return tml_spectral_fixed_feature_count(&p->spectral_fixed, signal);
    case TML_BLOCK_WAVELET: return tml_wavelet_feature_count(&p->wavelet, signal);
    case TML_BLOCK_IMAGE: return tml_image_feature_count(&p->image, signal);
    case TML_BLOCK_NORMALIZATION: return tml_normalization_feature_count(&p->normalization, signal);
    case TML_BLOCK_BAND_ENERGIES: return tml_band_energies_feature_count(&p->band_energies, signal);
    case TML_BLOCK_ENVELOPE: return tml_envelope_feature_count(&p->envelope, signal);
    case TML_BLOCK_HJORTH: return tml_hjorth_feature_count(&p->hjorth, signal);
    case TML_BLOCK_PEAKS: return tml_peaks_feature_count(&p->peaks, signal);
    case TML_BLOCK_SENSOR_FUSION: return tml_sensor_fusion_feature_count(&p->sensor_fusion, signal);
    case TML_BLOCK_SPECTRAL_FIRST: return tml_spectral_first_feature_count(&p->spectral_first, signal);
    default: return tml_spectrogram_feature_count(&p->audio);
  }
}

int32_t tml_block_scratch_floats(uint32_t kind, const tml_block_params *p, const tml_signal *signal) {
  switch (kind) {
    case TML_BLOCK_MFCC: return tml_mfcc_scratch_floats(&p->audio);
    case TML_BLOCK_MFE: return tml_mfe_scratch_floats(&p->audio);
    case TML_BLOCK_MFCC_FIXED: return tml_mfcc_fixed_scratch_floats(&p->audio_fixed);
    case TML_BLOCK_MFE_FIXED: return tml_mfe_fixed_scratch_floats(&p->audio_fixed);
    case TML_BLOCK_SPECTRAL_FIXED: return tml_spectral_fixed_scratch_floats(&p->spectral_fixed, signal);
    case TML_BLOCK_WAVELET: return tml_wavelet_scratch_floats(&p->wavelet, signal);
    case TML_BLOCK_IMAGE: return 0;
    case TML_BLOCK_NORMALIZATION: return tml_normalization_scratch_floats(&p->normalization, signal);
    case TML_BLOCK_BAND_ENERGIES: return tml_band_energies_scratch_floats(&p->band_energies, signal);
    case TML_BLOCK_ENVELOPE: return tml_envelope_scratch_floats(&p->envelope, signal);
    case TML_BLOCK_HJORTH: return tml_hjorth_scratch_floats(&p->hjorth, signal);
    case TML_BLOCK_PEAKS: return tml_peaks_scratch_floats(&p->peaks, signal);
    case TML_BLOCK_SENSOR_FUSION: return tml_sensor_fusion_scratch_floats(&p->sensor_fusion, signal);
    case TML_BLOCK_SPECTRAL_FIRST: return tml_spectral_first_scratch_floats(&p->spectral_first, signal);
    default: return tml_spectrogram_scratch_floats(&p->audio);
  }
}

void tml_block_prepare(uint32_t kind, const tml_block_params *p, float *scratch) {
  switch (kind) {
    case TML_BLOCK_MFCC:
    case TML_BLOCK_MFE:
    case TML_BLOCK_SPECTROGRAM: tml_audio_prepare(&p->audio, scratch); break;
    case TML_BLOCK_BAND_ENERGIES: tml_band_energies_prepare(&p->band_energies, scratch); break;
    case TML_BLOCK_SPECTRAL_FIRST: tml_spectral_first_prepare(&p->spectral_first, scratch); break;
    default: break;
  }
}

void tml_block_run(uint32_t kind, const tml_block_params *p, const tml_signal *signal, float *features,
                   float *scratch) {
  switch (kind) {
    case TML_BLOCK_MFCC: tml_mfcc(&p->audio, signal, features, scratch); break;
    case TML_BLOCK_MFE: tml_mfe(&p->audio, signal, features, scratch); break;
    case TML_BLOCK_MFCC_FIXED: tml_mfcc_fixed(&p->audio_fixed, signal, features, scratch); break;
    case TML_BLOCK_MFE_FIXED: tml_mfe_fixed(&p->audio_fixed, signal, features, scratch); break;
    case TML_BLOCK_SPECTRAL_FIXED: tml_spectral_fixed(&p->spectral_fixed, signal, features, scratch); break;
    case TML_BLOCK_WAVELET: tml_wavelet(&p->wavelet, signal, features, scratch); break;
    case TML_BLOCK_IMAGE: tml_image(&p->image, signal, features, scratch); break;
    case TML_BLOCK_NORMALIZATION: tml_normalization(&p->normalization, signal, features, scratch); break;
    case TML_BLOCK_BAND_ENERGIES: tml_band_energies(&p->band_energies, signal, features, scratch); break;
    case TML_BLOCK_ENVELOPE: tml_envelope(&p->envelope, signal, features, scratch); break;
    case TML_BLOCK_HJORTH: tml_hjorth(&p->hjorth, signal, features, scratch); break;
    case TML_BLOCK_PEAKS: tml_peaks(&p->peaks, signal, features, scratch); break;
    case TML_BLOCK_SENSOR_FUSION: tml_sensor_fusion(&p->sensor_fusion, signal, features, scratch); break;
    case TML_BLOCK_SPECTRAL_FIRST: tml_spectral_first(&p->spectral_first, signal, features, scratch); break;
    default: tml_spectrogram(&p->audio, signal, features, scratch); break;
  }
}

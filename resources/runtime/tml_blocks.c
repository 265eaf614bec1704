#include "tml_blocks.h"
#include "tml_status.h"

int tml_block_check(uint32_t kind, const tml_block_params *p, const tml_signal *signal) {
  switch (kind) {
    case TML_BLOCK_MFCC: return tml_mfcc_check(&p->audio, signal);
    case TML_BLOCK_MFE: return tml_mfe_check(&p->audio, signal);
    case TML_BLOCK_SPECTROGRAM: return tml_spectrogram_check(&p->audio, signal);
    case TML_BLOCK_WAVELET: return tml_wavelet_check(&p->wavelet, signal);
    case TML_BLOCK_IMAGE: return tml_image_check(&p->image, signal);
    default: return TML_BAD_PARAMETER;
  }
}

int32_t tml_block_feature_count(uint32_t kind, const tml_block_params *p, const tml_signal *signal) {
  switch (kind) {
    case TML_BLOCK_MFCC: return tml_mfcc_feature_count(&p->audio);
    case TML_BLOCK_MFE: return tml_mfe_feature_count(&p->audio);
    case TML_BLOCK_WAVELET: return tml_wavelet_feature_count(&p->wavelet, signal);
    case TML_BLOCK_IMAGE: return tml_image_feature_count(&p->image, signal);
    default: return tml_spectrogram_feature_count(&p->audio);
  }
}

int32_t tml_block_scratch_floats(uint32_t kind, const tml_block_params *p, const tml_signal *signal) {
  switch (kind) {
    case TML_BLOCK_MFCC: return tml_mfcc_scratch_floats(&p->audio);
    case TML_BLOCK_MFE: return tml_mfe_scratch_floats(&p->audio);
    case TML_BLOCK_WAVELET: return tml_wavelet_scratch_floats(&p->wavelet, signal);
    case TML_BLOCK_IMAGE: return 0;
    default: return tml_spectrogram_scratch_floats(&p->audio);
  }
}

void tml_block_prepare(uint32_t kind, const tml_block_params *p, float *scratch) {
  switch (kind) {
    case TML_BLOCK_MFCC:
    case TML_BLOCK_MFE:
    case TML_BLOCK_SPECTROGRAM: tml_audio_prepare(&p->audio, scratch); break;
    default: break;
  }
}

void tml_block_run(uint32_t kind, const tml_block_params *p, const tml_signal *signal, float *features,
                   float *scratch) {
  switch (kind) {
    case TML_BLOCK_MFCC: tml_mfcc(&p->audio, signal, features, scratch); break;
    case TML_BLOCK_MFE: tml_mfe(&p->audio, signal, features, scratch); break;
    case TML_BLOCK_WAVELET: tml_wavelet(&p->wavelet, signal, features, scratch); break;
    case TML_BLOCK_IMAGE: tml_image(&p->image, signal, features, scratch); break;
    default: tml_spectrogram(&p->audio, signal, features, scratch); break;
  }
}

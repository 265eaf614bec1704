/* Many windows in one call, for the workbench only: crossing into WebAssembly once a window costs more than the maths. */
#include "tml_anomaly.h"
#include "tml_blocks.h"
#include "tml_flatten.h"
#include "tml_math.h"
#include "tml_nn.h"
#include "tml_pack.h"
#include "tml_spectral.h"
#include "tml_status.h"

#define EXPORT(name) __attribute__((export_name(name)))

/* Windows of one sample: `window` describes one of them, `starts` says at which row of the sample each begins. */
typedef struct {
  tml_signal window;
  const float *sample;
  int32_t sample_rows;
  const int32_t *starts;
  int32_t count;
} window_batch;

static int window_at(const window_batch *batch, int32_t index, tml_signal *window) {
  int32_t start = batch->starts[index];
  if (start < 0 || start > batch->sample_rows - batch->window.rows) return 0;
  *window = batch->window;
  window->values = batch->sample + start * batch->window.stride;
  return 1;
}

static int sample_is_finite(const window_batch *batch) {
  return tml_all_finite(batch->sample, batch->sample_rows * batch->window.stride);
}

EXPORT("batch_spectral")
int batch_spectral(const tml_spectral_params *p, const window_batch *batch, float *features, float *scratch) {
  int32_t width = tml_spectral_feature_count(p, batch->window.axes), i;
  tml_signal window;
  if (tml_spectral_check(p, &batch->window) != TML_OK) return TML_BAD_PARAMETER;
  if (!sample_is_finite(batch)) return TML_NOT_FINITE;
  tml_spectral_prepare(p, scratch);
  for (i = 0; i < batch->count; i++) {
    if (!window_at(batch, i, &window)) return TML_BAD_PARAMETER;
    tml_spectral(p, &window, features + i * width, scratch);
  }
  return tml_all_finite(features, width * batch->count) ? TML_OK : TML_NOT_FINITE;
}

EXPORT("batch_flatten")
int batch_flatten(const tml_flatten_params *p, const window_batch *batch, float *features, float *scratch,
                  float *history) {
  int32_t width = tml_flatten_feature_count(p, batch->window.axes), i;
  tml_signal window;
  if (!sample_is_finite(batch)) return TML_NOT_FINITE;
  for (i = 0; i < tml_flatten_history_floats(p, batch->window.axes); i++) history[i] = 0.0f;
  for (i = 0; i < batch->count; i++) {
    if (!window_at(batch, i, &window)) return TML_BAD_PARAMETER;
    tml_flatten(p, &window, features + i * width, scratch, history);
  }
  return tml_all_finite(features, width * batch->count) ? TML_OK : TML_NOT_FINITE;
}

EXPORT("batch_raw")
int batch_raw(float scale, const window_batch *batch, float *features) {
  int32_t width = batch->window.rows * batch->window.axes, i;
  tml_signal window;
  if (!sample_is_finite(batch)) return TML_NOT_FINITE;
  for (i = 0; i < batch->count; i++) {
    if (!window_at(batch, i, &window)) return TML_BAD_PARAMETER;
    tml_raw(scale, &window, features + i * width);
  }
  return tml_all_finite(features, width * batch->count) ? TML_OK : TML_NOT_FINITE;
}

/* Any block of tml_blocks.h. `features` may be NULL: then only the settings are checked. */
EXPORT("batch_block")
int batch_block(uint32_t kind, const tml_block_params *p, const window_batch *batch, float *features, float *scratch) {
  int32_t width, i;
  tml_signal window;
  if (tml_block_check(kind, p, &batch->window) != TML_OK) return TML_BAD_PARAMETER;
  if (!features) return TML_OK;
  if (!sample_is_finite(batch)) return TML_NOT_FINITE;
  width = tml_block_feature_count(kind, p, &batch->window);
  tml_block_prepare(kind, p, scratch);
  for (i = 0; i < batch->count; i++) {
    if (!window_at(batch, i, &window)) return TML_BAD_PARAMETER;
    tml_block_run(kind, p, &window, features + i * width, scratch);
  }
  return tml_all_finite(features, width * batch->count) ? TML_OK : TML_NOT_FINITE;
}

EXPORT("batch_fully_connected")
void batch_fully_connected(const tml_fully_connected_params *p, const int8_t *input, int32_t count, int8_t *output) {
  int32_t i;
  for (i = 0; i < count; i++) tml_fully_connected_s8(p, input + i * p->inputs, output + i * p->outputs);
}

EXPORT("batch_softmax")
void batch_softmax(const tml_softmax_params *p, const int8_t *input, int32_t count, int8_t *output) {
  int32_t i;
  for (i = 0; i < count; i++) tml_softmax_s8(p, input + i * p->size, output + i * p->size);
}

EXPORT("batch_scale")
void batch_scale(float *values, int32_t count, int32_t width, const float *mean, const float *scale) {
  int32_t i;
  for (i = 0; i < count; i++) tml_scale_f32(values + i * width, width, mean, scale);
}

EXPORT("batch_anomaly")
void batch_anomaly(const tml_anomaly_params *p, const float *features, int32_t count, int32_t width, float *scores,
                   float *scratch) {
  int32_t i;
  for (i = 0; i < count; i++) scores[i] = tml_anomaly_score(p, features + i * width, scratch);
}

/* Windows back to back or overlapping: `starts` counts floats from `raw`. `anomalies` has one float a window where the
 * pack has a detector. */
EXPORT("batch_classify")
int batch_classify(const tml_pack *pack, const float *raw, const int32_t *starts, int32_t count, uint8_t *arena,
                   float *features, int8_t *inputs, int8_t *outputs, float *anomalies) {
  uint32_t width = tml_pack_feature_count(pack), taken = tml_pack_network_features(pack);
  uint32_t labels = tml_pack_label_count(pack);
  int32_t i;
  for (i = 0; i < count; i++) {
    int status = tml_pack_classify(pack, raw + starts[i], arena, tml_pack_arena_bytes(pack),
                                   features + (uint32_t)i * width, inputs + (uint32_t)i * taken,
                                   outputs + (uint32_t)i * labels, anomalies + i);
    if (status != TML_OK) return status;
  }
  return TML_OK;
}

/* So that the workbench reserves the right size. */
EXPORT("pack_struct_bytes")
int32_t pack_struct_bytes(void) { return (int32_t)sizeof(tml_pack); }

/* The model pack in flash, opened by the runtime's interpreter. */
#ifndef MODEL_H
#define MODEL_H

#include <stdint.h>

#include "motion_sensor.h"

#define MODEL_ADDRESS 0x10040000u
#define MODEL_MOST_BYTES 0x1c0000u /* the rest of a 2 MB flash */
#define RAW_FLOATS 16384u /* one second of sound at 16,000 Hz */
#define MOST_FEATURES 6912u /* a picture of 48 by 48 pixels in colour */
#define MOST_OUTPUTS 128u

typedef enum { MODEL_NONE = 0, MODEL_GOOD = 1, MODEL_DAMAGED = 2 } model_state;

typedef struct {
    uint32_t dsp_us, inference_us;
} model_times;

/* Looks at the flash. Checks everything, so that nothing after it can read outside the pack. */
void model_open(void);
model_state model_find(void);

/* Only with MODEL_GOOD. */
uint32_t model_bytes(void);
/* Computed now, over the pack's bytes in flash. */
uint32_t model_crc32(void);
const uint8_t *model_hash(void);
uint32_t model_rate_millihertz(void);
uint32_t model_window_rows(void);
uint32_t model_stride_rows(void);
uint32_t model_axes(void);
uint32_t model_raw_floats(void);
uint32_t model_labels(void);
const char *model_label(uint32_t index);
/* Which axis of the sensor the model's axis is, or -1. */
int model_sensor_axis(uint32_t axis);
uint32_t model_features(void);
uint32_t model_inputs(void);
uint32_t model_outputs(void);
int model_has_anomaly(void);
/* 1 when the model's window, features and working memory fit this board. */
int model_fits(void);

/* The raw window to classify is put here, and the last classification's stages are found here. */
extern float model_raw[RAW_FLOATS];
extern float model_feature_values[MOST_FEATURES];
extern int8_t model_input[MOST_FEATURES];
extern int8_t model_output[MOST_OUTPUTS];
/* How strange the window was; only where the model has a detector. */
extern float model_anomaly;

/* Forgets the windows before: the next one begins a signal. */
void model_start(void);
/* Classifies model_raw. 1 when it went well. */
int model_classify(model_times *times);

/* Name of the sensor's axis: accX, accY, accZ. */
extern const char *const sensor_axis_names[SENSOR_AXES];

#endif

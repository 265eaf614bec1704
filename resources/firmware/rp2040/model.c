/* The model pack in flash and the memory that running it needs. */
#include "model.h"

#include "clocks.h"
#include "tml_pack.h"

#define ARENA_BYTES (96u * 1024u)

const char *const sensor_axis_names[SENSOR_AXES] = {"accX", "accY", "accZ"};

float model_raw[RAW_FLOATS];
float model_feature_values[MOST_FEATURES];
int8_t model_input[MOST_FEATURES];
int8_t model_output[MOST_OUTPUTS];
float model_anomaly;

static uint8_t arena[ARENA_BYTES] __attribute__((aligned(8)));
static tml_pack pack;
static model_state state;

void model_open(void) {
    int status = tml_pack_open(&pack, (const uint8_t *)(uintptr_t)MODEL_ADDRESS, MODEL_MOST_BYTES);
    state = status == TML_OK ? MODEL_GOOD : status == TML_PACK_NOT_A_PACK ? MODEL_NONE : MODEL_DAMAGED;
}

model_state model_find(void) { return state; }
uint32_t model_bytes(void) { return tml_pack_bytes(&pack); }
uint32_t model_crc32(void) { return tml_crc32((const uint8_t *)(uintptr_t)MODEL_ADDRESS, model_bytes()); }
const uint8_t *model_hash(void) { return tml_pack_hash(&pack); }
uint32_t model_window_rows(void) { return tml_pack_rows(&pack); }
uint32_t model_stride_rows(void) { return tml_pack_stride_rows(&pack); }
uint32_t model_axes(void) { return tml_pack_axes(&pack); }
uint32_t model_raw_floats(void) { return tml_pack_raw_length(&pack); }
uint32_t model_labels(void) { return tml_pack_label_count(&pack); }
const char *model_label(uint32_t index) { return tml_pack_label(&pack, index); }
uint32_t model_features(void) { return tml_pack_feature_count(&pack); }
uint32_t model_inputs(void) { return tml_pack_network_features(&pack); }
uint32_t model_outputs(void) { return tml_pack_label_count(&pack); }
int model_has_anomaly(void) { return tml_pack_has_anomaly(&pack); }

uint32_t model_rate_millihertz(void) {
    float rate = tml_pack_rate_hz(&pack);
    return rate > 0.0f && rate <= 1000.0f ? (uint32_t)(int32_t)(rate * 1000.0f + 0.5f) : 0;
}

static char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter; }

/* accX, accx and ACCX are one axis: tools do not agree how to write it. */
static int same_name(const char *left, const char *right) {
    while (*left && lower(*left) == lower(*right)) {
        left++;
        right++;
    }
    return lower(*left) == lower(*right);
}

int model_sensor_axis(uint32_t axis) {
    for (int index = 0; index < SENSOR_AXES; index++) {
        if (same_name(tml_pack_axis(&pack, axis), sensor_axis_names[index])) return index;
    }
    return -1;
}

int model_fits(void) {
    return model_raw_floats() <= RAW_FLOATS && model_features() <= MOST_FEATURES && model_outputs() <= MOST_OUTPUTS &&
           tml_pack_arena_bytes(&pack) <= ARENA_BYTES;
}

void model_start(void) { tml_pack_start(&pack, arena); }

int model_classify(model_times *times) {
    uint32_t start = micros();
    if (tml_pack_extract(&pack, model_raw, arena, ARENA_BYTES, model_feature_values) != TML_OK) return 0;
    uint32_t extracted = micros();
    model_anomaly = tml_pack_anomaly(&pack, arena);
    tml_pack_infer(&pack, arena, model_input, model_output);
    times->dsp_us = extracted - start;
    times->inference_us = micros() - extracted;
    return 1;
}

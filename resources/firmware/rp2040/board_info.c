/* The field list of PROTOCOL.md, cut into frames. It is made twice: to count its parts, then to send them. */
#include "board_info.h"

#include "frames.h"
#include "identity.h"
#include "model.h"
#include "requests.h"

#define PART_BYTES (LONGEST_PAYLOAD - 2)
#define DEFAULT_RATE_MILLIHERTZ 100000u
enum { BOARD = 1, FIRMWARE, SERIAL, PROTOCOL, RATE, AXIS, MODEL_HASH, LABEL, PROBLEM, WINDOW };

typedef struct {
    uint8_t frame[LONGEST_PAYLOAD]; /* part, parts, bytes */
    uint32_t in_part, part, parts;
    int sending, lost;
} writer;

static void flush(writer *to) {
    if (to->sending) {
        to->frame[0] = (uint8_t)to->part;
        to->frame[1] = (uint8_t)to->parts;
        if (!to->lost) to->lost = !frames_send_patiently(ANSWER_INFO, to->frame, to->in_part + 2);
    }
    to->in_part = 0;
    to->part++;
}

static void put(writer *to, uint8_t byte) {
    to->frame[2 + to->in_part++] = byte;
    if (to->in_part == PART_BYTES) flush(to);
}

static void put_field(writer *to, uint8_t id, const void *bytes, uint32_t count) {
    const uint8_t *from = bytes;
    if (count > 255) count = 255;
    put(to, id);
    put(to, (uint8_t)count);
    for (uint32_t index = 0; index < count; index++) put(to, from[index]);
}

static uint32_t text_length(const char *text) {
    uint32_t count = 0;
    while (text[count]) count++;
    return count;
}

static void put_text(writer *to, uint8_t id, const char *text) { put_field(to, id, text, text_length(text)); }

static void put_axis(writer *to, const char *name) {
    static const char unit[] = "m/s2";
    union {
        float value;
        uint32_t bits;
    } scale = {SENSOR_SCALE};
    uint8_t field[32];
    uint32_t count = 4;
    put32(field, scale.bits);
    while (*name) field[count++] = (uint8_t)*name++;
    field[count++] = 0;
    for (const char *letter = unit; *letter; letter++) field[count++] = (uint8_t)*letter;
    put_field(to, AXIS, field, count);
}

static void put_model(writer *to) {
    uint8_t window[8];
    put_field(to, MODEL_HASH, model_hash(), 32);
    put32(window, model_window_rows());
    put32(window + 4, model_stride_rows());
    put_field(to, WINDOW, window, sizeof window);
    for (uint32_t index = 0; index < model_labels(); index++) put_text(to, LABEL, model_label(index));
}

static void put_all(writer *to, int sensor_found) {
    uint8_t protocol = 1;
    uint8_t rate[4];
    int has_model = model_find() == MODEL_GOOD;
    put_text(to, BOARD, BOARD_ID);
    put_text(to, FIRMWARE, FIRMWARE_VERSION);
    put_text(to, SERIAL, identity_serial_number());
    put_field(to, PROTOCOL, &protocol, 1);
    put32(rate, has_model ? model_rate_millihertz() : DEFAULT_RATE_MILLIHERTZ);
    put_field(to, RATE, rate, sizeof rate);
    for (int axis = 0; axis < SENSOR_AXES; axis++) put_axis(to, sensor_axis_names[axis]);
    if (has_model) put_model(to);
    if (model_find() == MODEL_DAMAGED) put_text(to, PROBLEM, "The model on the board is damaged. Flash it again.");
    if (!sensor_found)
        put_text(to, PROBLEM, "No motion sensor answers. Connect an MPU-6050: SDA to GP4, SCL to GP5, 3V3 and GND.");
    if (to->in_part) flush(to);
}

void board_info_send(int sensor_found) {
    writer to = {.sending = 0};
    put_all(&to, sensor_found);
    to = (writer){.sending = 1, .parts = to.part};
    put_all(&to, sensor_found);
}

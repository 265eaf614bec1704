/* Answers the host's requests; see resources/firmware/PROTOCOL.md. */
#include "requests.h"

#include "board_info.h"
#include "clocks.h"
#include "model.h"
#include "stream.h"
#include "usb.h"

#define BLOB_HEADER 11u
#define BLOB_BYTES ((LONGEST_PAYLOAD - BLOB_HEADER) / 4 * 4)
enum { BLOB_FEATURES, BLOB_INPUT, BLOB_OUTPUT, BLOB_ANOMALY };

static int has_sensor;

void requests_start(int sensor_found) { has_sensor = sensor_found; }

void answer_done(const frame *request) {
    uint8_t payload[3];
    put16(payload, request->sequence);
    payload[2] = request->type;
    frames_send_patiently(ANSWER_DONE, payload, sizeof payload);
}

static void send_error(uint16_t sequence, uint8_t type, error_code code, const char *sentence) {
    uint8_t payload[LONGEST_PAYLOAD];
    uint32_t count = 4;
    put16(payload, sequence);
    payload[2] = type;
    payload[3] = (uint8_t)code;
    while (*sentence && count < LONGEST_PAYLOAD) payload[count++] = (uint8_t)*sentence++;
    frames_send_patiently(ANSWER_ERROR, payload, count);
}

void answer_error(const frame *request, error_code code, const char *sentence) {
    send_error(request->sequence, request->type, code, sentence);
}

void report_error(uint8_t type, error_code code, const char *sentence) { send_error(0xffff, type, code, sentence); }

static void take_raw_window(const frame *request) {
    uint32_t values = request->count >= 4 ? (request->count - 4) / 4 : 0;
    uint32_t offset = values ? get32(request->payload) : 0;
    if (!values || offset > RAW_FLOATS || values > RAW_FLOATS - offset) {
        answer_error(request, ERROR_RANGE, "The window is longer than this board can take: 16384 values.");
        return;
    }
    for (uint32_t index = 0; index < values; index++) {
        union {
            uint32_t bits;
            float value;
        } number = {get32(request->payload + 4 + 4 * index)};
        model_raw[offset + index] = number.value;
    }
    answer_done(request);
}

static int send_blob(uint16_t sequence, uint8_t kind, const void *bytes, uint32_t total) {
    uint8_t payload[LONGEST_PAYLOAD];
    const uint8_t *from = bytes;
    put16(payload, sequence);
    payload[2] = kind;
    put32(payload + 7, total);
    for (uint32_t offset = 0; offset < total; offset += BLOB_BYTES) {
        uint32_t count = total - offset < BLOB_BYTES ? total - offset : BLOB_BYTES;
        put32(payload + 3, offset);
        for (uint32_t index = 0; index < count; index++) payload[BLOB_HEADER + index] = from[offset + index];
        if (!frames_send_patiently(ANSWER_BLOB, payload, BLOB_HEADER + count)) return 0;
    }
    return 1;
}

static void infer(const frame *request) {
    model_times times;
    uint8_t payload[10];
    uint16_t sequence = request->sequence; /* the frame's buffer may be reused while the answer goes out */
    if (model_find() != MODEL_GOOD) {
        answer_error(request, ERROR_NO_MODEL, "There is no model on the board. Flash one first.");
        return;
    }
    if (request->count < 4 || get32(request->payload) != model_raw_floats()) {
        answer_error(request, ERROR_RANGE, "The window does not have the length that the model wants.");
        return;
    }
    if (model_fits()) model_start();
    if (!model_fits() || !model_classify(&times)) {
        answer_error(request, ERROR_MODEL_UNFIT, "The model cannot run on this board.");
        return;
    }
    if (!send_blob(sequence, BLOB_FEATURES, model_feature_values, model_features() * 4)) return;
    if (!send_blob(sequence, BLOB_INPUT, model_input, model_inputs())) return;
    if (!send_blob(sequence, BLOB_OUTPUT, model_output, model_outputs())) return;
    if (model_has_anomaly() && !send_blob(sequence, BLOB_ANOMALY, &model_anomaly, sizeof model_anomaly)) return;
    put16(payload, sequence);
    put32(payload + 2, times.dsp_us);
    put32(payload + 6, times.inference_us);
    frames_send_patiently(ANSWER_INFERRED, payload, sizeof payload);
}

static void send_model_info(const frame *request) {
    uint8_t payload[43] = {0};
    model_state state = model_find();
    put16(payload, request->sequence);
    payload[2] = (uint8_t)state;
    if (state == MODEL_NONE) {
        frames_send_patiently(ANSWER_MODEL, payload, 3);
        return;
    }
    if (state == MODEL_GOOD) {
        put32(payload + 3, model_bytes());
        put32(payload + 7, model_crc32());
        for (int index = 0; index < 32; index++) payload[11 + index] = model_hash()[index];
    }
    frames_send_patiently(ANSWER_MODEL, payload, sizeof payload);
}

/* Lets the answer reach the host, then leaves the bus long enough for the host to notice. */
static void leave_usb(void) {
    wait_micros(20000);
    usb_stop();
    wait_micros(20000);
}

static void start_sensing(const frame *request, void (*start)(const frame *)) {
    if (has_sensor) {
        start(request);
    } else {
        answer_error(request, ERROR_NO_SENSOR, "No motion sensor answers. Look at its wires: SDA on GP4, SCL on GP5.");
    }
}

void requests_handle(const frame *request) {
    switch (request->type) {
    case REQUEST_HELLO:
        board_info_send(has_sensor);
        break;
    case REQUEST_START_STREAM:
        start_sensing(request, stream_start);
        break;
    case REQUEST_START_LIVE:
        start_sensing(request, live_start);
        break;
    case REQUEST_STOP_STREAM:
        stream_stop();
        answer_done(request);
        break;
    case REQUEST_STOP_LIVE:
        live_stop();
        answer_done(request);
        break;
    case REQUEST_RAW_WINDOW:
        take_raw_window(request);
        break;
    case REQUEST_INFER:
        infer(request);
        break;
    case REQUEST_MODEL_INFO:
        send_model_info(request);
        break;
    case REQUEST_RESET:
        answer_done(request);
        leave_usb();
        restart_board();
    case REQUEST_BOOTLOADER:
        answer_done(request);
        leave_usb();
        enter_bootloader();
    default:
        answer_error(request, ERROR_UNKNOWN, "This firmware does not know the request.");
    }
}

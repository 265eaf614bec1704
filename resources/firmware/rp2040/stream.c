/* Sends readings, and classifies windows of them, while the host wants it. Both read the sampler's ring. */
#include "stream.h"

#include "clocks.h"
#include "model.h"
#include "requests.h"
#include "sampler.h"

#define ROW_BYTES (SENSOR_AXES * 2u)
#define MOST_ROWS ((LONGEST_PAYLOAD - 4) / ROW_BYTES)
/* Rows are sent in groups, but none waits longer than this. */
#define LONGEST_WAIT_US 20000u
#define MOST_MISSES 50u

static int streaming, classifying;
static uint32_t next_row, waiting_since;
static uint32_t window_end, stride;

static void start_sampler(uint32_t rate) {
    if (sampler_rate() == 0) sampler_start(rate);
}

static void stop_sampler_if_idle(void) {
    if (!streaming && !classifying) sampler_stop();
}

void stream_start(const frame *request) {
    uint32_t rate = request->count >= 4 ? get32(request->payload) : 0;
    if (rate < SAMPLER_SLOWEST_MILLIHERTZ || rate > SAMPLER_FASTEST_MILLIHERTZ) {
        answer_error(request, ERROR_RANGE, "The rate must be between 1 and 1000 readings a second.");
        return;
    }
    if (classifying && rate != sampler_rate()) {
        answer_error(request, ERROR_BUSY, "The board is classifying at another rate. Stop that first.");
        return;
    }
    streaming = 0;
    stop_sampler_if_idle();
    answer_done(request);
    start_sampler(rate);
    next_row = sampler_rows();
    waiting_since = micros();
    streaming = 1;
}

void stream_stop(void) {
    streaming = 0;
    stop_sampler_if_idle();
}

/* Rows in a line from `row` on that can go into one frame. */
static uint32_t rows_together(uint32_t row, uint32_t ready) {
    uint32_t count = 0;
    while (count < MOST_ROWS && count < ready && sampler_row(row + count)) count++;
    return count;
}

static int send_rows(uint32_t count) {
    static uint8_t payload[LONGEST_PAYLOAD];
    put32(payload, next_row);
    for (uint32_t index = 0; index < count; index++) {
        const int16_t *values = sampler_row(next_row + index);
        for (uint32_t axis = 0; axis < SENSOR_AXES; axis++)
            put16(payload + 4 + index * ROW_BYTES + axis * 2, (uint32_t)values[axis]);
    }
    return frames_send(ANSWER_DATA, payload, 4 + count * ROW_BYTES);
}

/* A sensor whose wire came off is told once, instead of silence. */
static int sensor_is_lost(void) {
    if (sampler_misses() <= MOST_MISSES) return 0;
    streaming = classifying = 0;
    sampler_stop();
    report_error(REQUEST_START_STREAM, ERROR_NO_SENSOR, "The motion sensor stopped answering. Look at its wires.");
    return 1;
}

void stream_run(void) {
    if ((streaming || classifying) && sensor_is_lost()) return;
    while (streaming) {
        uint32_t ready = sampler_rows() - next_row;
        if (ready == 0) {
            waiting_since = micros();
            return;
        }
        if (ready < MOST_ROWS && micros() - waiting_since < LONGEST_WAIT_US) return;
        uint32_t count = rows_together(next_row, ready);
        /* A missing row is left out: the jump in row numbers tells the host. */
        if (count == 0) {
            next_row++;
        } else if (send_rows(count)) {
            next_row += count;
        } else {
            return; /* no room: rows wait in the ring, and the oldest are given up when it goes round */
        }
    }
}

void live_start(const frame *request) {
    uint32_t asked = request->count >= 2 ? get16(request->payload) : 0;
    if (model_find() != MODEL_GOOD) {
        answer_error(request, ERROR_NO_MODEL, "There is no model on the board. Flash one first.");
        return;
    }
    if (!model_fits() || model_window_rows() >= SAMPLER_ROWS) {
        answer_error(request, ERROR_MODEL_UNFIT, "The model needs more memory than the board has.");
        return;
    }
    for (uint32_t axis = 0; axis < model_axes(); axis++) {
        if (model_sensor_axis(axis) >= 0) continue;
        answer_error(request, ERROR_AXES, "The model wants an axis that this board's sensor does not have.");
        return;
    }
    if (streaming && sampler_rate() != model_rate_millihertz()) {
        answer_error(request, ERROR_BUSY, "The board is streaming at another rate. Stop that first.");
        return;
    }
    answer_done(request);
    stride = asked ? asked : model_stride_rows();
    start_sampler(model_rate_millihertz());
    window_end = sampler_rows() + model_window_rows();
    model_start();
    classifying = 1;
}

void live_stop(void) {
    classifying = 0;
    stop_sampler_if_idle();
}

/* 0 where a row of the window is missing. */
static int copy_window(void) {
    uint32_t axes = model_axes();
    float *to = model_raw;
    for (uint32_t row = window_end - model_window_rows(); row != window_end; row++) {
        const int16_t *values = sampler_row(row);
        if (!values) return 0;
        for (uint32_t axis = 0; axis < axes; axis++) *to++ = (float)values[model_sensor_axis(axis)] * SENSOR_SCALE;
    }
    return 1;
}

static uint32_t bits_of(float value) {
    union {
        float value;
        uint32_t bits;
    } number = {value};
    return number.bits;
}

static void classify_window(void) {
    uint8_t payload[16 + MOST_OUTPUTS];
    model_times times;
    uint32_t outputs = model_outputs(), count = 12;
    if (!copy_window() || !model_classify(&times)) return;
    put32(payload, window_end - 1);
    put32(payload + 4, times.dsp_us);
    put32(payload + 8, times.inference_us);
    if (model_has_anomaly()) {
        put32(payload + count, bits_of(model_anomaly));
        count += 4;
    }
    for (uint32_t index = 0; index < outputs; index++) payload[count++] = (uint8_t)model_output[index];
    frames_send(model_has_anomaly() ? ANSWER_RESULT_ANOMALY : ANSWER_RESULT, payload, count);
}

void live_run(void) {
    if (!classifying) return;
    if ((int32_t)(sampler_rows() - window_end) < 0) return;
    /* When classifying takes longer than the stride, windows are left out rather than answered late. */
    window_end += (sampler_rows() - window_end) / stride * stride;
    classify_window();
    window_end += stride;
}

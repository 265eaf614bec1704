/* Answers the host's requests. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stdint.h>

#include "frames.h"

enum {
    REQUEST_HELLO = 0x01,
    REQUEST_START_STREAM,
    REQUEST_STOP_STREAM,
    REQUEST_START_LIVE,
    REQUEST_STOP_LIVE,
    REQUEST_RAW_WINDOW,
    REQUEST_INFER,
    REQUEST_MODEL_INFO,
    REQUEST_RESET,
    REQUEST_BOOTLOADER,
};

enum {
    ANSWER_INFO = 0x81,
    ANSWER_DATA,
    ANSWER_RESULT,
    ANSWER_BLOB,
    ANSWER_INFERRED,
    ANSWER_MODEL,
    ANSWER_DONE,
    ANSWER_LOG,
    ANSWER_ERROR,
    ANSWER_BUTTON,
    ANSWER_RESULT_ANOMALY,
};

typedef enum {
    ERROR_NO_SENSOR = 1,
    ERROR_NO_MODEL,
    ERROR_RANGE,
    ERROR_AXES,
    ERROR_UNKNOWN,
    ERROR_MODEL_UNFIT,
    ERROR_BUSY,
} error_code;

void requests_start(int sensor_found);
void requests_handle(const frame *request);

void answer_done(const frame *request);
void answer_error(const frame *request, error_code code, const char *sentence);
/* An error that no request asked for. */
void report_error(uint8_t type, error_code code, const char *sentence);

#endif

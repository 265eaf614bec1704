/* Frames of the device protocol, see PROTOCOL.md. */
#pragma once
#include <stdint.h>

#define LONGEST_PAYLOAD 240u

typedef struct {
    uint8_t type;
    uint16_t sequence;
    uint8_t count;
    const uint8_t *payload;
} frame;

/* True when a whole frame has come; it is valid until the next call. */
uint8_t frames_receive(frame *into);

/* An answer is begun, filled and sent; there is one at a time. */
void frames_begin(uint8_t type);
void frames_put8(uint8_t value);
void frames_put16(uint16_t value);
void frames_put32(uint32_t value);
void frames_put_text(const char *text_in_flash);
void frames_send(void);

/* Frames of the device protocol (resources/firmware/PROTOCOL.md) over the USB serial port. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdint.h>

#define LONGEST_PAYLOAD 240u

typedef struct {
    uint8_t type;
    uint16_t sequence;
    uint32_t count;
    const uint8_t *payload;
} frame;

/* 1 when a whole, undamaged frame has arrived. Its payload is good until the next call. */
int frames_receive(frame *into);
/* Drops a frame that has only begun to arrive: whoever sent it has closed the port. */
void frames_forget(void);
/* 0 when the sending buffer has no room. */
int frames_send(uint8_t type, const uint8_t *payload, uint32_t count);
/* Waits for room; gives up when the port is closed or the host takes nothing for half a second. */
int frames_send_patiently(uint8_t type, const uint8_t *payload, uint32_t count);

static inline void put16(uint8_t *to, uint32_t value) {
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
}
static inline void put32(uint8_t *to, uint32_t value) {
    put16(to, value);
    put16(to + 2, value >> 16);
}
static inline uint32_t get16(const uint8_t *from) { return from[0] | (uint32_t)from[1] << 8; }
static inline uint32_t get32(const uint8_t *from) { return get16(from) | get16(from + 2) << 16; }

#endif

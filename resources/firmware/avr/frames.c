/* COBS, sequence numbers and CRC-16, as PROTOCOL.md lays down. One buffer a direction: there are 2 kB of RAM in all. */
#include "frames.h"

#include <avr/pgmspace.h>
#include <util/crc16.h>

#include "uart.h"

#define HEADER 7u
#define CRC 2u
#define LONGEST_PLAIN (HEADER + LONGEST_PAYLOAD + CRC)

static uint8_t incoming[LONGEST_PLAIN + 1u];
static uint8_t incoming_count;
static uint8_t incoming_overlong;
static uint8_t outgoing[LONGEST_PLAIN];
static uint8_t outgoing_count;
static uint16_t next_sequence;

static uint16_t crc_of(const uint8_t *bytes, uint8_t count) {
    uint16_t crc = 0xffff;
    for (uint8_t index = 0; index < count; index++) crc = _crc_xmodem_update(crc, bytes[index]);
    return crc;
}

/* In place: what is read is always ahead of what is written. */
static uint8_t unstuff(uint8_t count) {
    uint8_t code = 0;
    while (code < count) {
        uint16_t next = (uint16_t)(code + incoming[code]);
        if (next == code || next > count) return 0;
        for (uint8_t index = (uint8_t)(code + 1u); index < next; index++) incoming[index - 1u] = incoming[index];
        if (next < count) incoming[next - 1u] = 0;
        code = (uint8_t)next;
    }
    return 1;
}

static uint16_t get16(const uint8_t *bytes) { return (uint16_t)(bytes[0] | (bytes[1] << 8)); }

static uint8_t read_frame(frame *into) {
    uint8_t count = incoming_count;
    uint8_t usable = count > HEADER + CRC && !incoming_overlong && unstuff(count);
    incoming_count = 0;
    incoming_overlong = 0;
    if (!usable) return 0;
    uint8_t body = (uint8_t)(count - 1u - CRC);
    if (crc_of(incoming, body) != get16(incoming + body)) return 0;
    into->type = incoming[0];
    into->sequence = get16(incoming + 1);
    into->payload = incoming + HEADER;
    into->count = (uint8_t)(body - HEADER);
    return 1;
}

uint8_t frames_receive(frame *into) {
    int byte;
    while ((byte = uart_read()) >= 0) {
        if (byte == 0) {
            if (read_frame(into)) return 1;
        } else if (incoming_count == sizeof incoming) {
            incoming_overlong = 1;
        } else {
            incoming[incoming_count++] = (uint8_t)byte;
        }
    }
    return 0;
}

void frames_begin(uint8_t type) {
    outgoing_count = 0;
    frames_put8(type);
    frames_put16(next_sequence++);
    frames_put32(clock_us());
}

void frames_put8(uint8_t value) {
    if (outgoing_count < HEADER + LONGEST_PAYLOAD) outgoing[outgoing_count++] = value;
}

void frames_put16(uint16_t value) {
    frames_put8((uint8_t)value);
    frames_put8((uint8_t)(value >> 8));
}

void frames_put32(uint32_t value) {
    frames_put16((uint16_t)value);
    frames_put16((uint16_t)(value >> 16));
}

void frames_put_text(const char *text_in_flash) {
    uint8_t letter;
    while ((letter = pgm_read_byte(text_in_flash++)) != 0) frames_put8(letter);
}

/* Stuffs while it writes: each code byte says how far away the next zero is. */
void frames_send(void) {
    uint16_t crc = crc_of(outgoing, outgoing_count);
    outgoing[outgoing_count++] = (uint8_t)crc;
    outgoing[outgoing_count++] = (uint8_t)(crc >> 8);
    uint8_t start = 0;
    for (uint8_t index = 0; index <= outgoing_count; index++) {
        if (index < outgoing_count && outgoing[index]) continue;
        uart_write((uint8_t)(index - start + 1u));
        for (; start < index; start++) uart_write(outgoing[start]);
        start = (uint8_t)(index + 1u);
    }
    uart_write(0);
}

/* COBS, sequence numbers and CRC-16, as PROTOCOL.md lays down. */
#include "frames.h"

#include "clocks.h"
#include "usb.h"

#define HEADER 7u
#define CRC 2u
#define LONGEST_PLAIN (HEADER + LONGEST_PAYLOAD + CRC)

static uint8_t incoming[LONGEST_PLAIN + 1];
static uint32_t incoming_count;
static int incoming_overlong;
static uint8_t decoded[LONGEST_PLAIN];
static uint16_t next_sequence;

static uint16_t crc16(const uint8_t *bytes, uint32_t count) {
    uint16_t crc = 0xffff;
    for (uint32_t index = 0; index < count; index++) {
        crc = (uint16_t)(crc ^ (bytes[index] << 8));
        for (int bit = 0; bit < 8; bit++) crc = (uint16_t)(crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1);
    }
    return crc;
}

static int unstuff(void) {
    uint32_t code = 0;
    while (code < incoming_count) {
        uint32_t next = code + incoming[code];
        if (next == code || next > incoming_count) return 0;
        for (uint32_t index = code + 1; index < next; index++) decoded[index - 1] = incoming[index];
        if (next < incoming_count) decoded[next - 1] = 0;
        code = next;
    }
    return 1;
}

void frames_forget(void) {
    incoming_count = 0;
    incoming_overlong = 0;
}

static int read_frame(frame *into) {
    uint32_t count = incoming_count;
    int usable = count > HEADER + CRC && !incoming_overlong && unstuff();
    frames_forget();
    if (!usable) return 0;
    uint32_t body = count - 1 - CRC;
    if (crc16(decoded, body) != get16(decoded + body)) return 0;
    into->type = decoded[0];
    into->sequence = (uint16_t)get16(decoded + 1);
    into->payload = decoded + HEADER;
    into->count = body - HEADER;
    return 1;
}

int frames_receive(frame *into) {
    int byte;
    while ((byte = usb_read()) >= 0) {
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

static uint32_t stuff(const uint8_t *plain, uint32_t count, uint8_t *encoded) {
    uint32_t code = 0;
    for (uint32_t index = 0; index < count; index++) {
        encoded[index + 1] = plain[index];
        if (plain[index]) continue;
        encoded[code] = (uint8_t)(index + 1 - code);
        code = index + 1;
    }
    encoded[code] = (uint8_t)(count + 1 - code);
    encoded[count + 1] = 0;
    return count + 2;
}

int frames_send(uint8_t type, const uint8_t *payload, uint32_t count) {
    static uint8_t plain[LONGEST_PLAIN], encoded[LONGEST_PLAIN + 2];
    if (count > LONGEST_PAYLOAD || usb_room() < count + HEADER + CRC + 2) return 0;
    plain[0] = type;
    put16(plain + 1, next_sequence++);
    put32(plain + 3, micros());
    for (uint32_t index = 0; index < count; index++) plain[HEADER + index] = payload[index];
    put16(plain + HEADER + count, crc16(plain, HEADER + count));
    return usb_write(encoded, stuff(plain, HEADER + count + CRC, encoded));
}

int frames_send_patiently(uint8_t type, const uint8_t *payload, uint32_t count) {
    uint32_t closings = usb_closings();
    uint32_t room = usb_room();
    uint32_t progress_at = micros();
    while (!frames_send(type, payload, count)) {
        if (usb_closings() != closings || micros() - progress_at > 500000) return 0;
        if (usb_room() == room) continue;
        room = usb_room();
        progress_at = micros();
    }
    return 1;
}

/* USB 2.0 chapter 9.6 and CDC 1.2 (PSTN, abstract control model). A full-speed-only device has no qualifier. */
#include "usb_descriptors.h"

#include "identity.h"

#define WORD(value) (uint8_t)(value), (uint8_t)((value) >> 8)
#define CONFIGURATION_BYTES 75

static const uint8_t device[18] = {
    18, 1, WORD(0x0200), 0xef, 2, 1, /* class: interface association */
    PACKET_BYTES, WORD(0x2e8a), WORD(0x000a), WORD(0x0100), 1, 2, 3, 1,
};

static const uint8_t configuration[CONFIGURATION_BYTES] = {
    9, 2, WORD(CONFIGURATION_BYTES), 2, 1, 0, 0x80, 50, /* bus powered, 100 mA */
    8, 11, 0, 2, 2, 2, 0, 4,                            /* interfaces 0 and 1 belong together */
    9, 4, 0, 0, 1, 2, 2, 0, 4,                          /* communication: abstract control model */
    5, 0x24, 0, WORD(0x0120),                           /* header */
    5, 0x24, 1, 0, 1,                                   /* call management: none, data interface 1 */
    4, 0x24, 2, 6,                                      /* line coding, line state, break */
    5, 0x24, 6, 0, 1,                                   /* union of 0 and 1 */
    7, 5, 0x80 | EP_NOTIFY, 3, WORD(8), 16,             /* notifications */
    9, 4, 1, 0, 2, 10, 0, 0, 0,                         /* data */
    7, 5, EP_DATA, 2, WORD(PACKET_BYTES), 0,            /* host to board */
    7, 5, 0x80 | EP_DATA, 2, WORD(PACKET_BYTES), 0,     /* board to host */
};

static const uint8_t languages[4] = {4, 3, WORD(0x0409)};

static const uint8_t *text_descriptor(const char *text, uint8_t *scratch, uint32_t *length) {
    uint32_t bytes = 2;
    for (; *text && bytes < PACKET_BYTES; text++) {
        scratch[bytes++] = (uint8_t)*text;
        scratch[bytes++] = 0;
    }
    scratch[0] = (uint8_t)bytes;
    scratch[1] = 3;
    *length = bytes;
    return scratch;
}

static const uint8_t *string_descriptor(uint32_t index, uint8_t *scratch, uint32_t *length) {
    switch (index) {
    case 0:
        *length = sizeof languages;
        return languages;
    case 1:
        return text_descriptor("TinyML Workbench", scratch, length);
    case 2:
        return text_descriptor("TinyML Workbench board (RP2040)", scratch, length);
    case 3:
        return text_descriptor(identity_serial_number(), scratch, length);
    case 4:
        return text_descriptor("Serial port", scratch, length);
    default:
        return 0;
    }
}

const uint8_t *usb_descriptor(uint32_t type, uint32_t index, uint8_t *scratch, uint32_t *length) {
    if (type == 1 && index == 0) {
        *length = sizeof device;
        return device;
    }
    if (type == 2 && index == 0) {
        *length = sizeof configuration;
        return configuration;
    }
    return type == 3 ? string_descriptor(index, scratch, length) : 0;
}

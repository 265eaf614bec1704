/* What the board tells of itself over USB. */
#ifndef USB_DESCRIPTORS_H
#define USB_DESCRIPTORS_H

#include <stdint.h>

#define EP_NOTIFY 1u
#define EP_DATA 2u
#define PACKET_BYTES 64u

/* The descriptor asked for and its length, or 0 where there is none. `scratch` holds 64 bytes for strings. */
const uint8_t *usb_descriptor(uint32_t type, uint32_t index, uint8_t *scratch, uint32_t *length);

#endif

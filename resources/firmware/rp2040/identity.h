/* Who this board is. */
#ifndef IDENTITY_H
#define IDENTITY_H

#define FIRMWARE_VERSION "0.1.0"
#define BOARD_ID "pico"

/* 1 to 31 printable characters. */
const char *identity_serial_number(void);

#endif

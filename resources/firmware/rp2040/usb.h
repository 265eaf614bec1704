/* A USB serial port (CDC-ACM): bytes in, bytes out, and what the host does with the line. */
#ifndef USB_H
#define USB_H

#include <stdint.h>

void usb_start(void);

/* Takes all bytes or, where there is no room for all, none. 1 when taken. Main loop only. */
int usb_write(const uint8_t *bytes, uint32_t count);
/* Room in the sending buffer. */
uint32_t usb_room(void);
/* One received byte, or -1. Main loop only. */
int usb_read(void);
/* Leaves the bus, so that the host notices at once. */
void usb_stop(void);

/* 1 while a program holds the port open (DTR). */
int usb_is_open(void);
/* Goes up by one whenever the port is closed or the bus is reset. */
uint32_t usb_closings(void);
/* 1 after a close at 1200 baud: the host asks for the bootloader. */
int usb_bootloader_asked(void);
/* 1 once since the last call if anything happened. Call with interrupts off. */
int usb_take_activity(void);

#endif

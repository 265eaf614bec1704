/* Endpoint 0: the requests of USB 2.0 chapter 9.4 and of the CDC abstract control model. */
#ifndef USB_CONTROL_H
#define USB_CONTROL_H

#include <stdint.h>

void control_bus_reset(void);
void control_setup(const volatile uint8_t *packet);
void control_sent(void);
void control_received(void);
int control_is_configured(void);
int control_dtr(void);
uint32_t control_baud_rate(void);

/* What control requests set off; usb.c implements them. */
void usb_configured(void);
void usb_unconfigured(void);
void usb_line_changed(void);
void usb_halt_cleared(uint32_t endpoint, int in);

#endif

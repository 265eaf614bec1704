/* The USB controller's endpoints, one packet at a time (RP2040 datasheet 4.1.2.5). */
#ifndef USB_ENDPOINTS_H
#define USB_ENDPOINTS_H

#include <stdint.h>

/* Hands a packet to the controller; it goes out when the host asks. */
void endpoint_send(uint32_t endpoint, const uint8_t *bytes, uint32_t count);
/* Lets the host send one packet of up to 64 bytes. */
void endpoint_receive(uint32_t endpoint);
/* Bytes of the packet that arrived, and how many. */
const volatile uint8_t *endpoint_received(uint32_t endpoint, uint32_t *count);

/* Answers the host's next packet with STALL. Endpoint 0 recovers at the next setup packet by itself. */
void endpoint_stall(uint32_t endpoint, int in);
int endpoint_is_stalled(uint32_t endpoint, int in);
/* Ends a stall; the next packet is DATA0. What was waiting is dropped. */
void endpoint_reset(uint32_t endpoint, int in);
/* After a setup packet both directions go on with DATA1. */
void endpoint_zero_restart(void);

void endpoints_open(void);
void endpoints_close(void);

#endif

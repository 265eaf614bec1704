/* The USB controller's endpoints, one packet at a time (RP2040 datasheet 4.1.2.5 and 4.1.3). */
#include "usb_endpoints.h"

#include "registers.h"
#include "usb_descriptors.h"

#define BUFFER_FULL (1u << 15)
#define BUFFER_DATA1 (1u << 13)
#define BUFFER_STALL (1u << 11)
#define BUFFER_AVAILABLE (1u << 10)
#define BUFFER_LENGTH 0x3ffu
#define ENDPOINT_ENABLE (1u << 31)
#define ENDPOINT_INTERRUPT (1u << 29)
#define TYPE_BULK (2u << 26)
#define TYPE_INTERRUPT (3u << 26)

/* Control and buffer words lie in the controller's memory as pairs: IN, then OUT. */
#define CONTROL(endpoint, in) REGISTER(USB_DPRAM + 8u * (endpoint) + ((in) ? 0u : 4u))
#define BUFFER(endpoint, in) REGISTER(USB_DPRAM + 0x80u + 8u * (endpoint) + ((in) ? 0u : 4u))

static uint8_t next_is_data1[3][2];

static uint32_t data_offset(uint32_t endpoint, int in) {
    if (endpoint == 0) return 0x100;
    return endpoint == EP_NOTIFY ? 0x180 : in ? 0x1c0 : 0x200;
}

/* The controller runs on another clock: it must see the rest of the word before it sees AVAILABLE. */
static void hand_over(uint32_t endpoint, int in, uint32_t word) {
    if (next_is_data1[endpoint][in]) word |= BUFFER_DATA1;
    next_is_data1[endpoint][in] ^= 1;
    BUFFER(endpoint, in) = word;
    __asm volatile("nop\n nop\n nop\n nop\n nop\n nop\n nop\n nop\n nop\n nop\n nop\n nop");
    BUFFER(endpoint, in) = word | BUFFER_AVAILABLE;
}

void endpoint_send(uint32_t endpoint, const uint8_t *bytes, uint32_t count) {
    volatile uint8_t *to = (volatile uint8_t *)(uintptr_t)(USB_DPRAM + data_offset(endpoint, 1));
    for (uint32_t index = 0; index < count; index++) to[index] = bytes[index];
    hand_over(endpoint, 1, BUFFER_FULL | count);
}

void endpoint_receive(uint32_t endpoint) { hand_over(endpoint, 0, PACKET_BYTES); }

const volatile uint8_t *endpoint_received(uint32_t endpoint, uint32_t *count) {
    *count = BUFFER(endpoint, 0) & BUFFER_LENGTH;
    return (const volatile uint8_t *)(uintptr_t)(USB_DPRAM + data_offset(endpoint, 0));
}

void endpoint_stall(uint32_t endpoint, int in) {
    if (endpoint == 0) SET_BITS(USB_EP_STALL_ARM) = in ? 1u : 2u;
    BUFFER(endpoint, in) = BUFFER_STALL;
}

int endpoint_is_stalled(uint32_t endpoint, int in) { return (BUFFER(endpoint, in) & BUFFER_STALL) != 0; }

void endpoint_reset(uint32_t endpoint, int in) {
    BUFFER(endpoint, in) = 0;
    next_is_data1[endpoint][in] = 0;
}

void endpoint_zero_restart(void) {
    BUFFER(0, 0) = 0;
    BUFFER(0, 1) = 0;
    next_is_data1[0][0] = 1;
    next_is_data1[0][1] = 1;
}

void endpoints_open(void) {
    endpoints_close();
    CONTROL(EP_NOTIFY, 1) = ENDPOINT_ENABLE | ENDPOINT_INTERRUPT | TYPE_INTERRUPT | data_offset(EP_NOTIFY, 1);
    CONTROL(EP_DATA, 1) = ENDPOINT_ENABLE | ENDPOINT_INTERRUPT | TYPE_BULK | data_offset(EP_DATA, 1);
    CONTROL(EP_DATA, 0) = ENDPOINT_ENABLE | ENDPOINT_INTERRUPT | TYPE_BULK | data_offset(EP_DATA, 0);
}

void endpoints_close(void) {
    for (uint32_t endpoint = EP_NOTIFY; endpoint <= EP_DATA; endpoint++) {
        for (int in = 0; in < 2; in++) {
            CONTROL(endpoint, in) = 0;
            endpoint_reset(endpoint, in);
        }
    }
}

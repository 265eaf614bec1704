/* The USB serial port: controller start, interrupt, and the two byte rings between it and the main loop. */
#include "usb.h"

#include "clocks.h"
#include "interrupts.h"
#include "registers.h"
#include "usb_control.h"
#include "usb_descriptors.h"
#include "usb_endpoints.h"

#define SEND_BYTES 8192u /* powers of two */
#define RECEIVE_BYTES 4096u
#define STATUS_BUS_RESET (1u << 19)
#define STATUS_SETUP (1u << 17)
#define INTERRUPT_BUS_RESET (1u << 12)
#define INTERRUPT_SETUP (1u << 16)
#define INTERRUPT_BUFFER (1u << 4)
#define SIE_PULL_UP (1u << 16)
#define SIE_EP0_INTERRUPT (1u << 29)

/* Ends count without wrapping; only their difference and the low bits are used. */
static uint8_t send_ring[SEND_BYTES];
static volatile uint32_t send_in, send_out;
static uint8_t receive_ring[RECEIVE_BYTES];
static volatile uint32_t receive_in, receive_out;
static volatile int send_busy, receive_armed, last_was_full;
static volatile uint32_t closings;
static volatile int bootloader_asked, activity;

void usb_start(void) {
    release_from_reset(RESET_USB);
    for (uint32_t offset = 0; offset < 4096; offset += 4) REGISTER(USB_DPRAM + offset) = 0;
    REGISTER(USB_MUXING) = (1u << 0) | (1u << 3); /* to the USB pins, not to GPIO */
    REGISTER(USB_PWR) = (1u << 3) | (1u << 2);    /* boards do not wire VBUS to the chip: say it is there */
    REGISTER(USB_MAIN_CTRL) = 1;
    control_bus_reset();
    REGISTER(USB_SIE_CTRL) = SIE_EP0_INTERRUPT;
    REGISTER(USB_INTE) = INTERRUPT_BUFFER | INTERRUPT_BUS_RESET | INTERRUPT_SETUP;
    REGISTER(NVIC_CLEAR_PENDING) = 1u << IRQ_USB;
    REGISTER(NVIC_ENABLE) = 1u << IRQ_USB;
    SET_BITS(USB_SIE_CTRL) = SIE_PULL_UP;
}

void usb_stop(void) { CLEAR_BITS(USB_SIE_CTRL) = SIE_PULL_UP; }

/* A transfer that ends on a full packet is followed by an empty one, or the host waits for more. */
static void send_packet(void) {
    uint8_t packet[PACKET_BYTES];
    uint32_t count = send_in - send_out;
    if (send_busy || !control_is_configured() || endpoint_is_stalled(EP_DATA, 1)) return;
    if (count == 0 && !last_was_full) return;
    if (count > PACKET_BYTES) count = PACKET_BYTES;
    for (uint32_t index = 0; index < count; index++) packet[index] = send_ring[(send_out + index) % SEND_BYTES];
    send_out += count;
    last_was_full = count == PACKET_BYTES;
    send_busy = 1;
    endpoint_send(EP_DATA, packet, count);
}

static void arm_receive(void) {
    if (receive_armed || !control_is_configured() || endpoint_is_stalled(EP_DATA, 0)) return;
    if (RECEIVE_BYTES - (receive_in - receive_out) < PACKET_BYTES) return;
    receive_armed = 1;
    endpoint_receive(EP_DATA);
}

static void take_received(void) {
    uint32_t count;
    const volatile uint8_t *bytes = endpoint_received(EP_DATA, &count);
    receive_armed = 0;
    for (uint32_t index = 0; index < count; index++) receive_ring[(receive_in + index) % RECEIVE_BYTES] = bytes[index];
    receive_in += count;
    arm_receive();
}

static void forget_everything(void) {
    send_out = send_in;
    receive_out = receive_in;
    send_busy = receive_armed = last_was_full = 0;
    closings++;
}

void usb_configured(void) {
    forget_everything();
    arm_receive();
}

void usb_unconfigured(void) { forget_everything(); }

void usb_halt_cleared(uint32_t endpoint, int in) {
    if (endpoint != EP_DATA) return;
    if (in) {
        send_busy = 0;
        send_packet();
    } else {
        receive_armed = 0;
        arm_receive();
    }
}

void usb_line_changed(void) {
    if (control_dtr()) return;
    closings++;
    send_out = send_in; /* the next program that opens the port gets only what is meant for it */
    receive_out = receive_in;
    if (control_baud_rate() == 1200) bootloader_asked = 1;
}

static void handle_buffers(void) {
    uint32_t done = REGISTER(USB_BUFF_STATUS);
    CLEAR_BITS(USB_BUFF_STATUS) = done;
    if (done & (1u << 0)) control_sent();
    if (done & (1u << 1)) control_received();
    if (done & (1u << (2 * EP_DATA))) {
        send_busy = 0;
        send_packet();
    }
    if (done & (1u << (2 * EP_DATA + 1))) take_received();
}

void usb_interrupt(void) {
    uint32_t why = REGISTER(USB_INTS);
    if (why & INTERRUPT_BUFFER) handle_buffers();
    if (why & INTERRUPT_BUS_RESET) {
        CLEAR_BITS(USB_SIE_STATUS) = STATUS_BUS_RESET;
        control_bus_reset();
        forget_everything();
    }
    if (why & INTERRUPT_SETUP) {
        CLEAR_BITS(USB_SIE_STATUS) = STATUS_SETUP;
        control_setup((const volatile uint8_t *)(uintptr_t)USB_DPRAM);
    }
    activity = 1;
}

uint32_t usb_room(void) { return SEND_BYTES - (send_in - send_out); }

int usb_write(const uint8_t *bytes, uint32_t count) {
    if (count > usb_room()) return 0;
    uint32_t end = send_in;
    for (uint32_t index = 0; index < count; index++) send_ring[(end + index) % SEND_BYTES] = bytes[index];
    interrupts_off();
    send_in = end + count;
    send_packet();
    interrupts_on();
    return 1;
}

int usb_read(void) {
    if (receive_in == receive_out) return -1;
    uint8_t byte = receive_ring[receive_out % RECEIVE_BYTES];
    interrupts_off();
    receive_out++;
    arm_receive();
    interrupts_on();
    return byte;
}

int usb_is_open(void) { return control_is_configured() && control_dtr(); }
uint32_t usb_closings(void) { return closings; }
int usb_bootloader_asked(void) { return bootloader_asked; }

int usb_take_activity(void) {
    int happened = activity;
    activity = 0;
    return happened;
}

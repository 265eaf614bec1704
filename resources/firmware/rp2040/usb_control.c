/* Endpoint 0: the requests of USB 2.0 chapter 9.4 and of the CDC abstract control model (PSTN 1.2, 6.3). */
#include "usb_control.h"

#include "registers.h"
#include "usb_descriptors.h"
#include "usb_endpoints.h"

enum { STANDARD_DEVICE_OUT = 0x00, STANDARD_INTERFACE_OUT, STANDARD_ENDPOINT_OUT, CLASS_INTERFACE_OUT = 0x21 };
enum { STANDARD_DEVICE_IN = 0x80, STANDARD_INTERFACE_IN, STANDARD_ENDPOINT_IN, CLASS_INTERFACE_IN = 0xa1 };
enum { GET_STATUS = 0, CLEAR_FEATURE = 1, SET_FEATURE = 3, SET_ADDRESS = 5, GET_DESCRIPTOR = 6 };
enum { GET_CONFIGURATION = 8, SET_CONFIGURATION = 9, GET_INTERFACE = 10, SET_INTERFACE = 11 };
enum { SET_LINE_CODING = 0x20, GET_LINE_CODING = 0x21, SET_CONTROL_LINE_STATE = 0x22, SEND_BREAK = 0x23 };

#define INTERFACES 2u
#define LINE_CODING_BYTES 7u
#define NO_ADDRESS 0xffu

typedef struct {
    uint32_t type, request, value, index, length;
} setup_request;

static uint8_t line_coding[LINE_CODING_BYTES] = {0x00, 0xc2, 0x01, 0x00, 0, 0, 8}; /* 115200 8N1 */
static uint8_t reply[PACKET_BYTES];
static const uint8_t *send_from;
static uint32_t send_left;
static int send_empty_last;
static int sending, receiving_line_coding;
static uint32_t pending_address;
static uint32_t configuration;
static int dtr;

int control_is_configured(void) { return configuration != 0; }
int control_dtr(void) { return dtr; }
uint32_t control_baud_rate(void) {
    return line_coding[0] | (uint32_t)line_coding[1] << 8 | (uint32_t)line_coding[2] << 16 |
           (uint32_t)line_coding[3] << 24;
}

void control_bus_reset(void) {
    REGISTER(USB_ADDR_ENDP) = 0;
    pending_address = NO_ADDRESS;
    configuration = 0;
    dtr = 0;
    sending = 0;
    receiving_line_coding = 0;
    endpoint_zero_restart();
    endpoints_close();
}

static void send_next(void) {
    uint32_t count = send_left < PACKET_BYTES ? send_left : PACKET_BYTES;
    endpoint_send(0, send_from, count);
    send_from += count;
    send_left -= count;
    /* A full last packet does not end the transfer unless the host asked for exactly this much. */
    if (send_left == 0 && !(count == PACKET_BYTES && send_empty_last)) sending = 0;
    if (send_left == 0 && count < PACKET_BYTES) send_empty_last = 0;
}

static int answer(const setup_request *setup, const uint8_t *bytes, uint32_t count) {
    send_empty_last = count < setup->length;
    send_from = bytes;
    send_left = count < setup->length ? count : setup->length;
    sending = 1;
    if (setup->length == 0) {
        sending = 0;
        endpoint_send(0, reply, 0);
        return 1;
    }
    send_next();
    endpoint_receive(0); /* the host's empty status packet; it may also end the data early with it */
    return 1;
}

static int acknowledge(void) {
    endpoint_send(0, reply, 0);
    return 1;
}

static int answer_bytes(const setup_request *setup, uint8_t first, uint8_t second, uint32_t count) {
    reply[0] = first;
    reply[1] = second;
    return answer(setup, reply, count);
}

/* 1 for an endpoint that exists now; endpoint 0 always does. */
static int endpoint_exists(uint32_t address) {
    if ((address & 0x7f) == 0) return 1;
    if (!configuration) return 0;
    return address == (0x80 | EP_NOTIFY) || address == (0x80 | EP_DATA) || address == EP_DATA;
}

static int set_configuration(uint32_t value) {
    if (value > 1) return 0;
    configuration = value;
    if (value) {
        endpoints_open();
        usb_configured();
    } else {
        endpoints_close();
        usb_unconfigured();
    }
    return acknowledge();
}

static int device_request(const setup_request *setup) {
    switch (setup->request | (setup->type & 0x80)) {
    case SET_ADDRESS:
        if (setup->value > 127) return 0;
        pending_address = setup->value; /* takes effect after the status packet (9.4.6) */
        return acknowledge();
    case SET_CONFIGURATION:
        return set_configuration(setup->value & 0xff);
    case 0x80 | GET_STATUS:
        return answer_bytes(setup, 0, 0, 2);
    case 0x80 | GET_CONFIGURATION:
        return answer_bytes(setup, (uint8_t)configuration, 0, 1);
    case 0x80 | GET_DESCRIPTOR: {
        uint32_t length = 0;
        const uint8_t *bytes = usb_descriptor(setup->value >> 8, setup->value & 0xff, reply, &length);
        return bytes ? answer(setup, bytes, length) : 0;
    }
    default:
        return 0; /* remote wake-up and test modes are not offered */
    }
}

static int interface_request(const setup_request *setup) {
    if (!configuration || setup->index >= INTERFACES) return 0;
    switch (setup->request | (setup->type & 0x80)) {
    case 0x80 | GET_STATUS:
        return answer_bytes(setup, 0, 0, 2);
    case 0x80 | GET_INTERFACE:
        return answer_bytes(setup, 0, 0, 1);
    case SET_INTERFACE:
        return setup->value == 0 ? acknowledge() : 0;
    default:
        return 0;
    }
}

static int endpoint_request(const setup_request *setup) {
    uint32_t endpoint = setup->index & 0x0f;
    int in = (setup->index & 0x80) != 0;
    if (!endpoint_exists(setup->index)) return 0;
    if (setup->type == STANDARD_ENDPOINT_IN)
        return setup->request == GET_STATUS
                   ? answer_bytes(setup, (uint8_t)(endpoint && endpoint_is_stalled(endpoint, in)), 0, 2)
                   : 0;
    if (setup->value != 0) return 0; /* ENDPOINT_HALT is the only feature */
    if (setup->request == SET_FEATURE) {
        if (endpoint) endpoint_stall(endpoint, in);
        return acknowledge();
    }
    if (setup->request == CLEAR_FEATURE) {
        if (endpoint) {
            endpoint_reset(endpoint, in);
            usb_halt_cleared(endpoint, in);
        }
        return acknowledge();
    }
    return 0;
}

static int class_request(const setup_request *setup) {
    if (!configuration || setup->index != 0) return 0;
    switch (setup->request | (setup->type & 0x80)) {
    case SET_LINE_CODING:
        if (setup->length != LINE_CODING_BYTES) return 0;
        receiving_line_coding = 1;
        endpoint_receive(0);
        return 1;
    case 0x80 | GET_LINE_CODING:
        return answer(setup, line_coding, LINE_CODING_BYTES);
    case SET_CONTROL_LINE_STATE:
        dtr = setup->value & 1;
        usb_line_changed();
        return acknowledge();
    case SEND_BREAK:
        return acknowledge(); /* there is no line to break */
    default:
        return 0;
    }
}

static int handle(const setup_request *setup) {
    switch (setup->type) {
    case STANDARD_DEVICE_OUT:
    case STANDARD_DEVICE_IN:
        return device_request(setup);
    case STANDARD_INTERFACE_OUT:
    case STANDARD_INTERFACE_IN:
        return interface_request(setup);
    case STANDARD_ENDPOINT_OUT:
    case STANDARD_ENDPOINT_IN:
        return endpoint_request(setup);
    case CLASS_INTERFACE_OUT:
    case CLASS_INTERFACE_IN:
        return class_request(setup);
    default:
        return 0;
    }
}

void control_setup(const volatile uint8_t *packet) {
    setup_request setup = {
        .type = packet[0],
        .request = packet[1],
        .value = packet[2] | (uint32_t)packet[3] << 8,
        .index = packet[4] | (uint32_t)packet[5] << 8,
        .length = packet[6] | (uint32_t)packet[7] << 8,
    };
    endpoint_zero_restart();
    sending = 0;
    receiving_line_coding = 0;
    pending_address = NO_ADDRESS;
    if (!handle(&setup)) {
        endpoint_stall(0, 1);
        endpoint_stall(0, 0);
    }
}

void control_sent(void) {
    if (pending_address != NO_ADDRESS) {
        REGISTER(USB_ADDR_ENDP) = pending_address;
        pending_address = NO_ADDRESS;
    }
    if (sending) send_next();
}

void control_received(void) {
    if (!receiving_line_coding) {
        sending = 0; /* the status packet */
        return;
    }
    uint32_t count;
    const volatile uint8_t *bytes = endpoint_received(0, &count);
    receiving_line_coding = 0;
    if (count != LINE_CODING_BYTES) {
        endpoint_stall(0, 1);
        return;
    }
    for (uint32_t index = 0; index < LINE_CODING_BYTES; index++) line_coding[index] = bytes[index];
    acknowledge();
}

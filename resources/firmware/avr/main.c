/* Recorder firmware for boards with an ATmega328P at 16 MHz: analog accelerometer on A0, A1, A2, protocol over the UART. */
#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/pgmspace.h>
#include <avr/wdt.h>
#include <string.h>

#include "frames.h"
#include "sampler.h"
#include "uart.h"

enum { HELLO = 1, START_STREAM, STOP_STREAM, START_LIVE, STOP_LIVE, RAW_WINDOW, INFER, MODEL_INFO, RESET, BOOTLOADER };
enum { INFO = 0x81, DATA = 0x82, MODEL = 0x86, DONE = 0x87, ERROR = 0x89, BUTTON = 0x8a };
enum { NO_MODEL = 2, OUT_OF_RANGE = 3, UNKNOWN_REQUEST = 5 };
enum { FIELD_BOARD = 1, FIELD_FIRMWARE, FIELD_SERIAL, FIELD_PROTOCOL, FIELD_RATE, FIELD_AXIS };

#define DEFAULT_MILLIHERTZ 100000ul
/* A frame goes out at least every 100 ms, and never with more rows than this. */
#define MOST_ROWS 12u
#define SERIAL_LETTERS 16u

static reading pending[MOST_ROWS];
static uint8_t pending_count;
static uint8_t rows_a_frame = 1;
static uint8_t streaming;

static void done(const frame *request) {
    frames_begin(DONE);
    frames_put16(request->sequence);
    frames_put8(request->type);
    frames_send();
}

static void refuse(const frame *request, uint8_t code, const char *sentence_in_flash) {
    frames_begin(ERROR);
    frames_put16(request->sequence);
    frames_put8(request->type);
    frames_put8(code);
    frames_put_text(sentence_in_flash);
    frames_send();
}

static void put_field(uint8_t id, const char *text_in_flash) {
    frames_put8(id);
    frames_put8((uint8_t)strlen_P(text_in_flash));
    frames_put_text(text_in_flash);
}

static void put_axis(uint8_t letter) {
    /* m/s2 a step: 9.80665 / (0.33 V a g / 5 V x 1024), as float32. */
    static const float scale = 0.145103f;
    uint32_t bits;
    memcpy(&bits, &scale, sizeof bits);
    frames_put8(FIELD_AXIS);
    frames_put8(4 + 5 + 4);
    frames_put32(bits);
    frames_put_text(PSTR("acc"));
    frames_put8(letter);
    frames_put8(0);
    frames_put_text(PSTR("m/s2"));
}

/* The EEPROM may hold a serial number: `TMLI`, letters, zero. */
static void put_serial_number(void) {
    uint8_t letters[4 + SERIAL_LETTERS];
    eeprom_read_block(letters, (const void *)0, sizeof letters);
    uint8_t count = 0;
    if (memcmp_P(letters, PSTR("TMLI"), 4) == 0)
        while (count < SERIAL_LETTERS && letters[4 + count] >= 0x20 && letters[4 + count] < 0x7f) count++;
    if (count == 0) {
        put_field(FIELD_SERIAL, PSTR("TMLU0000"));
        return;
    }
    frames_put8(FIELD_SERIAL);
    frames_put8(count);
    for (uint8_t index = 0; index < count; index++) frames_put8(letters[4 + index]);
}

static void hello(void) {
    frames_begin(INFO);
    frames_put8(0);
    frames_put8(1);
    put_field(FIELD_BOARD, PSTR("uno-r3"));
    put_field(FIELD_FIRMWARE, PSTR("0.1.0"));
    put_serial_number();
    frames_put8(FIELD_PROTOCOL);
    frames_put8(1);
    frames_put8(1);
    frames_put8(FIELD_RATE);
    frames_put8(4);
    frames_put32(DEFAULT_MILLIHERTZ);
    put_axis('X');
    put_axis('Y');
    put_axis('Z');
    frames_send();
}

static void start_stream(const frame *request) {
    uint32_t rate = 0;
    if (request->count >= 4) memcpy(&rate, request->payload, 4);
    if (!sampler_start(rate)) {
        refuse(request, OUT_OF_RANGE, PSTR("This board measures 4 to 1000 times a second."));
        return;
    }
    uint32_t rows = rate / 10000ul;
    rows_a_frame = rows < 1 ? 1 : rows > MOST_ROWS ? MOST_ROWS : (uint8_t)rows;
    pending_count = 0;
    streaming = 1;
    done(request);
}

static void send_rows(void) {
    if (pending_count == 0) return;
    frames_begin(DATA);
    frames_put32(pending[0].row);
    for (uint8_t row = 0; row < pending_count; row++)
        for (uint8_t axis = 0; axis < AXES; axis++) frames_put16((uint16_t)pending[row].values[axis]);
    frames_send();
    pending_count = 0;
}

static void stop_stream(const frame *request) {
    sampler_stop();
    send_rows();
    streaming = 0;
    done(request);
}

/* A push button between digital pin 2 and ground. Contacts bounce: a change counts after some quiet readings only. */
#define BUTTON_PIN PD2
#define QUIET_READINGS 2u

static void button_start(void) {
    DDRD &= (uint8_t)~_BV(BUTTON_PIN);
    PORTD |= _BV(BUTTON_PIN);
}

static void watch_button(uint32_t row) {
    static uint8_t was_down, steady;
    uint8_t is_down = !(PIND & _BV(BUTTON_PIN));
    steady = is_down == was_down ? 0 : (uint8_t)(steady + 1u);
    if (steady < QUIET_READINGS) return;
    was_down = is_down;
    steady = 0;
    if (!is_down) return;
    /* Rows of a frame in the making come first. */
    send_rows();
    frames_begin(BUTTON);
    frames_put32(row);
    frames_send();
}

static void restart(const frame *request) {
    done(request);
    uart_drain();
    wdt_enable(WDTO_15MS);
    for (;;) {
    }
}

static void no_model(const frame *request) {
    frames_begin(MODEL);
    frames_put16(request->sequence);
    frames_put8(0);
    frames_send();
}

static void obey(const frame *request) {
    switch (request->type) {
        case HELLO: hello(); return;
        case START_STREAM: start_stream(request); return;
        case STOP_STREAM: stop_stream(request); return;
        case STOP_LIVE: done(request); return;
        case MODEL_INFO: no_model(request); return;
        case RESET: restart(request); return;
        case START_LIVE:
        case RAW_WINDOW:
        case INFER: refuse(request, NO_MODEL, PSTR("This board is too small to classify.")); return;
        default: refuse(request, UNKNOWN_REQUEST, PSTR("This board does not know this request.")); return;
    }
}

int main(void) {
    /* After a restart by the watchdog it still runs, and would restart the board again. */
    MCUSR = 0;
    wdt_disable();
    uart_start();
    button_start();
    sei();
    for (;;) {
        frame request;
        if (frames_receive(&request)) obey(&request);
        reading taken;
        if (!streaming || !sampler_take(&taken)) continue;
        /* Rows of a frame follow one another. */
        if (pending_count > 0 && taken.row != pending[pending_count - 1u].row + 1u) send_rows();
        pending[pending_count++] = taken;
        if (pending_count >= rows_a_frame) send_rows();
        watch_button(taken.row + 1u);
    }
}

/* Bootloader for boards with an ATmega328P at 16 MHz: STK500 version 1 at 115,200 baud, in the last 512 bytes of the flash.
 * The fuses are those of an Arduino Uno (BOOTRST, 256 words), so that a reset begins here. */
#include <avr/boot.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <avr/wdt.h>

enum { END = 0x20, IN_SYNC = 0x14, NO_SYNC = 0x15, OK = 0x10 };
enum {
    GET_PARAMETER = 0x41,
    SET_DEVICE = 0x42,
    SET_DEVICE_EXTENDED = 0x45,
    LEAVE = 0x51,
    LOAD_ADDRESS = 0x55,
    UNIVERSAL = 0x56,
    WRITE_PAGE = 0x64,
    READ_PAGE = 0x74,
    READ_SIGNATURE = 0x75
};
#define VERSION 3
#define FLASH_MEMORY 'F'
#define BOOTLOADER_ADDRESS 0x7e00u

static void send(uint8_t byte) {
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = byte;
}

static uint8_t receive(void) {
    while (!(UCSR0A & _BV(RXC0))) {
    }
    return UDR0;
}

static void skip(uint8_t count) {
    while (count--) receive();
}

static void set_watchdog(uint8_t value) {
    WDTCSR = _BV(WDCE) | _BV(WDE);
    WDTCSR = value;
}

/* Only a whole request keeps the program waiting: noise does not. */
static uint8_t ended(void) {
    if (receive() != END) {
        send(NO_SYNC);
        return 0;
    }
    wdt_reset();
    send(IN_SYNC);
    return 1;
}

static void write_page(uint16_t address, uint16_t count) {
    for (uint16_t at = 0; at < count; at += 2) {
        uint16_t word = receive();
        word |= (uint16_t)((at + 1 < count ? receive() : 0xff) << 8);
        boot_page_fill(address + at, word);
    }
    if (ended()) {
        /* It never overwrites itself. */
        if (address < BOOTLOADER_ADDRESS) {
            boot_page_erase(address);
            boot_spm_busy_wait();
            boot_page_write(address);
            boot_spm_busy_wait();
        }
        send(OK);
    }
    boot_rww_enable();
}

static void read_page(uint16_t address, uint16_t count) {
    if (!ended()) return;
    while (count--) send(pgm_read_byte(address++));
    send(OK);
}

static void start_program(void) {
    set_watchdog(0);
    __asm__ __volatile__("jmp 0");
}

/* Nothing runs before it: the chip itself has put the stack pointer at the end of the RAM, and there are no variables. */
__attribute__((OS_main, section(".init9"))) int main(void) {
    __asm__ __volatile__("clr __zero_reg__");
    uint8_t why = MCUSR;
    MCUSR = 0;
    /* Only the reset pin asks for it; after power-on or the watchdog the program goes on at once. */
    if (!(why & _BV(EXTRF))) start_program();
    set_watchdog(_BV(WDE) | _BV(WDP2) | _BV(WDP1));
    UCSR0A = _BV(U2X0);
    UBRR0 = 16;
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    uint16_t address = 0;
    for (;;) {
        uint8_t command = receive();
        if (command == LOAD_ADDRESS) {
            uint8_t low = receive();
            address = (uint16_t)(((uint16_t)(receive() << 8) | low) << 1);
        } else if (command == WRITE_PAGE || command == READ_PAGE) {
            uint8_t high = receive();
            uint16_t count = (uint16_t)((uint16_t)(high << 8) | receive());
            skip(1);
            if (command == WRITE_PAGE) write_page(address, count);
            else read_page(address, count);
            continue;
        } else if (command == SET_DEVICE) {
            skip(20);
        } else if (command == SET_DEVICE_EXTENDED) {
            skip(5);
        } else if (command == UNIVERSAL) {
            skip(4);
        } else if (command == GET_PARAMETER) {
            skip(1);
        }
        if (!ended()) continue;
        if (command == GET_PARAMETER) send(VERSION);
        if (command == UNIVERSAL) send(0);
        if (command == READ_SIGNATURE) {
            send(SIGNATURE_0);
            send(SIGNATURE_1);
            send(SIGNATURE_2);
        }
        send(OK);
        if (command == LEAVE) {
            /* The last byte leaves within 0.2 ms; 16 ms later the watchdog starts the program on a fresh chip. */
            set_watchdog(_BV(WDE));
            for (;;) {
            }
        }
    }
}

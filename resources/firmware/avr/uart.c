#include "uart.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

/* Powers of two no longer than 256, so that uint8_t indices wrap by themselves or with a mask. */
#define INCOMING 128u
#define OUTGOING 256u

static volatile uint8_t incoming[INCOMING];
static volatile uint8_t incoming_head, incoming_tail;
static volatile uint8_t outgoing[OUTGOING];
static volatile uint8_t outgoing_head, outgoing_tail;
static volatile uint32_t timer_overflows;

void uart_start(void) {
    /* 16 MHz, double speed: 16 gives 117,647 baud, 2.1 % fast, as every Uno has it. */
    UCSR0A = 1 << U2X0;
    UBRR0 = 16;
    UCSR0C = (1 << UCSZ01) | (1 << UCSZ00);
    UCSR0B = (1 << RXEN0) | (1 << TXEN0) | (1 << RXCIE0);
    /* Timer 0 counts 4 microseconds a step. */
    TCCR0B = (1 << CS01) | (1 << CS00);
    TIMSK0 = 1 << TOIE0;
}

ISR(USART_RX_vect) {
    uint8_t byte = UDR0;
    uint8_t next = (uint8_t)((incoming_head + 1u) & (INCOMING - 1u));
    /* Full: the byte is lost, and the frame's CRC tells. */
    if (next == incoming_tail) return;
    incoming[incoming_head] = byte;
    incoming_head = next;
}

ISR(USART_UDRE_vect) {
    UDR0 = outgoing[outgoing_tail];
    outgoing_tail++;
    if (outgoing_tail == outgoing_head) UCSR0B &= (uint8_t)~(1 << UDRIE0);
}

ISR(TIMER0_OVF_vect) { timer_overflows++; }

int uart_read(void) {
    if (incoming_tail == incoming_head) return -1;
    uint8_t byte = incoming[incoming_tail];
    incoming_tail = (uint8_t)((incoming_tail + 1u) & (INCOMING - 1u));
    return byte;
}

void uart_write(uint8_t byte) {
    uint8_t next = (uint8_t)(outgoing_head + 1u);
    while (next == outgoing_tail) {
    }
    outgoing[outgoing_head] = byte;
    outgoing_head = next;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { UCSR0B |= 1 << UDRIE0; }
}

void uart_drain(void) {
    while (outgoing_tail != outgoing_head) {
    }
    /* The chip still holds two bytes of 87 microseconds each. */
    uint32_t start = clock_us();
    while (clock_us() - start < 200) {
    }
}

uint32_t clock_us(void) {
    uint32_t overflows;
    uint8_t steps;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        steps = TCNT0;
        overflows = timer_overflows;
        /* It overflowed after the interrupts were held back. */
        if ((TIFR0 & (1 << TOV0)) && steps < 128) overflows++;
    }
    return (overflows << 10) + ((uint32_t)steps << 2);
}

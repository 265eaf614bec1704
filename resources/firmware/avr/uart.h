/* The serial port at 115,200 baud and the clock. Interrupts move the bytes. */
#pragma once
#include <stdint.h>

void uart_start(void);
/* The next byte, or -1. */
int uart_read(void);
/* Waits while the buffer is full. */
void uart_write(uint8_t byte);
/* Waits until everything has left the chip. */
void uart_drain(void);
/* Microseconds since the start, modulo 2^32. */
uint32_t clock_us(void);

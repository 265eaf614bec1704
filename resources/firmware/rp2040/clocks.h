/* Clocks at 125 MHz, microsecond time, restart. */
#ifndef CLOCKS_H
#define CLOCKS_H

#include <stdint.h>

void clocks_start(void);
void release_from_reset(uint32_t bits);
/* Microseconds since start, modulo 2^32. */
uint32_t micros(void);
/* Sleeps; interrupts go on. Not from an interrupt. */
void wait_micros(uint32_t duration);
void restart_board(void) __attribute__((noreturn));
/* Restarts as a mass-storage device that takes a UF2 file. */
void enter_bootloader(void) __attribute__((noreturn));

#endif

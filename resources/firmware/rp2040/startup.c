/* Vector table, memory set-up, and the few library functions the compiler may call. */
#include <stddef.h>
#include <stdint.h>

#include "interrupts.h"

extern uint32_t __stack_top[], __data_load[], __data_start[], __data_end[], __bss_start[], __bss_end[];

int main(void);
void reset_handler(void);

/* A fault or an interrupt nobody asked for: stand still, so that a debugger finds the place. */
static void unexpected(void) {
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[16 + 26] = {
    [0] = (uintptr_t)__stack_top,
    [1] = (uintptr_t)reset_handler,
    [2] = (uintptr_t)unexpected,
    [3] = (uintptr_t)unexpected,
    [11] = (uintptr_t)unexpected,
    [14] = (uintptr_t)unexpected,
    [15] = (uintptr_t)unexpected,
    [16 + 0] = (uintptr_t)timer_interrupt,
    [16 + 1] = (uintptr_t)wake_interrupt,
    [16 + 2] = (uintptr_t)unexpected,
    [16 + 3] = (uintptr_t)unexpected,
    [16 + 5] = (uintptr_t)usb_interrupt,
    [16 + 23] = (uintptr_t)i2c_interrupt,
};

void reset_handler(void) {
    const uint32_t *from = __data_load;
    for (uint32_t *to = __data_start; to < __data_end;) *to++ = *from++;
    for (uint32_t *to = __bss_start; to < __bss_end;) *to++ = 0;
    main();
    unexpected();
}

/* Written so that the compiler cannot turn the loops into calls of themselves. */
void *memcpy(void *to, const void *from, size_t bytes) {
    uint8_t *target = to;
    const uint8_t *source = from;
    while (bytes--) {
        *target++ = *source++;
        __asm volatile("" ::: "memory");
    }
    return to;
}

void *memset(void *to, int value, size_t bytes) {
    uint8_t *target = to;
    while (bytes--) {
        *target++ = (uint8_t)value;
        __asm volatile("" ::: "memory");
    }
    return to;
}

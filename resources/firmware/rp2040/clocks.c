/* Crystal 12 MHz → system 125 MHz, USB 48 MHz. RP2040 datasheet 2.15 (clocks), 2.16 (crystal), 2.18 (PLL). */
#include "clocks.h"

#include "interrupts.h"
#include "registers.h"

#define PLL_LOCKED (1u << 31)
#define XOSC_STABLE (1u << 31)
#define PLL_POWER_DOWN_ALL 0x2du
#define PLL_POWER_MAIN 0x21u
#define PLL_POWER_POST_DIVIDER 0x08u

void release_from_reset(uint32_t bits) {
    SET_BITS(RESETS_RESET) = bits;
    CLEAR_BITS(RESETS_RESET) = bits;
    while ((REGISTER(RESETS_DONE) & bits) != bits) {
    }
}

static void start_crystal(void) {
    REGISTER(XOSC_STARTUP) = 47; /* 47 × 256 periods = 1 ms at 12 MHz */
    REGISTER(XOSC_CTRL) = (0xfabu << 12) | 0xaa0u;
    while (!(REGISTER(XOSC_STATUS) & XOSC_STABLE)) {
    }
}

/* Output = 12 MHz × multiplier / (divider1 × divider2). */
static void start_pll(uint32_t base, uint32_t multiplier, uint32_t divider1, uint32_t divider2) {
    REGISTER(base + PLL_PWR) = PLL_POWER_DOWN_ALL;
    REGISTER(base + PLL_CS) = 1;
    REGISTER(base + PLL_FBDIV) = multiplier;
    CLEAR_BITS(base + PLL_PWR) = PLL_POWER_MAIN;
    while (!(REGISTER(base + PLL_CS) & PLL_LOCKED)) {
    }
    REGISTER(base + PLL_PRIM) = (divider1 << 16) | (divider2 << 12);
    CLEAR_BITS(base + PLL_PWR) = PLL_POWER_POST_DIVIDER;
}

void clocks_start(void) {
    REGISTER(CLK_SYS_RESUS_CTRL) = 0;
    start_crystal();
    /* Run from the slow reference while the PLLs are set: after a soft restart they may be in use. */
    CLEAR_BITS(CLK_SYS_CTRL) = 1;
    while (REGISTER(CLK_SYS_SELECTED) != 1) {
    }
    CLEAR_BITS(CLK_REF_CTRL) = 3;
    while (REGISTER(CLK_REF_SELECTED) != 1) {
    }
    release_from_reset(RESET_PLL_SYS | RESET_PLL_USB);
    start_pll(PLL_SYS, 125, 6, 2); /* 1500 MHz / 12 = 125 MHz */
    start_pll(PLL_USB, 100, 5, 5); /* 1200 MHz / 25 = 48 MHz */
    REGISTER(CLK_REF_CTRL) = 2;    /* crystal */
    while (REGISTER(CLK_REF_SELECTED) != 4) {
    }
    REGISTER(CLK_SYS_CTRL) = 0; /* auxiliary source: system PLL; then switch to it */
    SET_BITS(CLK_SYS_CTRL) = 1;
    while (REGISTER(CLK_SYS_SELECTED) != 2) {
    }
    REGISTER(CLK_PERI_CTRL) = 1u << 11;
    REGISTER(CLK_USB_CTRL) = 1u << 11; /* auxiliary source 0 is the USB PLL */
    REGISTER(WATCHDOG_TICK) = 12 | (1u << 9); /* 12 MHz / 12: one tick a microsecond, also for the timer */
    release_from_reset(RESET_TIMER);
}

uint32_t micros(void) { return REGISTER(TIMER_RAW_LOW); }

static volatile int woken;

void wake_interrupt(void) {
    REGISTER(TIMER_INTR) = 2;
    woken = 1;
}

void wait_micros(uint32_t duration) {
    woken = 0;
    SET_BITS(TIMER_INTE) = 2;
    REGISTER(NVIC_ENABLE) = 1u << IRQ_TIMER_1;
    REGISTER(TIMER_ALARM1) = micros() + duration;
    while (!woken) {
        interrupts_off();
        if (!woken) wait_for_interrupt();
        interrupts_on();
    }
}

void restart_board(void) {
    interrupts_off();
    REGISTER(WATCHDOG_SCRATCH4) = 0; /* nothing special asked of the boot ROM */
    REGISTER(PSM_WDSEL) = 0x1fffcu;  /* reset everything but the two oscillators */
    SET_BITS(WATCHDOG_CTRL) = 1u << 31;
    for (;;) {
    }
}

/* The boot ROM's function table (2.8.3): 16-bit addresses at fixed places, functions found by two letters. */
typedef void *(*rom_lookup)(const uint16_t *table, uint32_t code);
typedef void (*rom_reset_usb_boot)(uint32_t activity_pin_mask, uint32_t disabled_interfaces);

static uintptr_t rom_halfword(uintptr_t address) {
    /* Hide the number: the compiler takes a read near address 0 for a mistake. */
    __asm("" : "+r"(address));
    return *(const volatile uint16_t *)address;
}

void enter_bootloader(void) {
    rom_lookup lookup = (rom_lookup)rom_halfword(0x18);
    const uint16_t *functions = (const uint16_t *)rom_halfword(0x14);
    rom_reset_usb_boot start = (rom_reset_usb_boot)lookup(functions, 'U' | ('B' << 8));
    interrupts_off();
    start(0, 0);
    for (;;) {
    }
}

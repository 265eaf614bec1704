/* The registers this firmware uses, by the names of the RP2040 datasheet. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))
/* Every peripheral register has aliases that set or clear single bits in one write (2.1.2). */
#define SET_BITS(address) REGISTER((address) + 0x2000u)
#define CLEAR_BITS(address) REGISTER((address) + 0x3000u)

#define RESETS_RESET 0x4000c000u
#define RESETS_DONE 0x4000c008u
#define RESET_I2C0 (1u << 3)
#define RESET_IO_BANK0 (1u << 5)
#define RESET_PADS_BANK0 (1u << 8)
#define RESET_PLL_SYS (1u << 12)
#define RESET_PLL_USB (1u << 13)
#define RESET_TIMER (1u << 21)
#define RESET_USB (1u << 24)

#define XOSC_CTRL 0x40024000u
#define XOSC_STATUS 0x40024004u
#define XOSC_STARTUP 0x4002400cu

#define CLK_REF_CTRL 0x40008030u
#define CLK_REF_SELECTED 0x40008038u
#define CLK_SYS_CTRL 0x4000803cu
#define CLK_SYS_SELECTED 0x40008044u
#define CLK_PERI_CTRL 0x40008048u
#define CLK_USB_CTRL 0x40008054u
#define CLK_SYS_RESUS_CTRL 0x40008078u

#define PLL_SYS 0x40028000u
#define PLL_USB 0x4002c000u
#define PLL_CS 0x0u
#define PLL_PWR 0x4u
#define PLL_FBDIV 0x8u
#define PLL_PRIM 0xcu

#define WATCHDOG_CTRL 0x40058000u
#define WATCHDOG_SCRATCH4 0x4005801cu
#define WATCHDOG_TICK 0x4005802cu
#define PSM_WDSEL 0x40010008u

#define TIMER_ALARM0 0x40054010u
#define TIMER_ALARM1 0x40054014u
#define TIMER_ARMED 0x40054020u
#define TIMER_RAW_LOW 0x40054028u
#define TIMER_INTR 0x40054034u
#define TIMER_INTE 0x40054038u

#define GPIO_CTRL(pin) (0x40014004u + 8u * (pin))
#define SIO_GPIO_IN 0xd0000004u
#define PAD_GPIO(pin) (0x4001c004u + 4u * (pin))

#define I2C0_BASE 0x40044000u
#define I2C_CON (I2C0_BASE + 0x00u)
#define I2C_TAR (I2C0_BASE + 0x04u)
#define I2C_DATA_CMD (I2C0_BASE + 0x10u)
#define I2C_FS_HCNT (I2C0_BASE + 0x1cu)
#define I2C_FS_LCNT (I2C0_BASE + 0x20u)
#define I2C_INTR_MASK (I2C0_BASE + 0x30u)
#define I2C_RAW_INTR (I2C0_BASE + 0x34u)
#define I2C_RX_TL (I2C0_BASE + 0x38u)
#define I2C_TX_TL (I2C0_BASE + 0x3cu)
#define I2C_CLR_INTR (I2C0_BASE + 0x40u)
#define I2C_CLR_TX_ABRT (I2C0_BASE + 0x54u)
#define I2C_CLR_STOP (I2C0_BASE + 0x60u)
#define I2C_ENABLE (I2C0_BASE + 0x6cu)
#define I2C_RXFLR (I2C0_BASE + 0x78u)
#define I2C_SDA_HOLD (I2C0_BASE + 0x7cu)
#define I2C_FS_SPKLEN (I2C0_BASE + 0xa0u)

#define USB_DPRAM 0x50100000u
#define USB_REGS 0x50110000u
#define USB_ADDR_ENDP (USB_REGS + 0x00u)
#define USB_MAIN_CTRL (USB_REGS + 0x40u)
#define USB_SIE_CTRL (USB_REGS + 0x4cu)
#define USB_SIE_STATUS (USB_REGS + 0x50u)
#define USB_BUFF_STATUS (USB_REGS + 0x58u)
#define USB_EP_STALL_ARM (USB_REGS + 0x68u)
#define USB_MUXING (USB_REGS + 0x74u)
#define USB_PWR (USB_REGS + 0x78u)
#define USB_INTE (USB_REGS + 0x90u)
#define USB_INTS (USB_REGS + 0x98u)

#define NVIC_ENABLE 0xe000e100u
#define NVIC_CLEAR_PENDING 0xe000e280u
#define IRQ_TIMER_0 0u
#define IRQ_TIMER_1 1u
#define IRQ_USB 5u
#define IRQ_I2C0 23u

static inline void interrupts_off(void) { __asm volatile("cpsid i" ::: "memory"); }
static inline void interrupts_on(void) { __asm volatile("cpsie i" ::: "memory"); }
static inline void wait_for_interrupt(void) { __asm volatile("dsb\n wfi" ::: "memory"); }

#endif

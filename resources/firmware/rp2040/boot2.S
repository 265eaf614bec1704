/*
 * Second-stage boot block: the boot ROM checks its CRC-32, copies these 256 bytes to the top of SRAM and runs them.
 * It sets the flash interface (SSI) to plain serial reads, command 03h, which every flash chip knows, and starts the
 * program that follows at 0x10000100. RP2040 datasheet: 2.8.1.3 (boot stage 2), 4.10 (SSI).
 * scripts/build-firmware.mjs fills the last four bytes with the CRC.
 */
    .syntax unified
    .cpu cortex-m0plus
    .thumb

    .equ XIP_SSI_BASE,   0x18000000
    .equ SSI_CTRLR0,     0x00
    .equ SSI_CTRLR1,     0x04
    .equ SSI_SSIENR,     0x08
    .equ SSI_BAUDR,      0x14
    .equ SSI_SPI_CTRLR0, 0xf4
    .equ VECTORS,        0x10000100
    .equ PPB_VTOR,       0xe000ed08

    .section .boot2, "ax"
    .global boot2_start
    .thumb_func
boot2_start:
    push {lr}
    ldr  r3, =XIP_SSI_BASE
    movs r1, #0
    str  r1, [r3, #SSI_SSIENR]          /* settings can only be changed while it is off */
    movs r1, #4                         /* 125 MHz / 4: below the 33 MHz limit of slow chips for 03h */
    str  r1, [r3, #SSI_BAUDR]
    ldr  r1, =(31 << 16) | (3 << 8)     /* 32-bit frames, one data line, EEPROM read */
    str  r1, [r3, #SSI_CTRLR0]
    movs r1, #0                         /* one 32-bit word a read */
    str  r1, [r3, #SSI_CTRLR1]
    ldr  r1, =(0x03 << 24) | (2 << 8) | (6 << 2)  /* command 03h, 8-bit instruction, 24-bit address */
    ldr  r0, =XIP_SSI_BASE + SSI_SPI_CTRLR0
    str  r1, [r0]
    movs r1, #1
    str  r1, [r3, #SSI_SSIENR]

    pop  {r0}
    cmp  r0, #0                         /* called by running code: go back; by the boot ROM: start the program */
    beq  start_program
    bx   r0
start_program:
    ldr  r0, =VECTORS
    ldr  r1, =PPB_VTOR
    str  r0, [r1]
    ldmia r0, {r0, r1}
    msr  msp, r0
    bx   r1
    .ltorg

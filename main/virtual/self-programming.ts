/**
 * How an ATmega328P writes its own flash (datasheet, "Boot Loader Support"), which avr8js leaves out: the SPM instruction
 * with the register that says what it does. As on an Arduino Uno, only the bootloader may, and not over itself.
 */
import type { CPU } from 'avr8js'

export interface SelfProgramming {
  /** To be called before an instruction: does what it says where it is an SPM. */
  beforeInstruction(): void
}

const SPM = 0x95e8
/** SPMCSR as a data address, and its bits. */
const CONTROL = 0x57
const ENABLE = 0x01
const ERASE = 0x02
const WRITE = 0x04
const READ_AGAIN = 0x10
const READ_BUSY = 0x40
/** An SPM counts within four cycles of the register; the emulator notes the register before the two cycles of its write. */
const ARMED_CYCLES = 6
const PAGE_BYTES = 128
/** 4.5 ms at 16 MHz: the longest that an erasure or a write takes. */
const BUSY_CYCLES = 72_000
const BOOTLOADER_WORD = 0x3f00
const Z_LOW = 30

export function addSelfProgramming(cpu: CPU): SelfProgramming {
  const program = cpu.progMem
  const flash = cpu.progBytes
  const buffer = new Uint8Array(PAGE_BYTES).fill(0xff)
  let armedCycles = Number.NEGATIVE_INFINITY
  let readyCycles = 0

  cpu.writeHooks[CONTROL] = (value) => {
    // The read-while-write section opens only by an SPM, not by a zero in its bit.
    cpu.data[CONTROL] = (value & ~READ_BUSY) | (cpu.data[CONTROL]! & READ_BUSY)
    armedCycles = cpu.cycles
    return true
  }
  cpu.readHooks[CONTROL] = () => {
    const isBusy = cpu.cycles < readyCycles
    const isArmed = cpu.cycles - armedCycles <= ARMED_CYCLES
    if (!isBusy && !isArmed) cpu.data[CONTROL]! &= READ_BUSY
    return cpu.data[CONTROL]!
  }

  function changePage(address: number, change: (before: number, at: number) => number): void {
    const start = address - (address % PAGE_BYTES)
    readyCycles = cpu.cycles + BUSY_CYCLES
    cpu.data[CONTROL]! |= READ_BUSY
    if (start >= BOOTLOADER_WORD * 2) return
    for (let at = 0; at < PAGE_BYTES; at++) flash[start + at] = change(flash[start + at]!, at)
  }

  function run(): void {
    const command = cpu.data[CONTROL]! & ~READ_BUSY
    const isArmed = cpu.cycles - armedCycles <= ARMED_CYCLES
    if (!isArmed || cpu.cycles < readyCycles || cpu.pc < BOOTLOADER_WORD) return
    armedCycles = Number.NEGATIVE_INFINITY
    const address = cpu.dataView.getUint16(Z_LOW, true) % flash.length
    if (command === ENABLE) buffer.set(cpu.data.subarray(0, 2), address & (PAGE_BYTES - 2))
    else if (command === (ENABLE | ERASE)) changePage(address, () => 0xff)
    else if (command === (ENABLE | WRITE)) {
      // Without an erasure bits can only fall.
      changePage(address, (before, at) => before & buffer[at]!)
      buffer.fill(0xff)
    } else if (command === (ENABLE | READ_AGAIN)) {
      buffer.fill(0xff)
      cpu.data[CONTROL] = 0
    }
  }

  return {
    beforeInstruction() {
      if (program[cpu.pc] === SPM) run()
    },
  }
}

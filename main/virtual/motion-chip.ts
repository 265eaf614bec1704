/** An MPU-6050 on an I2C bus: registers, sleep, full-scale range, 16-bit accelerometer readings. */
import type { RPI2C } from 'rp2040js'

/** Acceleration in m/s² at a time in seconds, along x, y and z. */
export type ReadMotion = (tSeconds: number) => readonly [number, number, number]

const ADDRESS = 0x68
const WHO_AM_I = 0x75
const POWER_MANAGEMENT = 0x6b
const ACCEL_CONFIG = 0x1c
const ACCEL_DATA = 0x3b
const ASLEEP = 0x40
const STANDARD_GRAVITY = 9.80665

/** The 16-bit reading for an acceleration; beyond the range it stays at its end. */
export function toRawReading(metresPerSecondSquared: number, rangeG: number): number {
  const steps = Math.round((metresPerSecondSquared / STANDARD_GRAVITY / rangeG) * 32768)
  return Math.min(32767, Math.max(-32768, steps))
}

export interface MotionChip {
  setMotion(read: ReadMotion): void
  /** False: wires off, nothing answers. */
  connected: boolean
}

export function attachMotionChip(bus: RPI2C, nowSeconds: () => number, motion: ReadMotion): MotionChip {
  let registers = new Uint8Array(128)
  let readMotion = motion
  let pointer: number | null = null
  const chip: MotionChip = { connected: true, setMotion: (read) => void (readMotion = read) }

  function powerOn(): void {
    registers = new Uint8Array(128)
    registers[WHO_AM_I] = 0x68
    registers[POWER_MANAGEMENT] = ASLEEP
  }

  function measure(): void {
    if (registers[POWER_MANAGEMENT]! & ASLEEP) return
    const rangeG = 2 << ((registers[ACCEL_CONFIG]! >> 3) & 3)
    const view = new DataView(registers.buffer)
    readMotion(nowSeconds()).forEach((value, axis) =>
      view.setInt16(ACCEL_DATA + axis * 2, toRawReading(value, rangeG), false),
    )
  }

  function write(value: number): void {
    if (pointer === null) {
      pointer = value & 0x7f
      return
    }
    if (pointer === POWER_MANAGEMENT && value & 0x80) powerOn()
    else registers[pointer] = value
    pointer = (pointer + 1) & 0x7f
  }

  powerOn()
  implementInterruptMask(bus)
  bus.onConnect = (address, mode) => {
    const here = chip.connected && address === ADDRESS
    // Mode 0 is writing: the first byte written names the register.
    if (here && mode === 0) pointer = null
    if (here && mode === 1 && pointer === ACCEL_DATA) measure()
    bus.completeConnect(here)
  }
  bus.onWriteByte = (value) => {
    write(value)
    bus.completeWrite(true)
  }
  bus.onReadByte = () => {
    const value = registers[pointer ?? 0]!
    pointer = ((pointer ?? 0) + 1) & 0x7f
    bus.completeRead(value)
  }
  return chip
}

const INTERRUPT_MASK = 0x30

/** The emulator knows the mask but not the register that sets it. */
function implementInterruptMask(bus: RPI2C): void {
  const write = bus.writeUint32.bind(bus)
  bus.writeUint32 = (offset, value) => {
    if (offset !== INTERRUPT_MASK) return write(offset, value)
    bus.intEnable = value
    bus.checkInterrupts()
  }
}

/**
 * The RP2040's USB controller in device mode, as its firmware and a host on the cable see it (datasheet 4.1).
 * Stricter than the emulator's own: STALL, NAK, data toggles, addresses and endpoint enables count.
 */
import { BasePeripheral } from 'rp2040js'

export type Handshake = 'ack' | 'nak' | 'stall' | 'none'
/** `none`: nobody answers at this address or endpoint. */
export type InResult =
  | { handshake: 'nak' | 'stall' | 'none' }
  | { handshake: 'ack'; data1: boolean; bytes: Uint8Array<ArrayBuffer> }

const REGISTER = {
  address: 0x00,
  mainControl: 0x40,
  sieControl: 0x4c,
  sieStatus: 0x50,
  bufferStatus: 0x58,
  stallArm: 0x68,
  muxing: 0x74,
  power: 0x78,
  interrupts: 0x8c,
  interruptEnable: 0x90,
  interruptStatus: 0x98,
} as const

const STATUS_DATA_SEQUENCE_ERROR = 1 << 31
const STATUS_BUS_RESET = 1 << 19
const STATUS_SETUP = 1 << 17
const STATUS_CONNECTED = 1 << 16
const INTERRUPT_SETUP = 1 << 16
const INTERRUPT_BUS_RESET = 1 << 12
const INTERRUPT_BUFFER = 1 << 4
const CONTROL_ENDPOINT_ZERO_INTERRUPT = 1 << 29
const CONTROL_PULL_UP = 1 << 16
const POWER_VBUS_FORCED = (1 << 3) | (1 << 2)
const MUXING_TO_PINS = (1 << 3) | 1

const BUFFER_FULL = 1 << 15
const BUFFER_DATA1 = 1 << 13
const BUFFER_STALL = 1 << 11
const BUFFER_AVAILABLE = 1 << 10
const BUFFER_LENGTH = 0x3ff
const ENDPOINT_ENABLED = 1 << 31
const ENDPOINT_INTERRUPT = 1 << 29
const USB_IRQ = 5

export class UsbController extends BasePeripheral {
  private readonly values = new Map<number, number>()

  private value(offset: number): number {
    return this.values.get(offset) ?? 0
  }

  override readUint32(offset: number): number {
    if (offset === REGISTER.interrupts) return this.pendingInterrupts()
    if (offset === REGISTER.interruptStatus) return this.pendingInterrupts() & this.value(REGISTER.interruptEnable)
    return this.value(offset)
  }

  override writeUint32(offset: number, value: number): void {
    const clearsOnes = offset === REGISTER.sieStatus || offset === REGISTER.bufferStatus
    this.values.set(offset, clearsOnes ? this.value(offset) & ~this.rawWriteValue : value)
    this.raiseInterrupt()
  }

  private set(offset: number, bits: number): void {
    this.values.set(offset, this.value(offset) | bits)
    this.raiseInterrupt()
  }

  private pendingInterrupts(): number {
    const status = this.value(REGISTER.sieStatus)
    return (
      (status & STATUS_SETUP ? INTERRUPT_SETUP : 0) |
      (status & STATUS_BUS_RESET ? INTERRUPT_BUS_RESET : 0) |
      (this.value(REGISTER.bufferStatus) ? INTERRUPT_BUFFER : 0)
    )
  }

  private raiseInterrupt(): void {
    const pending = this.pendingInterrupts() & this.value(REGISTER.interruptEnable)
    this.rp2040.setInterrupt(USB_IRQ, pending !== 0)
  }

  /** True when the device has pulled up its data line, so that a host notices it. */
  get attached(): boolean {
    const powered = (this.value(REGISTER.power) & POWER_VBUS_FORCED) === POWER_VBUS_FORCED
    const routed = (this.value(REGISTER.muxing) & MUXING_TO_PINS) === MUXING_TO_PINS
    const enabled = (this.value(REGISTER.mainControl) & 3) === 1
    return powered && routed && enabled && (this.value(REGISTER.sieControl) & CONTROL_PULL_UP) !== 0
  }

  busReset(): void {
    this.set(REGISTER.sieStatus, STATUS_BUS_RESET | STATUS_CONNECTED)
  }

  private hears(address: number): boolean {
    return this.attached && (this.value(REGISTER.address) & 0x7f) === address
  }

  /** A setup packet is always taken by a device that is there. */
  setup(address: number, packet: Uint8Array): Handshake {
    if (!this.hears(address)) return 'none'
    this.values.set(REGISTER.stallArm, 0)
    this.rp2040.usbDPRAM.set(packet.subarray(0, 8), 0)
    this.set(REGISTER.sieStatus, STATUS_SETUP)
    return 'ack'
  }

  private bufferOffset(endpoint: number, input: boolean): number {
    return 0x80 + endpoint * 8 + (input ? 0 : 4)
  }

  private endpointControl(endpoint: number, input: boolean): number {
    if (endpoint > 0) return this.rp2040.usbDPRAMView.getUint32(endpoint * 8 + (input ? 0 : 4), true)
    const interrupts = this.value(REGISTER.sieControl) & CONTROL_ENDPOINT_ZERO_INTERRUPT ? ENDPOINT_INTERRUPT : 0
    return ENDPOINT_ENABLED | interrupts | 0x100
  }

  private isStalled(endpoint: number, input: boolean, buffer: number): boolean {
    if (!(buffer & BUFFER_STALL)) return false
    return endpoint > 0 || (this.value(REGISTER.stallArm) & (input ? 1 : 2)) !== 0
  }

  private finish(endpoint: number, input: boolean, buffer: number): void {
    this.rp2040.usbDPRAMView.setUint32(this.bufferOffset(endpoint, input), buffer >>> 0, true)
    if (this.endpointControl(endpoint, input) & ENDPOINT_INTERRUPT)
      this.set(REGISTER.bufferStatus, 1 << (endpoint * 2 + (input ? 0 : 1)))
  }

  /** The host asks for a packet. */
  in(address: number, endpoint: number): InResult {
    const control = this.endpointControl(endpoint, true)
    if (!this.hears(address) || !(control & ENDPOINT_ENABLED)) return { handshake: 'none' }
    const buffer = this.rp2040.usbDPRAMView.getUint32(this.bufferOffset(endpoint, true), true)
    if (this.isStalled(endpoint, true, buffer)) return { handshake: 'stall' }
    if (!(buffer & BUFFER_AVAILABLE) || !(buffer & BUFFER_FULL)) return { handshake: 'nak' }
    const start = control & 0xffc0
    const bytes = this.rp2040.usbDPRAM.slice(start, start + (buffer & BUFFER_LENGTH))
    this.finish(endpoint, true, buffer & ~(BUFFER_AVAILABLE | BUFFER_FULL))
    return { handshake: 'ack', data1: (buffer & BUFFER_DATA1) !== 0, bytes }
  }

  /** The host sends a packet. One with the wrong toggle is acknowledged and thrown away: a repeat, to the device. */
  out(address: number, endpoint: number, data1: boolean, bytes: Uint8Array): Handshake {
    const control = this.endpointControl(endpoint, false)
    if (!this.hears(address) || !(control & ENDPOINT_ENABLED)) return 'none'
    const buffer = this.rp2040.usbDPRAMView.getUint32(this.bufferOffset(endpoint, false), true)
    if (this.isStalled(endpoint, false, buffer)) return 'stall'
    if (!(buffer & BUFFER_AVAILABLE)) return 'nak'
    if (data1 !== ((buffer & BUFFER_DATA1) !== 0)) {
      this.set(REGISTER.sieStatus, STATUS_DATA_SEQUENCE_ERROR)
      return 'ack'
    }
    if (bytes.length > (buffer & BUFFER_LENGTH)) return 'none'
    this.rp2040.usbDPRAM.set(bytes, control & 0xffc0)
    this.finish(endpoint, false, (buffer & ~(BUFFER_AVAILABLE | BUFFER_LENGTH)) | BUFFER_FULL | bytes.length)
    return 'ack'
  }
}

/** Plays a USB 2.0 host against the firmware, packet by packet: chapter 9, CDC 1.2, data toggles, stalls. */
import { beforeEach, describe, expect, it } from 'vitest'
import { encodeFrame } from '../../shared/wire/frames.ts'
import { type BareBus, createBareBus } from './bare-bus.ts'

const DEVICE = 1
const CONFIGURATION = 2
const STRING = 3
const empty = new Uint8Array(0)

const getDescriptor = (type: number, index: number, length: number) => ({
  type: 0x80,
  request: 6,
  value: (type << 8) | index,
  length,
})
const getConfiguration = { type: 0x80, request: 8, length: 1 }
const setConfiguration = (value: number) => ({ type: 0, request: 9, value })
const getStatus = (type: number, index: number) => ({ type, request: 0, index, length: 2 })
const haltFeature = (request: 1 | 3, index: number) => ({ type: 2, request, value: 0, index })
const setLineCoding = (data: Uint8Array) => ({ type: 0x21, request: 0x20, data })
const getLineCoding = { type: 0xa1, request: 0x21, length: 7 }
const CLEAR = 1
const SET = 3

const modelInfoFrame = (sequence: number): Uint8Array =>
  encodeFrame({ type: 0x08, sequence, clockUs: 0, payload: empty })

let bus: BareBus
beforeEach(() => {
  bus = createBareBus()
})

const textOf = (descriptor: unknown): string =>
  Array.isArray(descriptor)
    ? new TextDecoder('utf-16le').decode(Uint8Array.from(descriptor.slice(2)))
    : String(descriptor)

describe('USB enumeration', () => {
  it('shows itself by its pull-up and answers at address 0 only after a reset', () => {
    expect(bus.machine.controller.attached).toBe(true)
    bus.reset()
    expect(bus.control(getDescriptor(DEVICE, 0, 64))).toHaveLength(18)
    expect(bus.control(getDescriptor(DEVICE, 0, 64), 5)).toBe('broken')
  })

  it('describes a USB 2.0 composite device with the Pico numbers', () => {
    bus.reset()
    const device = [18, 1, 0, 2, 0xef, 2, 1, 64, 0x8a, 0x2e, 0x0a, 0, 0, 1, 1, 2, 3, 1]
    expect(bus.control(getDescriptor(DEVICE, 0, 18))).toEqual(device)
    expect(bus.control(getDescriptor(DEVICE, 0, 8))).toEqual(device.slice(0, 8))
  })

  it('gives a configuration whose parts add up, in packets of 64 bytes', () => {
    bus.reset()
    const head = bus.control(getDescriptor(CONFIGURATION, 0, 9))
    const all = bus.control(getDescriptor(CONFIGURATION, 0, 255))
    if (!Array.isArray(all)) throw new Error(all)
    expect(head).toEqual(all.slice(0, 9))
    expect(all).toHaveLength(all[2]! + all[3]! * 256)
    const parts: number[][] = []
    for (let at = 0; at < all.length; at += all[at]!) parts.push(all.slice(at, at + all[at]!))
    const endpoints = parts.filter((part) => part[1] === 5).map((part) => [part[2], part[3], part[4]])
    expect(parts.filter((part) => part[1] === 4).map((part) => [part[2], part[4], part[5]])).toEqual([
      [0, 1, 2],
      [1, 2, 10],
    ])
    expect(endpoints).toEqual([
      [0x81, 3, 8],
      [0x02, 2, 64],
      [0x82, 2, 64],
    ])
  })

  it('has its strings, in English', () => {
    bus.reset()
    expect(bus.control(getDescriptor(STRING, 0, 255))).toEqual([4, 3, 9, 4])
    expect(textOf(bus.control(getDescriptor(STRING, 1, 255)))).toBe('TinyML Workbench')
    expect(textOf(bus.control(getDescriptor(STRING, 2, 255)))).toBe('TinyML Workbench board (RP2040)')
    expect(textOf(bus.control(getDescriptor(STRING, 3, 255)))).toBe('TEST-1')
    expect(textOf(bus.control(getDescriptor(STRING, 4, 255)))).toBe('Serial port')
  })

  it('ends a transfer of exactly 64 bytes with an empty packet when more was asked for', () => {
    bus.reset()
    bus.setup(getDescriptor(STRING, 2, 255))
    expect(bus.in(0)).toMatchObject({ handshake: 'ack', data1: true, bytes: { length: 64 } })
    expect(bus.in(0)).toEqual({ handshake: 'ack', data1: false, bytes: empty })
    expect(bus.out(0, true, empty)).toBe('ack')
    bus.setup(getDescriptor(STRING, 2, 64))
    expect(bus.in(0)).toMatchObject({ handshake: 'ack', data1: true, bytes: { length: 64 } })
    expect(bus.in(0)).toEqual({ handshake: 'nak' })
    expect(bus.out(0, true, empty)).toBe('ack')
  })

  it('changes its address after the status packet, not before', () => {
    bus.reset()
    expect(bus.setup({ type: 0, request: 5, value: 9 })).toBe('ack')
    expect(bus.machine.controller.setup(9, new Uint8Array(8))).toBe('none')
    expect(bus.in(0)).toEqual({ handshake: 'ack', data1: true, bytes: empty })
    expect(bus.control(getDescriptor(DEVICE, 0, 18), 0)).toBe('broken')
    expect(bus.control(getDescriptor(DEVICE, 0, 18), 9)).toHaveLength(18)
  })

  it('forgets address and configuration at a bus reset', () => {
    bus.configure()
    expect(bus.control(getConfiguration)).toEqual([1])
    bus.reset()
    expect(bus.control(getConfiguration, 1)).toBe('broken')
    expect(bus.control(getConfiguration, 0)).toEqual([0])
    expect(bus.in(2)).toEqual({ handshake: 'none' })
  })
})

describe('USB standard requests', () => {
  it.each([
    ['device qualifier of a full-speed device', getDescriptor(6, 0, 10)],
    ['other speed', getDescriptor(7, 0, 9)],
    ['BOS of a USB 2.0 device', getDescriptor(15, 0, 5)],
    ['a string it does not have', getDescriptor(STRING, 9, 255)],
    ['a second configuration', getDescriptor(CONFIGURATION, 1, 9)],
    ['set descriptor', { type: 0, request: 7, value: 0x0300, data: new Uint8Array(4) }],
    ['remote wake-up', { type: 0, request: 3, value: 1 }],
    ['a test mode', { type: 0, request: 3, value: 2, index: 0x0100 }],
    ['synch frame', { type: 0x82, request: 12, index: 0x82, length: 2 }],
    ['an address above 127', { type: 0, request: 5, value: 128 }],
    ['a configuration it does not have', setConfiguration(2)],
    ['an unknown standard request', { type: 0x80, request: 99, length: 1 }],
    ['a vendor request', { type: 0xc0, request: 1, length: 8 }],
    ['status of an interface it does not have', getStatus(0x81, 2)],
    ['status of an endpoint it does not have', getStatus(0x82, 0x83)],
    ['an alternate setting', { type: 1, request: 11, value: 1, index: 0 }],
    ['a class request to no interface', { ...getLineCoding, index: 5 }],
    ['an unknown class request', { type: 0xa1, request: 0x55, length: 4 }],
    ['a line coding of 3 bytes', setLineCoding(new Uint8Array(3))],
  ])('stalls %s, and the next request works', (_, request) => {
    bus.configure()
    expect(bus.control(request)).toBe('stall')
    expect(bus.control(getConfiguration)).toEqual([1])
  })

  it('answers status and interface questions', () => {
    bus.configure()
    expect(bus.control(getStatus(0x80, 0))).toEqual([0, 0])
    expect(bus.control(getStatus(0x81, 0))).toEqual([0, 0])
    expect(bus.control(getStatus(0x81, 1))).toEqual([0, 0])
    for (const endpoint of [0, 0x80, 0x81, 0x82, 0x02]) expect(bus.control(getStatus(0x82, endpoint))).toEqual([0, 0])
    expect(bus.control({ type: 0x81, request: 10, index: 1, length: 1 })).toEqual([0])
    expect(bus.control({ type: 1, request: 11, value: 0, index: 1 })).toEqual([])
  })

  it('in the address state knows no interfaces and no endpoint but 0', () => {
    bus.reset()
    expect(bus.control(getStatus(0x81, 0))).toBe('stall')
    expect(bus.control(getStatus(0x82, 0x82))).toBe('stall')
    expect(bus.control(getStatus(0x82, 0))).toEqual([0, 0])
    expect(bus.control({ type: 0x81, request: 10, index: 0, length: 1 })).toBe('stall')
  })

  it('leaves the configuration with SET_CONFIGURATION 0 and comes back', () => {
    bus.configure()
    expect(bus.in(2)).toEqual({ handshake: 'nak' })
    expect(bus.control(setConfiguration(0))).toEqual([])
    expect(bus.control(getConfiguration)).toEqual([0])
    expect(bus.in(2)).toEqual({ handshake: 'none' })
    expect(bus.out(2, false, Uint8Array.of(1))).toBe('none')
    expect(bus.control(setConfiguration(1))).toEqual([])
    expect(bus.out(2, false, modelInfoFrame(1))).toBe('ack')
    expect(bus.in(2)).toMatchObject({ handshake: 'ack', data1: false })
  })

  it('halts and recovers the bulk endpoints, beginning with DATA0 again', () => {
    bus.configure()
    expect(bus.out(2, false, modelInfoFrame(1))).toBe('ack')
    expect(bus.in(2)).toMatchObject({ handshake: 'ack', data1: false })
    for (const endpoint of [0x82, 0x02]) {
      expect(bus.control(haltFeature(SET, endpoint))).toEqual([])
      expect(bus.control(getStatus(0x82, endpoint))).toEqual([1, 0])
    }
    expect(bus.in(2)).toEqual({ handshake: 'stall' })
    expect(bus.out(2, true, modelInfoFrame(2))).toBe('stall')
    for (const endpoint of [0x82, 0x02]) {
      expect(bus.control(haltFeature(CLEAR, endpoint))).toEqual([])
      expect(bus.control(getStatus(0x82, endpoint))).toEqual([0, 0])
    }
    expect(bus.out(2, false, modelInfoFrame(3))).toBe('ack')
    expect(bus.in(2)).toMatchObject({ handshake: 'ack', data1: false })
  })

  it('drops a transfer that the host abandons for a new one', () => {
    bus.configure()
    bus.setup(getDescriptor(CONFIGURATION, 0, 255))
    expect(bus.in(0)).toMatchObject({ handshake: 'ack', data1: true })
    expect(bus.control(getDescriptor(DEVICE, 0, 18))).toHaveLength(18)
  })

  it('lets the host end the data early', () => {
    bus.configure()
    bus.setup(getDescriptor(CONFIGURATION, 0, 255))
    expect(bus.in(0)).toMatchObject({ handshake: 'ack', data1: true })
    expect(bus.out(0, true, empty)).toBe('ack')
    expect(bus.control(getConfiguration)).toEqual([1])
  })
})

describe('USB serial port', () => {
  it('keeps the line coding and takes line state and break', () => {
    bus.configure()
    expect(bus.control(getLineCoding)).toEqual([0x00, 0xc2, 1, 0, 0, 0, 8])
    const slow = [0x80, 0x25, 0, 0, 0, 0, 8]
    expect(bus.control(setLineCoding(Uint8Array.from(slow)))).toEqual([])
    expect(bus.control(getLineCoding)).toEqual(slow)
    expect(bus.control({ type: 0x21, request: 0x22, value: 3 })).toEqual([])
    expect(bus.control({ type: 0x21, request: 0x23, value: 100 })).toEqual([])
  })

  it('never has a notification to send', () => {
    bus.configure()
    expect(bus.in(1)).toEqual({ handshake: 'nak' })
  })

  it('takes a packet that the host repeats only once', () => {
    bus.configure()
    expect(bus.out(2, false, modelInfoFrame(1))).toBe('ack')
    expect(bus.out(2, false, modelInfoFrame(1))).toBe('ack')
    expect(bus.out(2, true, modelInfoFrame(2))).toBe('ack')
    const received: number[] = []
    let toggle = false
    for (;;) {
      const answer = bus.in(2)
      if (answer.handshake !== 'ack') break
      expect(answer.data1).toBe(toggle)
      toggle = !toggle
      received.push(...answer.bytes)
    }
    expect(received.filter((byte) => byte === 0)).toHaveLength(2)
  })

  it('ends bytes that fill their last packet with an empty one', () => {
    bus.configure()
    // An answer has 14 bytes. The first goes out alone; 32 more make 7 full packets.
    const requests = Uint8Array.from(Array.from({ length: 33 }, (_, index) => [...modelInfoFrame(index + 1)]).flat())
    let toggle = false
    for (let at = 0; at < requests.length; at += 64) {
      expect(bus.out(2, toggle, requests.subarray(at, at + 64))).toBe('ack')
      toggle = !toggle
    }
    bus.run(20)
    const lengths: number[] = []
    for (;;) {
      const answer = bus.in(2)
      if (answer.handshake !== 'ack') break
      lengths.push(answer.bytes.length)
    }
    expect(lengths).toEqual([14, 64, 64, 64, 64, 64, 64, 64, 0])
  })

  it('becomes a flash volume when it is opened and closed at 1200 baud', () => {
    bus.configure()
    bus.control(setLineCoding(Uint8Array.of(0xb0, 4, 0, 0, 0, 0, 8)))
    bus.control({ type: 0x21, request: 0x22, value: 1 })
    bus.run(100)
    expect(bus.machine.state).toBe('running')
    bus.control({ type: 0x21, request: 0x22, value: 0 })
    bus.run(100)
    expect(bus.machine.state).toBe('flash-volume')
    expect(bus.machine.controller.attached).toBe(false)
  })

  it('touches no register that the chip does not have', () => {
    bus.configure()
    bus.run(20)
    expect(bus.machine.complaints).toEqual([])
  })
})

/** One control transfer of a USB host: setup, data and status stages, packet by packet (USB 2.0, 8.5.3). */
import type { UsbController } from './usb-controller.ts'

export interface ControlRequest {
  type: number
  request: number
  value?: number
  index?: number
  /** Bytes wanted, or the bytes to send. */
  length?: number
  data?: Uint8Array
}

export type ControlResult = { outcome: 'done'; bytes: Uint8Array } | { outcome: 'stall' } | { outcome: 'broken' }

const PACKET_BYTES = 64

export interface ControlTransfer {
  /** Tries the next packets; null while the device still says NAK. */
  step(): ControlResult | null
}

export function setupPacket(request: ControlRequest): Uint8Array {
  const packet = new Uint8Array(8)
  const view = new DataView(packet.buffer)
  view.setUint8(0, request.type)
  view.setUint8(1, request.request)
  view.setUint16(2, request.value ?? 0, true)
  view.setUint16(4, request.index ?? 0, true)
  view.setUint16(6, request.data?.length ?? request.length ?? 0, true)
  return packet
}

export function startControlTransfer(bus: UsbController, address: number, request: ControlRequest): ControlTransfer {
  const reads = (request.type & 0x80) !== 0
  const wanted = request.data?.length ?? request.length ?? 0
  const received: number[] = []
  let sent = 0
  let data1 = true
  let stage: 'setup' | 'data' | 'status' = 'setup'

  /** One packet: undefined to go on at once, null for NAK. */
  function stepOnce(): ControlResult | null | undefined {
    if (stage === 'setup') {
      if (bus.setup(address, setupPacket(request)) !== 'ack') return { outcome: 'broken' }
      stage = wanted > 0 ? 'data' : 'status'
      return null
    }
    if (stage === 'data') return reads ? readPacket() : sendPacket()
    return reads && wanted > 0 ? finishReading() : finishSending()
  }

  function readPacket(): ControlResult | null | undefined {
    const answer = bus.in(address, 0)
    if (answer.handshake === 'nak') return null
    if (answer.handshake !== 'ack') return { outcome: answer.handshake === 'stall' ? 'stall' : 'broken' }
    // A packet with the wrong toggle, or more than was asked for, is a broken device.
    if (answer.data1 !== data1 || received.length + answer.bytes.length > wanted) return { outcome: 'broken' }
    data1 = !data1
    received.push(...answer.bytes)
    if (received.length === wanted || answer.bytes.length < PACKET_BYTES) stage = 'status'
    return undefined
  }

  function sendPacket(): ControlResult | null | undefined {
    const packet = request.data?.subarray(sent, sent + PACKET_BYTES) ?? new Uint8Array(0)
    const answer = bus.out(address, 0, data1, packet)
    if (answer === 'nak') return null
    if (answer !== 'ack') return { outcome: answer === 'stall' ? 'stall' : 'broken' }
    data1 = !data1
    sent += packet.length
    if (sent === wanted) stage = 'status'
    return undefined
  }

  function finishReading(): ControlResult | null {
    const answer = bus.out(address, 0, true, new Uint8Array(0))
    if (answer === 'nak') return null
    if (answer !== 'ack') return { outcome: answer === 'stall' ? 'stall' : 'broken' }
    return { outcome: 'done', bytes: Uint8Array.from(received) }
  }

  function finishSending(): ControlResult | null {
    const answer = bus.in(address, 0)
    if (answer.handshake === 'nak') return null
    if (answer.handshake !== 'ack') return { outcome: answer.handshake === 'stall' ? 'stall' : 'broken' }
    return answer.data1 && answer.bytes.length === 0
      ? { outcome: 'done', bytes: new Uint8Array(0) }
      : { outcome: 'broken' }
  }

  return {
    step() {
      for (;;) {
        const result = stepOnce()
        if (result !== undefined) return result
      }
    },
  }
}

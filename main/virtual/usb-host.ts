/** A computer's side of the cable: enumerates a serial port as an operating system does, then moves its bytes. */
import type { UsbController } from './usb-controller.ts'
import { type ControlRequest, type ControlResult, type ControlTransfer, startControlTransfer } from './usb-transfer.ts'

export interface UsbIdentity {
  vendorId: number
  productId: number
  manufacturer: string
  product: string
  serialNumber: string
}

export interface UsbHost {
  /** One round on the bus; called about every quarter millisecond of bus time. */
  poll(nowMicros: number): void
  readonly identity: UsbIdentity | null
  /** Opens the port: line coding, then DTR. Bytes sent before it is ready wait. */
  open(baudRate: number): void
  setBaudRate(baudRate: number): void
  setLines(lines: { dtr: boolean; rts: boolean }): void
  send(bytes: Uint8Array): void
}

export interface UsbHostEvents {
  ready(): void
  data(bytes: Uint8Array): void
  /** The device left the bus, or answered as no device may. */
  gone(): void
}

/** A request for the device, or a pause in microseconds. */
type Step = ControlRequest | { pauseMicros: number } | { resetBus: true } | { address: number }
type Script = Generator<Step, void, Uint8Array>

const DEBOUNCE_MICROS = 20_000
const RESET_MICROS = 10_000
const ADDRESS = 1
const DATA_ENDPOINT = 2
const PACKET_BYTES = 64
/** Packets a direction in one round; a full-speed bus carries up to 19 a millisecond. */
const PACKETS_A_ROUND = 4

const getDescriptor = (type: number, index: number, length: number): ControlRequest => ({
  type: 0x80,
  request: 6,
  value: (type << 8) | index,
  index: type === 3 && index > 0 ? 0x0409 : 0,
  length,
})

function readString(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes.subarray(2))
}

/** What Linux does with a new device, in its order. */
function* enumerate(finish: (identity: UsbIdentity) => void): Script {
  yield { pauseMicros: DEBOUNCE_MICROS }
  yield { resetBus: true }
  yield getDescriptor(1, 0, 64)
  yield { resetBus: true }
  yield { type: 0, request: 5, value: ADDRESS }
  yield { address: ADDRESS }
  yield { pauseMicros: 2000 }
  const device = yield getDescriptor(1, 0, 18)
  const view = new DataView(device.buffer)
  const head = yield getDescriptor(2, 0, 9)
  yield getDescriptor(2, 0, new DataView(head.buffer).getUint16(2, true))
  yield getDescriptor(3, 0, 255)
  const product = readString(yield getDescriptor(3, device[15] ?? 0, 255))
  const manufacturer = readString(yield getDescriptor(3, device[14] ?? 0, 255))
  const serialNumber = readString(yield getDescriptor(3, device[16] ?? 0, 255))
  yield { type: 0, request: 9, value: 1 }
  const vendorId = view.getUint16(8, true)
  finish({ vendorId, productId: view.getUint16(10, true), manufacturer, product, serialNumber })
}

function lineCoding(baudRate: number): ControlRequest {
  const data = new Uint8Array(7)
  new DataView(data.buffer).setUint32(0, baudRate, true)
  data[6] = 8
  return { type: 0x21, request: 0x20, data }
}

function lineState(lines: { dtr: boolean; rts: boolean }): ControlRequest {
  return { type: 0x21, request: 0x22, value: (lines.dtr ? 1 : 0) | (lines.rts ? 2 : 0) }
}

export function createUsbHost(bus: UsbController, events: UsbHostEvents): UsbHost {
  let script: Script | null = null
  let transfer: ControlTransfer | null = null
  let busyUntil = 0
  let address = 0
  let identity: UsbIdentity | null = null
  /** What programs asked for, in order: bytes written before the port is closed still go out. */
  let work: (ControlRequest | Uint8Array)[] = []
  let outIsData1 = false
  let inIsData1 = false
  let present = false

  function leave(): void {
    if (!present) return
    present = false
    script = transfer = identity = null
    address = 0
    work = []
    events.gone()
  }

  function arrive(): void {
    present = true
    script = enumerate((found) => {
      identity = found
      outIsData1 = inIsData1 = false
      events.ready()
    })
  }

  /** Gives the last answer to the script and starts what it asks for next. */
  function advance(answer: Uint8Array, nowMicros: number): void {
    const next = script?.next(answer)
    if (!next || next.done) {
      script = null
      return
    }
    const step = next.value
    if ('resetBus' in step) {
      address = 0
      bus.busReset()
      busyUntil = nowMicros + RESET_MICROS
    } else if ('pauseMicros' in step) busyUntil = nowMicros + step.pauseMicros
    else if ('address' in step) address = step.address
    else transfer = startControlTransfer(bus, address, step)
  }

  function control(nowMicros: number): void {
    if (!transfer && script) advance(new Uint8Array(0), nowMicros)
    const next = work[0]
    if (!transfer && !script && next && !(next instanceof Uint8Array)) {
      work.shift()
      transfer = startControlTransfer(bus, address, next)
    }
    const result: ControlResult | null = transfer?.step() ?? null
    if (!result) return
    transfer = null
    if (result.outcome === 'broken') leave()
    else if (script) advance(result.outcome === 'done' ? result.bytes : new Uint8Array(0), nowMicros)
  }

  function receive(): void {
    for (let packet = 0; packet < PACKETS_A_ROUND; packet++) {
      const answer = bus.in(address, DATA_ENDPOINT)
      if (answer.handshake !== 'ack') return
      // A repeated packet is thrown away, as a real controller does.
      if (answer.data1 !== inIsData1) continue
      inIsData1 = !inIsData1
      if (answer.bytes.length > 0) events.data(answer.bytes)
    }
  }

  function sendNext(): void {
    for (let packet = 0; packet < PACKETS_A_ROUND; packet++) {
      const first = work[0]
      if (!(first instanceof Uint8Array)) return
      const part = first.subarray(0, PACKET_BYTES)
      if (bus.out(address, DATA_ENDPOINT, outIsData1, part) !== 'ack') return
      outIsData1 = !outIsData1
      if (part.length === first.length) work.shift()
      else work[0] = first.subarray(part.length)
    }
  }

  return {
    poll(nowMicros) {
      if (!bus.attached) return leave()
      if (!present) arrive()
      if (nowMicros < busyUntil) return
      control(nowMicros)
      if (!identity) return
      receive()
      if (!transfer) sendNext()
    },
    get identity() {
      return identity
    },
    open(baudRate) {
      work.push(lineCoding(baudRate), lineState({ dtr: true, rts: true }))
    },
    setBaudRate: (baudRate) => void work.push(lineCoding(baudRate)),
    setLines: (lines) => void work.push(lineState(lines)),
    send: (bytes) => void (bytes.length > 0 && work.push(bytes.slice())),
  }
}

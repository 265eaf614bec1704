/**
 * Simple Streaming, versions 1 and 2: the board repeats one JSON line about itself until it reads `connect`, then sends
 * int16 rows. Version 1 sends them bare; version 2 in packets with sequence numbers and a checksum, so loss is exact.
 */
import { z } from 'zod'

export interface SimpleStreamHello {
  version: 1 | 2
  rateHz: number
  rowsPerPacket: number
  /** Names in the order of the columns. */
  axes: string[]
}

export type SimpleStreamEvent =
  | { kind: 'hello'; hello: SimpleStreamHello }
  /** Interleaved rows; `lostRows` is how many are missing just before them. */
  | { kind: 'rows'; channel: number; values: Int16Array; lostRows: number }
  /** The numbers began anew: the board restarted. */
  | { kind: 'restarted' }
  /** Text that is no description. */
  | { kind: 'text'; text: string }

export interface SimpleStreamReader {
  push(bytes: Uint8Array): SimpleStreamEvent[]
  /** `connect` was sent: what follows is data, after what is left of descriptions on their way. */
  connected(): void
  /** Packets dropped so far because their checksum or length is wrong. */
  readonly damaged: number
}

const helloSchema = z.object({
  sample_rate: z.number().positive(),
  version: z.union([z.literal(1), z.literal(2)]).default(1),
  samples_per_packet: z.number().int().positive().max(10_000).default(1),
  column_location: z.record(z.string().min(1), z.number().int().nonnegative()),
})

const SYNC = 0xff
const LINE_FEED = 10
const BRACE = 0x7b
const LONGEST_LINE = 4096
/** Sync and length. */
const START_BYTES = 3
/** Reserved, channel and sequence, which the length counts, and the checksum, which it does not. */
const COUNTED_BYTES = 6

/** The description in a line, or null where the line is something else. */
export function readSimpleHello(line: string): SimpleStreamHello | null {
  const parsed = helloSchema.safeParse(jsonOf(line))
  if (!parsed.success) return null
  const columns = Object.entries(parsed.data.column_location).toSorted((left, right) => left[1] - right[1])
  if (columns.length === 0) return null
  const { sample_rate: rateHz, version, samples_per_packet: rowsPerPacket } = parsed.data
  return { version, rateHz, rowsPerPacket, axes: columns.map(([name]) => name) }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Half a line after joining in the middle, or another language: no description.
    return null
  }
}

export function createSimpleStreamReader(): SimpleStreamReader {
  let pending = new Uint8Array(0)
  let hello: SimpleStreamHello | null = null
  /** The description as it came, line end included: repeats that were on their way when `connect` was sent are known by it. */
  let helloLine = new Uint8Array(0)
  let phase: 'text' | 'repeats' | 'data' = 'text'
  let packets = createPacketReader()

  function takeText(events: SimpleStreamEvent[]): boolean {
    const end = pending.indexOf(LINE_FEED)
    if (end < 0) {
      // Noise without line ends must not grow without bound.
      if (pending.length > LONGEST_LINE) pending = pending.slice(-LONGEST_LINE)
      return false
    }
    const line = pending.slice(0, end + 1)
    pending = pending.slice(end + 1)
    const text = new TextDecoder().decode(line).trim()
    // Noise may stand before the description on its line.
    const found = readSimpleHello(text) ?? readSimpleHello(text.slice(Math.max(0, text.indexOf('{'))))
    if (found) {
      hello = found
      helloLine = line.slice(Math.max(0, line.indexOf(BRACE)))
      events.push({ kind: 'hello', hello: found })
    } else if (text !== '') events.push({ kind: 'text', text })
    return true
  }

  /** After `connect`: whole repeats of the description are skipped, anything else is the first data. */
  function skipRepeat(): boolean {
    const repeat = isRepeat()
    if (repeat === false) phase = 'data'
    else if (repeat) pending = pending.slice(helloLine.length)
    return repeat !== null
  }

  /** A board that restarts describes itself again and waits for `connect`. Null while that cannot be told yet. */
  function isRepeat(): boolean | null {
    const length = Math.min(pending.length, helloLine.length)
    for (let index = 0; index < length; index++) if (pending[index] !== helloLine[index]) return false
    return length === helloLine.length ? true : null
  }

  function takeData(events: SimpleStreamEvent[]): boolean {
    if (!hello) return false
    if (hello.version === 2) {
      const repeat = isRepeat()
      if (repeat === null) return false
      if (repeat) {
        pending = pending.slice(helloLine.length)
        events.push({ kind: 'hello', hello })
        return true
      }
      const step = packets.next(pending, hello, events)
      pending = pending.slice(step.used)
      return step.used > 0
    }
    const rowBytes = hello.axes.length * 2
    const whole = pending.length - (pending.length % rowBytes)
    // Rows are told one by one, so that the same bytes give the same events however they were cut.
    for (let at = 0; at < whole; at += rowBytes)
      events.push({ kind: 'rows', channel: 0, values: int16(pending.subarray(at, at + rowBytes)), lostRows: 0 })
    pending = pending.slice(whole)
    return false
  }

  return {
    push(bytes) {
      const joined = new Uint8Array(pending.length + bytes.length)
      joined.set(pending)
      joined.set(bytes, pending.length)
      pending = joined
      const events: SimpleStreamEvent[] = []
      const step = (): boolean =>
        phase === 'text' ? takeText(events) : phase === 'repeats' ? skipRepeat() : takeData(events)
      while (pending.length > 0 && step());
      return events
    },
    connected() {
      if (!hello) return
      phase = 'repeats'
      packets = createPacketReader()
    },
    get damaged() {
      return packets.damaged()
    },
  }
}

function int16(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Int16Array.from({ length: bytes.length >> 1 }, (_, index) => view.getInt16(index * 2, true))
}

interface PacketReader {
  /** Takes at most one packet or one run of noise from the front; 0 used means that bytes are missing. */
  next(bytes: Uint8Array, hello: SimpleStreamHello, events: SimpleStreamEvent[]): { used: number }
  damaged(): number
}

/** Version 2: `FF · length u16 · 00 · channel · sequence u32 · data · XOR of all after the length`. */
function createPacketReader(): PacketReader {
  const sequences = new Map<number, number>()
  let damaged = 0

  /** Missing packets before this one; null where it was seen already. */
  function lostBefore(channel: number, sequence: number, events: SimpleStreamEvent[]): number | null {
    const before = sequences.get(channel)
    sequences.set(channel, sequence)
    if (before === undefined) return 0
    if (before === sequence) return null
    const lost = (sequence - before - 1) >>> 0
    if (lost < 2 ** 31) return lost
    events.push({ kind: 'restarted' })
    return 0
  }

  return {
    next(bytes, hello, events) {
      if (bytes[0] !== SYNC) {
        const start = bytes.findIndex((byte, index) => index > 0 && (byte === SYNC || byte === BRACE))
        return { used: start < 0 ? bytes.length : start }
      }
      if (bytes.length < START_BYTES) return { used: 0 }
      const length = bytes[1]! | (bytes[2]! << 8)
      const rowBytes = hello.axes.length * 2
      const dataBytes = length - COUNTED_BYTES
      const isFitting = dataBytes > 0 && dataBytes <= hello.rowsPerPacket * rowBytes && dataBytes % rowBytes === 0
      // An FF inside a reading looks like a start: only one byte is given up, so that no packet behind it is lost.
      if (!isFitting) return { used: 1 }
      const end = START_BYTES + length
      if (bytes.length <= end) return { used: 0 }
      const body = bytes.subarray(START_BYTES, end)
      if (body[0] !== 0 || body.reduce((xor, byte) => xor ^ byte, 0) !== bytes[end]) {
        damaged++
        return { used: 1 }
      }
      const channel = body[1]!
      const sequence = new DataView(body.buffer, body.byteOffset).getUint32(2, true)
      const lost = lostBefore(channel, sequence, events)
      if (lost !== null) {
        const values = int16(body.subarray(COUNTED_BYTES))
        events.push({ kind: 'rows', channel, values, lostRows: lost * hello.rowsPerPacket })
      }
      return { used: end + 1 }
    },
    damaged: () => damaged,
  }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSimpleStreamReader, readSimpleHello, type SimpleStreamEvent } from './simple-streaming.ts'

const text = (value: string): number[] => [...new TextEncoder().encode(value)]
const describeBoard = (version: 1 | 2): string =>
  `{"sample_rate":476,"version":${version},"samples_per_packet":2,"column_location":{"AccY":1,"AccX":0}}\r\n`

function packet(sequence: number, rows: number[], channel = 0): number[] {
  const body = [0, channel, ...bytesOf(sequence, 4), ...rows.flatMap((value) => bytesOf(value, 2))]
  return [0xff, ...bytesOf(body.length, 2), ...body, body.reduce((xor, byte) => xor ^ byte, 0)]
}
function bytesOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (value >> (8 * index)) & 0xff)
}

/** Reads the description, connects, then reads `data` cut into `pieces`. */
function read(version: 1 | 2, data: number[], pieces: (bytes: number[]) => number[][] = (all) => [all]) {
  const reader = createSimpleStreamReader()
  const first = reader.push(Uint8Array.from(text(describeBoard(version))))
  expect(first[0]?.kind).toBe('hello')
  reader.connected()
  const events = pieces(data).flatMap((piece) => reader.push(Uint8Array.from(piece)))
  return { events, reader }
}
const rowsOf = (events: SimpleStreamEvent[]): (number[] | string)[] =>
  events.map((event) => (event.kind === 'rows' ? [event.lostRows, ...event.values] : event.kind))

describe('simple streaming description', () => {
  it('orders the axes by their columns', () => {
    expect(readSimpleHello(describeBoard(2))).toEqual({
      version: 2,
      rateHz: 476,
      rowsPerPacket: 2,
      axes: ['AccX', 'AccY'],
    })
  })

  it.each(['', '{', '[]', '{"sample_rate":0,"column_location":{"a":0}}', '{"sample_rate":9,"column_location":{}}'])(
    'is not found in %j',
    (line) => expect(readSimpleHello(line)).toBeNull(),
  )

  it('is found after noise on its line and after half a description', () => {
    const reader = createSimpleStreamReader()
    const noise = [0, 0xff, 0x80, ...text(`cut":0}}\r\n\xff~${describeBoard(2)}`)]
    expect(reader.push(Uint8Array.from(noise)).map((event) => event.kind)).toEqual(['text', 'hello'])
  })
})

describe('simple streaming version 2', () => {
  const stream = [...packet(5, [1, -2, 3, 4]), ...packet(6, [5, 6]), ...packet(9, [-1, -1, 7, 8])]
  const expected = [
    [0, 1, -2, 3, 4],
    [0, 5, 6],
    [4, -1, -1, 7, 8],
  ]

  it('reads rows and counts exactly what is missing', () => {
    expect(rowsOf(read(2, stream).events)).toEqual(expected)
  })

  it('skips descriptions that were on their way when it connected', () => {
    const repeats = text(describeBoard(2) + describeBoard(2))
    expect(rowsOf(read(2, [...repeats, ...stream]).events)).toEqual(expected)
  })

  it('gives the same however the stream is cut', () => {
    const all = [...text(describeBoard(2)), 9, 0xff, 3, ...stream, 0xff, 0xff, ...packet(10, [0, 255])]
    const whole = rowsOf(read(2, all).events)
    expect(whole).toHaveLength(4)
    for (let at = 0; at <= all.length; at++) {
      expect(rowsOf(read(2, all, (bytes) => [bytes.slice(0, at), bytes.slice(at)]).events)).toEqual(whole)
    }
    expect(rowsOf(read(2, all, (bytes) => bytes.map((byte) => [byte])).events)).toEqual(whole)
  })

  it('drops a packet with a wrong checksum and counts its rows as lost with the next', () => {
    const damagedPacket = packet(6, [5, 6])
    damagedPacket[10] = 0x55
    const { events, reader } = read(2, [...packet(5, [1, 2]), ...damagedPacket, ...packet(7, [3, 4])])
    expect(rowsOf(events)).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ])
    expect(reader.damaged).toBe(1)
  })

  it('loses one packet at most where noise looks like a start', () => {
    const { events } = read(2, [0xff, 10, 0, 1, 2, ...packet(5, [1, 2]), ...packet(6, [3, 4]), ...packet(7, [5, 6])])
    expect(rowsOf(events).at(-1)).toEqual([0, 5, 6])
  })

  it('tells a restart from a loss, and drops a packet that came twice', () => {
    const { events } = read(2, [
      ...packet(90, [1, 1]),
      ...packet(90, [1, 1]),
      ...packet(0, [2, 2]),
      ...packet(1, [3, 3]),
    ])
    expect(rowsOf(events)).toEqual([[0, 1, 1], 'restarted', [0, 2, 2], [0, 3, 3]])
  })

  it('hears a board that restarts and describes itself again', () => {
    const { events } = read(2, [...packet(1, [1, 1]), ...text(describeBoard(2)), ...packet(0, [2, 2])])
    expect(rowsOf(events)).toEqual([[0, 1, 1], 'hello', 'restarted', [0, 2, 2]])
  })

  it('never gives a torn row nor grows, whatever arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 12 }), (pieces) => {
        const reader = createSimpleStreamReader()
        reader.push(Uint8Array.from(text(describeBoard(2))))
        reader.connected()
        for (const piece of pieces) {
          for (const event of reader.push(piece)) if (event.kind === 'rows') expect(event.values.length % 2).toBe(0)
        }
        // Half a packet that noise began holds up at most one packet behind it.
        const after = [...packet(1, [1, 2]), ...packet(2, [3, 4]), ...packet(3, [7, 9]), ...packet(4, [5, 6])]
        expect(
          rowsOf(reader.push(Uint8Array.from(after)))
            .at(-1)
            ?.slice(1),
        ).toEqual([5, 6])
      }),
      { numRuns: 500 },
    )
  })
})

describe('simple streaming version 1', () => {
  it('reads bare rows, whatever they look like and however they are cut', () => {
    // The third row begins like a description.
    const rows = [
      [1, 2],
      [-1, 300],
      [0x227b, 0x6173],
      [0x0a0a, -32_768],
    ]
    const bytes = [...text(describeBoard(1)), ...rows.flat().flatMap((value) => bytesOf(value, 2))]
    const expected = rows.map((row) => [0, ...row])
    for (let at = 0; at <= bytes.length; at++) {
      expect(rowsOf(read(1, bytes, (all) => [all.slice(0, at), all.slice(at)]).events)).toEqual(expected)
    }
  })
})

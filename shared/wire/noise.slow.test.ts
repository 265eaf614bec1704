import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAtInferenceReader, readStaticLine } from './at-inference.ts'
import { createAtReader } from './at-text.ts'
import { createForwarderParser } from './data-forwarder.ts'
import { createFrameDecoder } from './frames.ts'
import { createSimpleStreamReader } from './simple-streaming.ts'

const CASES = 100_000
const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))
/** Pieces that readers look for, among bytes of every kind: pure chance would hardly ever make one. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 24 }).map((bytes) => [...bytes]),
  fc.constantFrom(
    ascii('1,2,3\n'),
    ascii('> '),
    ascii('OK\r\n'),
    ascii('{"sample_rate":9,"version":2,"samples_per_packet":1,"column_location":{"a":0}}\r\n'),
    ascii('Timing: DSP 1 ms, inference 2 us\n  a: 0.5\n'),
    [0xff, 8, 0, 0, 0, 1, 0, 0, 0, 5, 0, 4],
    [0, 0, 0xff],
  ),
)
const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => Uint8Array.from(pieces.flat()))

/** The events of a stream that is cut at `at`. */
type Read = (pieces: Uint8Array[]) => unknown

const readers: Record<string, Read> = {
  'data forwarder': (pieces) => {
    const parser = createForwarderParser()
    return pieces.flatMap((bytes) => parser.push(bytes, 0))
  },
  'device protocol': (pieces) => {
    const decoder = createFrameDecoder()
    return pieces.flatMap((bytes) => decoder.push(bytes))
  },
  'AT text': (pieces) => {
    const reader = createAtReader()
    return pieces.flatMap((bytes) => reader.push(bytes))
  },
  'AT inference': (pieces) => {
    const text = createAtReader()
    const answers = createAtInferenceReader()
    const events = pieces.flatMap((bytes) => text.push(bytes))
    return events.map((event) =>
      event.kind === 'line' ? [answers.push(event.text), readStaticLine(event.text)] : null,
    )
  },
  'simple streaming, before connect': (pieces) => {
    const reader = createSimpleStreamReader()
    return pieces.flatMap((bytes) => reader.push(bytes))
  },
  'simple streaming, after connect': (pieces) => {
    const reader = createSimpleStreamReader()
    reader.push(Uint8Array.from(ascii('{"sample_rate":9,"version":2,"column_location":{"a":0}}\n')))
    reader.connected()
    return pieces.flatMap((bytes) => reader.push(bytes))
  },
}

describe.each(Object.entries(readers))('%s', (_, read) => {
  it(`never fails and reads the same however it is cut, ${CASES} times`, () => {
    fc.assert(
      fc.property(stream, fc.nat(300), (bytes, at) => {
        expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(read([bytes]))
      }),
      { numRuns: CASES },
    )
  }, 600_000)
})

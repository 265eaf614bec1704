/** Every reader of bytes that boards send, and streams of noise that hold pieces which these readers look for. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64 } from '../../shared/wire/base64.ts'
import { parseAtConfig } from '../../shared/wire/at-config.ts'
import { createAtInferenceReader, readStaticLine } from '../../shared/wire/at-inference.ts'
import { SAMPLE_ASKED, sampleStep } from '../../shared/wire/at-protocol.ts'
import { createAtReader } from '../../shared/wire/at-text.ts'
import { readBoardFields } from '../../shared/wire/board-fields.ts'
import { createForwarderParser } from '../../shared/wire/data-forwarder.ts'
import { decodeBoardMessage } from '../../shared/wire/device-protocol.ts'
import { detectForwarderStream } from '../../shared/wire/forwarder-stream.ts'
import { createFrameDecoder, encodeFrame } from '../../shared/wire/frames.ts'
import { createSimpleStreamReader } from '../../shared/wire/simple-streaming.ts'
import { createReplyReader } from '../../main/flash/stk500.ts'
import { AppError } from '../../shared/contract/errors.ts'

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))
const frame = (type: number, payload: number[]): number[] => [
  ...encodeFrame({ type, sequence: 1, clockUs: 2, payload: Uint8Array.from(payload) }),
]

/** Among bytes of every kind: pure chance would hardly ever make one of these. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 24 }).map((bytes) => [...bytes]),
  fc
    .tuple(fc.integer({ min: 0x7f, max: 0x8b }), fc.uint8Array({ maxLength: 50 }))
    .map(([type, bytes]) => frame(type, [...bytes])),
  fc.constantFrom(
    ascii('1,2,3\n'),
    ascii('x:1 y:2\r'),
    ascii('{"a":1,"b":[2,null]}\n'),
    ascii('# accX, accY\n'),
    ascii('12:34:56.7 -> 1;2,5\n'),
    ascii('\u001b[31m'),
    ascii('> '),
    ascii('OK\r\n'),
    ascii('===== Sensors =====\r\nName: a, Max sample length: 3s, Frequencies: [1Hz]\r\n'),
    ascii('===== Device info =====\r\nAT Version: 1.8.0\r\n'),
    ascii('Used buffer, from=0, to=30.\r\n'),
    ascii('{"sample_rate":9,"version":2,"samples_per_packet":1,"column_location":{"a":0}}\r\n'),
    ascii('Timing: DSP 1 ms, inference 2 us\n  a: 0.5\n'),
    [0xff, 8, 0, 0, 0, 1, 0, 0, 0, 5, 0, 4],
    [0, 0, 0xff],
    [0x14, 0x10],
    [0x30, 0x20],
    [0x64, 0, 2, 0x46, 1, 2, 0x20],
  ),
)
const noise = fc.array(piece, { maxLength: 12 }).map((pieces) => Uint8Array.from(pieces.flat()))

/** The events of a stream that comes in these pieces. */
type Read = (pieces: Uint8Array[]) => unknown

/** What must not fail in another way than with an error of ours. */
function orRefusal(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

function atLines(pieces: Uint8Array[]): string[] {
  const text = createAtReader()
  return pieces.flatMap((bytes) => text.push(bytes)).flatMap((event) => (event.kind === 'line' ? [event.text] : []))
}

function simpleStreaming(version: 1 | 2): Read {
  return (pieces) => {
    const reader = createSimpleStreamReader()
    reader.push(Uint8Array.from(ascii(`{"sample_rate":9,"version":${version},"column_location":{"a":0}}\n`)))
    reader.connected()
    return [pieces.flatMap((bytes) => reader.push(bytes)), reader.damaged]
  }
}

export const wireReaders: Record<string, Read> = {
  'data forwarder': (pieces) => {
    const parser = createForwarderParser()
    return pieces.flatMap((bytes) => parser.push(bytes, 0))
  },
  'data forwarder, detection': (pieces) => {
    const parser = createForwarderParser()
    const lines = pieces.flatMap((bytes) => parser.push(bytes, 0)).map((line, at) => ({ ...line, arrivalMs: at }))
    return orRefusal(() => detectForwarderStream(lines))
  },
  'device protocol': (pieces) => {
    const decoder = createFrameDecoder()
    return pieces.flatMap((bytes) => decoder.push(bytes)).map(decodeBoardMessage)
  },
  "device protocol, a board's description": (pieces) => {
    const bytes = Uint8Array.from(pieces.flatMap((part) => [...part]))
    return orRefusal(() => readBoardFields(bytes))
  },
  'AT text': (pieces) => {
    const reader = createAtReader()
    return pieces.flatMap((bytes) => reader.push(bytes))
  },
  'AT inference': (pieces) => {
    const answers = createAtInferenceReader()
    return atLines(pieces).map((line) => [answers.push(line), readStaticLine(line), decodeBase64(line)])
  },
  'AT configuration and recording': (pieces) => {
    const lines = atLines(pieces)
    return [orRefusal(() => parseAtConfig(lines)), lines.reduce(sampleStep, SAMPLE_ASKED)]
  },
  'simple streaming, before connect': (pieces) => {
    const reader = createSimpleStreamReader()
    return pieces.flatMap((bytes) => reader.push(bytes))
  },
  'simple streaming 1, after connect': simpleStreaming(1),
  'simple streaming 2, after connect': simpleStreaming(2),
  'STK500, the computer': (pieces) =>
    orRefusal(() => {
      const reader = createReplyReader(2)
      for (const bytes of pieces) {
        const reply = reader.push(bytes)
        if (reply) return reply
      }
      return null
    }),
}

/** Tests that the reader never fails, and that it reads the same however the stream is cut. */
export function staysRight(read: Read, cases: number): void {
  it(`never fails and reads the same however it is cut, ${cases} times`, () => {
    fc.assert(
      fc.property(noise, fc.nat(300), (bytes, at) => {
        expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(read([bytes]))
      }),
      { numRuns: cases },
    )
  }, 600_000)

  it('reads the same when every byte comes alone', () => {
    fc.assert(
      fc.property(noise, (bytes) => {
        expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(read([bytes]))
      }),
      { numRuns: Math.min(cases, 2000) },
    )
  }, 600_000)
}

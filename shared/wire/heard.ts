/** What can be said of bytes that a board sent, before anything is known of it. */
import { createForwarderParser, FIRST_MAY_BE_CUT } from './data-forwarder.ts'
import { createFrameDecoder } from './frames.ts'
import { createSimpleStreamReader } from './simple-streaming.ts'

export interface Heard {
  bytes: number
  /** Frames of the device protocol that arrived whole. */
  frames: number
  /** Whether a description of Simple Streaming was among it. */
  description: boolean
  /** Share of the bytes that text is made of, 0…1. */
  textShare: number
  /** Lines, and how many of them are readings; the first line may be cut and does not count. */
  lines: number
  readings: number
  /** The first line that is no reading, and why. */
  odd: { text: string; reason: string } | null
}

/** Below this share it is not text at this baud rate. */
export const LEAST_TEXT_SHARE = 0.9

export function describeHeard(bytes: Uint8Array): Heard {
  const parser = createForwarderParser()
  const lines = parser.push(bytes, 0).filter((line) => line.skipped !== FIRST_MAY_BE_CUT && !line.header)
  const odd = lines.find((line) => line.skipped !== '')
  const printable = bytes.reduce((count, byte) => count + (isText(byte) ? 1 : 0), 0)
  return {
    bytes: bytes.length,
    frames: createFrameDecoder().push(bytes).length,
    description: createSimpleStreamReader()
      .push(bytes)
      .some((event) => event.kind === 'hello'),
    textShare: bytes.length === 0 ? 0 : printable / bytes.length,
    lines: lines.length,
    readings: lines.filter((line) => line.values !== null).length,
    odd: odd ? { text: odd.text.slice(0, 60), reason: odd.skipped } : null,
  }
}

/** True where what arrived makes sense at the baud rate it was read with. */
export function isReadable(heard: Heard): boolean {
  return heard.frames > 0 || heard.description || heard.textShare >= LEAST_TEXT_SHARE
}

function isText(byte: number): boolean {
  // NUL is padding that some boards send between lines.
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13 || byte === 0
}

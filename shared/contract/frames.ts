/** Frames of several channels in one byte stream: length and channel as 32-bit numbers, low byte first, then the bytes. */
import { AppError } from './errors.ts'

const HEAD_BYTES = 8
/** An imported file travels in one frame. */
const FRAME_LIMIT_BYTES = 512 * 1024 * 1024

/** A frame without bytes says that the channel has ended. */
export function packFrame(channel: number, frame: Uint8Array): Uint8Array {
  const packed = new Uint8Array(HEAD_BYTES + frame.length)
  const head = new DataView(packed.buffer)
  head.setUint32(0, frame.length, true)
  head.setUint32(4, channel, true)
  packed.set(frame, HEAD_BYTES)
  return packed
}

export interface FrameReader {
  /** Takes the next bytes of the stream, however they were cut. */
  push(chunk: Uint8Array): void
}

export function createFrameReader(onFrame: (channel: number, frame: Uint8Array) => void): FrameReader {
  const head = new Uint8Array(HEAD_BYTES)
  let headFilled = 0
  let body: Uint8Array | null = null
  let bodyFilled = 0

  function startBody(): Uint8Array {
    const length = new DataView(head.buffer).getUint32(0, true)
    if (length > FRAME_LIMIT_BYTES) throw new AppError('bridge/malformed', { data: { bytes: length } })
    bodyFilled = 0
    return new Uint8Array(length)
  }

  return {
    push(chunk) {
      let rest = chunk
      for (;;) {
        const headPart = rest.subarray(0, HEAD_BYTES - headFilled)
        head.set(headPart, headFilled)
        headFilled += headPart.length
        rest = rest.subarray(headPart.length)
        if (headFilled < HEAD_BYTES) return
        body ??= startBody()
        const bodyPart = rest.subarray(0, body.length - bodyFilled)
        body.set(bodyPart, bodyFilled)
        bodyFilled += bodyPart.length
        rest = rest.subarray(bodyPart.length)
        if (bodyFilled < body.length) return
        const frame = body
        body = null
        headFilled = 0
        onFrame(new DataView(head.buffer).getUint32(4, true), frame)
      }
    },
  }
}

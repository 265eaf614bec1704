/** Frames of the device protocol (resources/firmware/PROTOCOL.md): COBS, sequence number, clock, CRC-16. */

export interface Frame {
  type: number
  /** Counts the frames of one sender, modulo 65,536. */
  sequence: number
  /** Sender's clock in microseconds, modulo 2^32. */
  clockUs: number
  payload: Uint8Array
}

export const MAX_PAYLOAD_BYTES = 240
const HEADER_BYTES = 7
const CRC_BYTES = 2
/** One code byte is enough for COBS, because no frame has 254 bytes. */
const MAX_ENCODED_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES + CRC_BYTES + 1

/** CRC-16: polynomial 0x1021, start 0xFFFF, not reflected. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

/** The frame as it goes over the wire, with its closing zero. */
export function encodeFrame(frame: Frame): Uint8Array {
  if (frame.payload.length > MAX_PAYLOAD_BYTES)
    throw new RangeError(`payload has ${frame.payload.length} bytes; allowed: 0 to ${MAX_PAYLOAD_BYTES}`)
  const plain = new Uint8Array(HEADER_BYTES + frame.payload.length + CRC_BYTES)
  const view = new DataView(plain.buffer)
  view.setUint8(0, frame.type)
  view.setUint16(1, frame.sequence, true)
  view.setUint32(3, frame.clockUs, true)
  plain.set(frame.payload, HEADER_BYTES)
  view.setUint16(plain.length - CRC_BYTES, crc16(plain.subarray(0, plain.length - CRC_BYTES)), true)
  return stuff(plain)
}

function stuff(plain: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(plain.length + 2)
  let code = 0
  plain.forEach((byte, index) => {
    if (byte !== 0) {
      encoded[index + 1] = byte
      return
    }
    encoded[code] = index + 1 - code
    code = index + 1
  })
  encoded[code] = plain.length + 1 - code
  return encoded
}

/** The bytes before stuffing, or null where the code bytes do not fit. */
function unstuff(encoded: Uint8Array): Uint8Array | null {
  const plain = new Uint8Array(encoded.length - 1)
  let code = 0
  while (code < encoded.length) {
    const length = encoded[code]!
    const next = code + length
    if (length === 0 || next > encoded.length) return null
    plain.set(encoded.subarray(code + 1, next), code)
    code = next
  }
  return plain
}

function readFrame(encoded: Uint8Array): Frame | null {
  if (encoded.length < HEADER_BYTES + CRC_BYTES + 1) return null
  const plain = unstuff(encoded)
  if (!plain) return null
  const view = new DataView(plain.buffer)
  const end = plain.length - CRC_BYTES
  if (crc16(plain.subarray(0, end)) !== view.getUint16(end, true)) return null
  return {
    type: view.getUint8(0),
    sequence: view.getUint16(1, true),
    clockUs: view.getUint32(3, true),
    payload: plain.slice(HEADER_BYTES, end),
  }
}

export interface FrameDecoder {
  /** The frames that these bytes complete. */
  push(bytes: Uint8Array): Frame[]
  /** Frames dropped so far: cut short, overlong or with a wrong CRC. */
  readonly damaged: number
}

/** Splits a byte stream into frames. Noise costs at most the frame it touches. */
export function createFrameDecoder(): FrameDecoder {
  const buffer = new Uint8Array(MAX_ENCODED_BYTES)
  let length = 0
  let overlong = false
  let damaged = 0

  function finish(): Frame | null {
    if (length === 0 && !overlong) return null
    const frame = overlong ? null : readFrame(buffer.subarray(0, length))
    if (!frame) damaged++
    length = 0
    overlong = false
    return frame
  }

  return {
    push(bytes) {
      const frames: Frame[] = []
      for (const byte of bytes) {
        if (byte === 0) {
          const frame = finish()
          if (frame) frames.push(frame)
        } else if (length === buffer.length) {
          overlong = true
        } else {
          buffer[length++] = byte
        }
      }
      return frames
    },
    get damaged() {
      return damaged
    },
  }
}

/** Frames missing between two that arrived, by their sequence numbers. */
export function framesLost(previous: number, current: number): number {
  return (current - previous - 1) & 0xffff
}

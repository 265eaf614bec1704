/** What several formats and protocols do with bytes: join pieces, write them as hex, sum them up. */

/** The pieces one after another. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return fill(new Uint8Array(lengthOf(parts)), parts)
}

/** The pieces one after another. */
export function joinFloats(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  return fill(new Float32Array(lengthOf(parts)), parts)
}

interface Piece {
  readonly length: number
}

function lengthOf(parts: readonly Piece[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

function fill<P extends Piece, T extends { set(part: P, offset: number): void }>(all: T, parts: readonly P[]): T {
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}

/** Two lower-case digits a byte. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** CRC-32 (IEEE 802.3, reflected), as in zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 255]!
  return ~crc >>> 0
}

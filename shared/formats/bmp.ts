/** Windows bitmaps without compression: 8 bits with a palette, 24 or 32 bits. */
import { AppError } from '../contract/errors.ts'
import type { Picture } from './picture.ts'

const HEADER_BYTES = 54

export function decodeBmp(bytes: Uint8Array, checkSize: (width: number, height: number) => void): Picture {
  const refuse = (message: string): never => {
    throw new AppError('data/unreadable', { message })
  }
  if (bytes.length < HEADER_BYTES) return refuse('The bitmap is cut short.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const width = view.getInt32(18, true)
  const signedHeight = view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const bits = view.getUint16(28, true)
  checkSize(width, height)
  if (view.getUint32(30, true) !== 0 || ![8, 24, 32].includes(bits)) {
    return refuse('Only bitmaps of 8, 24 or 32 bits without compression are read.')
  }
  const start = view.getUint32(10, true)
  const palette = 14 + view.getUint32(14, true)
  // Rows are filled up to whole groups of four bytes.
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  if (start + rowBytes * height > bytes.length) return refuse('The bitmap is cut short.')
  const values = new Float32Array(width * height * 3)
  for (let row = 0; row < height; row += 1) {
    // Usually the last row comes first.
    const from = start + (signedHeight > 0 ? height - 1 - row : row) * rowBytes
    for (let column = 0; column < width; column += 1) {
      const at = bits === 8 ? palette + bytes[from + column]! * 4 : from + (column * bits) / 8
      // Stored blue, green, red.
      const to = (row * width + column) * 3
      values[to] = bytes[at + 2] ?? 0
      values[to + 1] = bytes[at + 1] ?? 0
      values[to + 2] = bytes[at] ?? 0
    }
  }
  return { width, height, channels: 3, values }
}

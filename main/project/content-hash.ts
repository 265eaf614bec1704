/** Tells equal recordings apart from different ones, whatever their name, label or file. */
import { createHash } from 'node:crypto'
import type { ImageSize } from '../../shared/model/input-block.ts'
import type { Axis } from '../../shared/model/sample.ts'

interface Content {
  axes: Axis[]
  rateHz: number
  image?: ImageSize | undefined
}

/** Lower-case hex SHA-256 over axes, rate and readings. */
export function contentHashOf(content: Content & { values: Float32Array }): string {
  const hash = startContentHash(content)
  hash.update(toBytes(content.values))
  return hash.digest('hex')
}

/** For readings that come in parts: update with `toBytes` of each. */
export function startContentHash({ axes, rateHz, image }: Content): ReturnType<typeof createHash> {
  const size = image ? [image.width, image.height] : []
  const head = JSON.stringify([axes.map(({ name, unit }) => [name, unit]), rateHz, ...size])
  return createHash('sha256').update(head)
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The readings as they lie in the file: float32, little-endian. A view where the machine allows it. */
export function toBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return littleEndian ? bytes : swapped(bytes)
}

export function fromBytes(bytes: Uint8Array): Float32Array {
  const copy = littleEndian ? bytes.slice() : swapped(bytes)
  return new Float32Array(copy.buffer, 0, copy.length >> 2)
}

function swapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  for (let at = 0; at + 4 <= copy.length; at += 4) copy.subarray(at, at + 4).reverse()
  return copy
}

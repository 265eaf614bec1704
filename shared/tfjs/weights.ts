/** The weights of a TensorFlow.js model: a manifest of names and shapes over one stretch of bytes. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'

const MAX_VALUES = 2 ** 26

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.string(),
  quantization: z.object({ dtype: z.string(), scale: z.number().optional(), min: z.number().optional() }).optional(),
})

export const manifestSchema = z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) }))
export type WeightsManifest = z.infer<typeof manifestSchema>
type WeightEntry = z.infer<typeof weightSchema>

export interface NamedWeights {
  shape: number[]
  values: Float32Array
}

const BYTES: Record<string, number> = { float32: 4, float16: 2, uint16: 2, uint8: 1, int32: 4, bool: 1 }

function malformed(message: string): AppError {
  return new AppError('model/malformed', { message })
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  return exponent === 0x1f ? NaN : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function readerOf(entry: WeightEntry, view: DataView): (at: number) => number {
  const { dtype, quantization } = entry
  const kept = quantization?.dtype ?? dtype
  const { scale = 1, min = 0 } = quantization ?? {}
  switch (kept) {
    case 'float32':
      return (at) => view.getFloat32(at, true)
    case 'float16':
      return (at) => half(view.getUint16(at, true))
    case 'uint16':
      return (at) => view.getUint16(at, true) * scale + min
    case 'uint8':
      return (at) => view.getUint8(at) * scale + min
    case 'int32':
      return (at) => view.getInt32(at, true)
    default:
      throw new AppError('model/unsupported', { message: `The weights “${entry.name}” are ${kept}.` })
  }
}

/** Names without the folder that a saved model may put before them. */
export function readWeights(manifest: WeightsManifest, bytes: Uint8Array): Map<string, NamedWeights> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = new Map<string, NamedWeights>()
  let start = 0
  for (const entry of manifest.flatMap(({ weights }) => weights)) {
    const count = entry.shape.reduce((product, size) => product * size, 1)
    const size = BYTES[entry.quantization?.dtype ?? entry.dtype] ?? 0
    if (count > MAX_VALUES || size === 0 || start + count * size > bytes.length) {
      throw malformed(`The weights “${entry.name}” lie outside the file: ${bytes.length} bytes are there.`)
    }
    const read = readerOf(entry, view)
    const values = Float32Array.from({ length: count }, (_, index) => read(start + index * size))
    if (!values.every(Number.isFinite)) throw malformed(`The weights “${entry.name}” hold values that are no numbers.`)
    found.set(entry.name, { shape: entry.shape, values })
    start += count * size
  }
  return found
}

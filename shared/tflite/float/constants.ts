/** Constant tensors of a file as float32, whatever they are kept as. */
import { AppError } from '../../contract/errors.ts'
import type { TfliteModel, TfliteTensor } from '../model.ts'

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Channel of an element along the quantized dimension. */
function channelOf({ shape, quantizedDimension }: TfliteTensor, index: number): number {
  const inner = shape.slice(quantizedDimension + 1).reduce((product, size) => product * size, 1)
  return Math.floor(index / inner) % (shape[quantizedDimension] ?? 1)
}

function readConstant(tensor: TfliteTensor): Float32Array | undefined {
  const { data, type, elements, scales, zeroPoints } = tensor
  if (!data) return undefined
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  if (type === 'float32') return Float32Array.from({ length: elements }, (_, at) => view.getFloat32(4 * at, true))
  if (type === 'float16')
    return Float32Array.from({ length: elements }, (_, at) => float16(view.getUint16(2 * at, true)))
  if (type !== 'int8' || scales.length === 0) return undefined
  return Float32Array.from({ length: elements }, (_, at) => {
    const channel = scales.length === 1 ? 0 : channelOf(tensor, at)
    return (view.getInt8(at) - (zeroPoints[channel] ?? 0)) * (scales[channel] ?? 0)
  })
}

/** Values that do not depend on the input, through the conversions that stand between them and who uses them. */
export class FloatConstants {
  readonly #sources = new Map<number, number>()

  constructor(private readonly model: TfliteModel) {
    for (const { name, inputs, outputs } of model.operators) {
      if (name === 'DEQUANTIZE' && inputs[0] !== undefined && outputs[0] !== undefined)
        this.#sources.set(outputs[0], inputs[0])
    }
  }

  get(index: number | undefined): Float32Array | undefined {
    if (index === undefined || index < 0) return undefined
    const tensor = this.model.tensors[this.#sources.get(index) ?? index]
    const values = tensor && readConstant(tensor)
    if (!values || values.every(Number.isFinite)) return values
    throw new AppError('model/malformed', { message: `The tensor “${tensor.name}” holds values that are no numbers.` })
  }
}

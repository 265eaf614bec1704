/** Sums of products and copies on a plain Float32Array; the same order of sums as kernels/matmul.c. */
import {
  padded,
  type BlockCopy,
  type Gathering,
  type Place,
  type Product,
  type Repacking,
  type Transposition,
} from '../kernels.ts'

const f = Math.fround

export function matmul(memory: Float32Array, product: Product): void {
  const { left, right, bias, inner, columns, leftRowStride, leftInnerStride } = product
  for (let row = 0; row < product.rows; row++) {
    const out = product.out + row * columns
    if (!product.goesOn)
      for (let column = 0; column < columns; column++) memory[out + column] = bias === 0 ? 0 : memory[bias + column]!
    for (let k = 0; k < inner; k++) {
      const factor = memory[left + row * leftRowStride + k * leftInnerStride]!
      const from = right + k * columns
      for (let column = 0; column < columns; column++)
        memory[out + column] = f(memory[out + column]! + f(factor * memory[from + column]!))
    }
  }
}

export function columnSums(
  memory: Float32Array,
  { out, from, rows, columns }: { out: Place; from: Place; rows: number; columns: number },
): void {
  memory.fill(0, out, out + columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      memory[out + column] = f(memory[out + column]! + memory[from + row * columns + column]!)
}

export function transpose(memory: Float32Array, transposition: Transposition): void {
  const { out, from, rows, columns, fromStride, outStride } = transposition
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      memory[out + column * outStride + row] = memory[from + row * fromStride + column]!
}

export function gather(memory: Float32Array, integers: Int32Array, gathering: Gathering): void {
  const { out, data, indexes, rows, stride } = gathering
  for (let row = 0; row < rows; row++) {
    const start = data + integers[indexes + row]! * stride
    memory.copyWithin(out + row * stride, start, start + stride)
  }
}

export function copyBlocks(memory: Float32Array, copy: BlockCopy): void {
  for (let i = 0; i < copy.outer; i++)
    for (let j = 0; j < copy.inner; j++) {
      const from = copy.from + i * copy.fromOuterStride + j * copy.fromInnerStride
      memory.copyWithin(copy.out + i * copy.outOuterStride + j * copy.outInnerStride, from, from + copy.length)
    }
}

export function repack(memory: Float32Array, repacking: Repacking): void {
  const { out, from, samples, length, fromChannels, outChannels } = repacking
  const place = (sample: number, index: number, channels: number): number =>
    (sample * (length / channels) + Math.floor(index / channels)) * padded(channels) + (index % channels)
  for (let sample = 0; sample < samples; sample++)
    for (let i = 0; i < length; i++)
      memory[out + place(sample, i, outChannels)] = memory[from + place(sample, i, fromChannels)]!
}

/** Sums of products and copies on a plain Float32Array; the same order of sums as kernels/matmul.c. */
import type { Gathering, Place, Product, Transposition } from '../kernels.ts'

const f = Math.fround

export function matmul(memory: Float32Array, product: Product): void {
  const { left, right, bias, inner, columns, leftRowStride, leftInnerStride } = product
  for (let row = 0; row < product.rows; row++) {
    const out = product.out + row * columns
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

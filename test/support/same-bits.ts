/** Holds the two implementations of the training kernels together, bit for bit. */
import { expect } from 'vitest'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { seededRandom } from '../../shared/nn/random.ts'
import { wasmKernels } from './training-wasm.ts'

/** Fills both memories with the same values, runs the same operation, and demands the same bits. */
export function expectSameBits(length: number, operate: (kernels: Kernels, at: number) => void): void {
  const random = seededRandom(7, 200)
  const values = Float32Array.from({ length }, () => (random.nextFloat() - 0.5) * 4)
  const results = [plainKernels(), wasmKernels()].map((kernels) => {
    const at = kernels.allocate(length)
    kernels.floats().set(values, at)
    operate(kernels, at)
    return kernels.integers().slice(at, at + length)
  })
  expect(results[0]!.length).toBe(length)
  expect(results[1]).toEqual(results[0])
  expect(new Float32Array(results[0]!.buffer)).not.toEqual(values)
}

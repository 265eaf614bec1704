/** Batch normalisation on a plain Float32Array, step by step as in kernels/batch-norm.c. */
import type { Moments, Normalizing, NormalizeBackward, NormalizeSums } from '../kernels.ts'

const f = Math.fround

export function channelMoments(memory: Float32Array, { mean, variance, values, pixels, stride }: Moments): void {
  for (let c = 0; c < stride; c++) {
    let sum = 0
    for (let p = 0; p < pixels; p++) sum = f(sum + memory[values + p * stride + c]!)
    const average = f(sum / pixels)
    let squares = 0
    for (let p = 0; p < pixels; p++) {
      const difference = f(memory[values + p * stride + c]! - average)
      squares = f(squares + f(difference * difference))
    }
    memory[mean + c] = average
    memory[variance + c] = squares / pixels
  }
}

export function normalize(memory: Float32Array, step: Normalizing): void {
  const { out, values, mean, scale, shift, pixels, stride } = step
  for (let p = 0; p < pixels; p++)
    for (let c = 0; c < stride; c++) {
      const centred = f(memory[values + p * stride + c]! - memory[mean + c]!)
      memory[out + p * stride + c] = f(f(centred * memory[scale + c]!) + memory[shift + c]!)
    }
}

export function normalizeSums(memory: Float32Array, step: NormalizeSums): void {
  const { scaleGradient, shiftGradient, gradient, values, mean, inverse, pixels, stride } = step
  for (let c = 0; c < stride; c++) {
    let [products, sum] = [0, 0]
    for (let p = 0; p < pixels; p++) {
      const slope = memory[gradient + p * stride + c]!
      const centred = f(memory[values + p * stride + c]! - memory[mean + c]!)
      products = f(products + f(slope * f(centred * memory[inverse + c]!)))
      sum = f(sum + slope)
    }
    memory[scaleGradient + c] = products
    memory[shiftGradient + c] = sum
  }
}

export function normalizeBackward(memory: Float32Array, step: NormalizeBackward): void {
  const { out, gradient, values, mean, inverse, scale, scaleGradient, shiftGradient, pixels, stride } = step
  for (let p = 0; p < pixels; p++)
    for (let c = 0; c < stride; c++) {
      const normal = f(f(memory[values + p * stride + c]! - memory[mean + c]!) * memory[inverse + c]!)
      const turning = f(normal * f(memory[scaleGradient + c]! / pixels))
      const common = f(f(memory[shiftGradient + c]! / pixels) + turning)
      const slope = f(memory[gradient + p * stride + c]! - common)
      memory[out + p * stride + c] = f(f(memory[scale + c]! * memory[inverse + c]!) * slope)
    }
}

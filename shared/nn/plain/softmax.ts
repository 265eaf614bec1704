/** Softmax and cross-entropy on a plain Float32Array, step by step as in kernels/softmax.c. */
import { expFloat, logFloat } from '../float-math.ts'
import type { CrossEntropyGradient, Softmax } from '../kernels.ts'

const f = Math.fround

export function softmaxCrossEntropy(memory: Float32Array, integers: Int32Array, softmax: Softmax): void {
  const { classes, stride } = softmax
  for (let row = 0; row < softmax.rows; row++) {
    const logits = softmax.logits + row * stride
    const probabilities = softmax.probabilities + row * stride
    let largest = memory[logits]!
    for (let i = 1; i < classes; i++) largest = memory[logits + i]! > largest ? memory[logits + i]! : largest
    let sum = 0
    for (let i = 0; i < classes; i++) {
      const power = expFloat(f(memory[logits + i]! - largest))
      memory[probabilities + i] = power
      sum = f(sum + power)
    }
    for (let i = 0; i < classes; i++) memory[probabilities + i] = memory[probabilities + i]! / sum
    memory.fill(0, probabilities + classes, probabilities + stride)
    const label = integers[softmax.labels + row]!
    memory[softmax.losses + row] = f(logFloat(sum) - f(memory[logits + label]! - largest))
  }
}

export function crossEntropyGradient(memory: Float32Array, integers: Int32Array, gradient: CrossEntropyGradient): void {
  const { stride } = gradient
  for (let row = 0; row < gradient.rows; row++) {
    const probabilities = gradient.probabilities + row * stride
    const out = gradient.gradient + row * stride
    const weight = memory[gradient.rowWeights + row]!
    for (let i = 0; i < stride; i++) memory[out + i] = memory[probabilities + i]! * weight
    const label = integers[gradient.labels + row]!
    memory[out + label] = f(memory[probabilities + label]! - 1) * weight
  }
}

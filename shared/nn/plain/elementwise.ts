/** What a layer or an optimizer does to each value by itself, as in kernels/elementwise.c and optimizers.c. */
import type { AdamStep, MomentumStep, Place } from '../kernels.ts'

const f = Math.fround

/** NaN stays NaN, so that a runaway training is seen. */
export function relu(memory: Float32Array, values: Place, length: number): void {
  for (let i = values; i < values + length; i++) if (memory[i]! < 0) memory[i] = 0
}

export function reluBackward(memory: Float32Array, gradient: Place, { outputs, length }: OutputBlock): void {
  for (let i = 0; i < length; i++) if (!(memory[outputs + i]! > 0)) memory[gradient + i] = 0
}

interface OutputBlock {
  outputs: Place
  length: number
}

export function multiply(
  memory: Float32Array,
  { out, left, right, length }: { out: Place; left: Place; right: Place; length: number },
): void {
  for (let i = 0; i < length; i++) memory[out + i] = memory[left + i]! * memory[right + i]!
}

export function addScaled(
  memory: Float32Array,
  { out, values, factor, length }: { out: Place; values: Place; factor: number; length: number },
): void {
  const scale = f(factor)
  for (let i = 0; i < length; i++) memory[out + i] = f(memory[out + i]! + f(scale * memory[values + i]!))
}

export function adam(memory: Float32Array, step: AdamStep): void {
  const { values, gradient, firstMoment, secondMoment, length } = step
  const [rate, keep1, keep2, epsilon] = [f(step.rate), f(step.beta1), f(step.beta2), f(step.epsilon)]
  const [add1, add2] = [f(1 - keep1), f(1 - keep2)]
  const [correction1, correction2] = [f(step.correction1), f(step.correction2)]
  for (let i = 0; i < length; i++) {
    const slope = memory[gradient + i]!
    const mean = f(f(keep1 * memory[firstMoment + i]!) + f(add1 * slope))
    const square = f(f(keep2 * memory[secondMoment + i]!) + f(add2 * f(slope * slope)))
    memory[firstMoment + i] = mean
    memory[secondMoment + i] = square
    const divisor = f(f(Math.sqrt(f(square * correction2))) + epsilon)
    const move = f(f(mean * correction1) / divisor)
    memory[values + i] = f(memory[values + i]! - f(rate * move))
  }
}

export function momentum(memory: Float32Array, step: MomentumStep): void {
  const { values, gradient, velocity, length } = step
  const [rate, keep] = [f(step.rate), f(step.momentum)]
  for (let i = 0; i < length; i++) {
    const speed = f(f(keep * memory[velocity + i]!) + memory[gradient + i]!)
    memory[velocity + i] = speed
    memory[values + i] = f(memory[values + i]! - f(rate * speed))
  }
}

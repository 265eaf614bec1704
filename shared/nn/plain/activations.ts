/** Activations beside ReLU on a plain Float32Array, step by step as in kernels/activations.c. */
import { expFloat } from '../float-math.ts'
import type { Activating, ActivatingBackward, CurvedActivation } from '../kernels.ts'

const f = Math.fround

function sigmoid(value: number): number {
  const power = expFloat(-Math.abs(value))
  return value < 0 ? f(power / f(1 + power)) : f(1 / f(1 + power))
}

function tanh(value: number): number {
  const power = expFloat(f(2 * -Math.abs(value)))
  const magnitude = f(f(1 - power) / f(1 + power))
  return value < 0 ? 0 - magnitude : magnitude
}

function functionOf(kind: CurvedActivation, leak: number): (value: number) => number {
  switch (kind) {
    case 'relu6':
      return (value) => (value < 0 ? 0 : value > 6 ? 6 : value)
    case 'leaky-relu':
      return (value) => (value < 0 ? f(leak * value) : value)
    case 'sigmoid':
      return sigmoid
    case 'tanh':
      return tanh
  }
}

/** Slope of the activation where its output is known. */
function slopeOf(kind: CurvedActivation, leak: number): (output: number) => number {
  switch (kind) {
    case 'relu6':
      return (output) => (output > 0 && output < 6 ? 1 : 0)
    case 'leaky-relu':
      return (output) => (output > 0 ? 1 : leak)
    case 'sigmoid':
      return (output) => f(output * f(1 - output))
    case 'tanh':
      return (output) => f(1 - f(output * output))
  }
}

export function activate(memory: Float32Array, { values, length, kind, leak }: Activating): void {
  const bend = functionOf(kind, f(leak))
  for (let i = values; i < values + length; i++) memory[i] = bend(memory[i]!)
}

export function activateBackward(memory: Float32Array, step: ActivatingBackward): void {
  const slope = slopeOf(step.kind, f(step.leak))
  for (let i = 0; i < step.length; i++)
    memory[step.gradient + i] = memory[step.gradient + i]! * slope(memory[step.outputs + i]!)
}

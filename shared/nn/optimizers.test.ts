import { describe, expect, it } from 'vitest'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import { addLassoDecay, addWeightDecay, clipGradients, createOptimizer } from './optimizers.ts'

const START = [0.5, -0.25, 1, 0]
const slopes = (step: number): number[] => [0.3, -0.001 * step, Math.sin(step), 1e-4]

describe.each(kernelMakers)('optimizers with %s', (_name, make) => {
  function run(choice: Parameters<typeof createOptimizer>[0]['choice'], steps: number): Float32Array {
    const kernels = make()
    const parameter = { values: kernels.allocate(4), gradient: kernels.allocate(4), length: 4, decays: true }
    kernels.floats().set(START, parameter.values)
    const optimizer = createOptimizer({ kernels, parameters: [parameter], learningRate: 0.01, choice })
    for (let step = 1; step <= steps; step++) {
      kernels.floats().set(slopes(step), parameter.gradient)
      optimizer.step()
    }
    return kernels.floats().slice(parameter.values, parameter.values + 4)
  }

  it('follows Adam in float64 for 100 steps but for rounding', () => {
    const [values, first, second] = [[...START], [0, 0, 0, 0], [0, 0, 0, 0]]
    for (let step = 1; step <= 100; step++) {
      slopes(step).forEach((slope, i) => {
        first[i] = 0.9 * first[i]! + 0.1 * slope
        second[i] = 0.999 * second[i]! + 0.001 * slope * slope
        const mean = first[i]! / (1 - 0.9 ** step)
        values[i]! -= (0.01 * mean) / (Math.sqrt(second[i]! / (1 - 0.999 ** step)) + 1e-7)
      })
    }
    run({ kind: 'adam' }, 100).forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThan(3e-6))
  })

  it('follows momentum in float64 for 100 steps within 1e-5', () => {
    const [values, speed] = [[...START], [0, 0, 0, 0]]
    for (let step = 1; step <= 100; step++) {
      slopes(step).forEach((slope, i) => {
        speed[i] = 0.9 * speed[i]! + slope
        values[i]! -= 0.01 * speed[i]!
      })
    }
    run({ kind: 'momentum', momentum: 0.9 }, 100).forEach((value, i) =>
      expect(Math.abs(value - values[i]!)).toBeLessThan(1e-5),
    )
  })

  it('follows AdamW in float64 for 100 steps: weights shrink by themselves', () => {
    const [values, first, second] = [[...START], [0, 0, 0, 0], [0, 0, 0, 0]]
    for (let step = 1; step <= 100; step++) {
      slopes(step).forEach((slope, i) => {
        values[i]! -= 0.01 * 0.3 * values[i]!
        first[i] = 0.9 * first[i]! + 0.1 * slope
        second[i] = 0.999 * second[i]! + 0.001 * slope * slope
        const mean = first[i]! / (1 - 0.9 ** step)
        values[i]! -= (0.01 * mean) / (Math.sqrt(second[i]! / (1 - 0.999 ** step)) + 1e-7)
      })
    }
    const decayed = run({ kind: 'adamw', weightDecay: 0.3 }, 100)
    decayed.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThan(3e-6))
    expect(Math.abs(decayed[2]! - run({ kind: 'adam' }, 100)[2]!)).toBeGreaterThan(0.01)
  })

  it('shortens the gradient of all parameters together, and only a longer one', () => {
    const kernels = make()
    const parameters = [1, 2].map(() => {
      return { values: kernels.allocate(4), gradient: kernels.allocate(4), length: 4, decays: true }
    })
    const gradients = (): number[] =>
      parameters.flatMap(({ gradient }) => [...kernels.floats().subarray(gradient, gradient + 2)])
    parameters.forEach(({ gradient }) => kernels.floats().set([3, 4], gradient))
    clipGradients(kernels, parameters, 8)
    expect(gradients()).toEqual([3, 4, 3, 4])
    clipGradients(kernels, parameters, Math.sqrt(50) / 2)
    expect(gradients()).toEqual([1.5, 2, 1.5, 2])
  })

  it('adds the gradient of l1 · Σ |w|, nothing at 0', () => {
    const kernels = make()
    const [values, gradient] = [kernels.allocate(4), kernels.allocate(4)]
    kernels.floats().set(START, values)
    addLassoDecay(kernels, [{ values, gradient, length: 4, decays: true }], 0.25)
    expect([...kernels.floats().subarray(gradient, gradient + 4)]).toEqual([0.25, -0.25, 0.25, 0])
  })

  it('adds the gradient of l2 · Σ w² to weights and not to biases', () => {
    const kernels = make()
    const [values, gradient] = [kernels.allocate(4), kernels.allocate(4)]
    kernels.floats().set(START, values)
    kernels.floats().set([1, 1, 1, 1], gradient)
    addWeightDecay(kernels, [{ values, gradient, length: 4, decays: false }], 0.25)
    expect([...kernels.floats().subarray(gradient, gradient + 4)]).toEqual([1, 1, 1, 1])
    addWeightDecay(kernels, [{ values, gradient, length: 4, decays: true }], 0.25)
    expect([...kernels.floats().subarray(gradient, gradient + 4)]).toEqual([1.25, 0.875, 1.5, 1])
  })
})

import { describe, expect, it } from 'vitest'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import { addWeightDecay, createOptimizer } from './optimizers.ts'

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

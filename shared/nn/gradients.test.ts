import { describe, expect, it } from 'vitest'
import { referenceGradient, referenceLayers, referenceLoss } from '../../test/support/dense-reference.ts'
import { startEngine } from '../../test/support/engine-steps.ts'
import { blobs, hidden } from '../../test/support/training-blobs.ts'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import type { Layer } from '../model/impulse.ts'
import { withScratch } from './kernels.ts'
import { dropoutLayer } from './layers/dropout.ts'
import { seededRandom } from './random.ts'

const data = blobs({ rows: 19, inputs: 7, classes: 5, spread: 1 })
const linear: Layer[] = [
  { type: 'dense', units: 6, activation: 'linear' },
  { type: 'dense', units: 9, activation: 'relu' },
]

/** Largest difference as a share of the largest value. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const values = Array.from(expected)
  const largest = Math.max(...values.map(Math.abs))
  return Math.max(...values.map((value, index) => Math.abs(value - actual[index]!))) / largest
}

describe.each(kernelMakers)('gradients with %s', (_name, make) => {
  it.each([
    ['no hidden layer', []],
    ['hidden layers 6 and 5', hidden(6, 5)],
    ['a linear layer before a ReLU', linear],
  ])('match float64 differences: %s', (_title, layers) => {
    const weights = Array.from(data.labels, (_label, row) => 0.5 + (row % 3))
    const engine = startEngine({ kernels: make(), data, layers, seed: 5, weights })
    const { loss, gradients } = engine.lossAndGradients()
    const reference = referenceLayers(engine.layers())
    const batch = { features: data.features, labels: data.labels, weights }
    expect(Math.abs(loss / referenceLoss(reference, batch) - 1)).toBeLessThan(1e-6)
    reference.forEach((layer, index) => {
      // Float32 forward values limit this to about 1e-6; differences add 1e-8.
      expect(relativeError(gradients[index]!.weights, referenceGradient(reference, batch, layer.weights))).toBeLessThan(
        5e-6,
      )
      expect(relativeError(gradients[index]!.bias, referenceGradient(reference, batch, layer.bias))).toBeLessThan(5e-6)
    })
  })

  it('drops a share of the values, scales the rest, and sends gradients the same way', () => {
    const kernels = make()
    withScratch(kernels, () => {
      const [rows, inputs] = [500, 4]
      const layer = dropoutLayer({ kernels, inputs, capacity: rows, rate: 0.25, random: seededRandom(1, 3) })
      const input = kernels.allocate(rows * inputs)
      kernels.floats().fill(3, input, input + rows * inputs)
      const at = layer.forward(input, { rows, training: true })
      const output = kernels.floats().slice(at, at + rows * inputs)
      const dropped = output.filter((value) => value === 0).length
      expect(dropped / output.length).toBeGreaterThan(0.22)
      expect(dropped / output.length).toBeLessThan(0.28)
      expect(new Set(output)).toEqual(new Set([0, 4]))
      const gradient = kernels.allocate(rows * inputs)
      kernels.floats().fill(3, gradient, gradient + rows * inputs)
      const back = layer.backward(gradient, { rows, training: true })
      expect(kernels.floats().slice(back, back + rows * inputs)).toEqual(output)
      expect(layer.forward(input, { rows, training: false })).toBe(input)
    })
  })
})

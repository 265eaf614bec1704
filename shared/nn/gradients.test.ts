import { describe, expect, it } from 'vitest'
import { startEngine, type EngineOptions } from '../../test/support/engine-steps.ts'
import { LAYER_NETS, netOf } from '../../test/support/layer-nets.ts'
import {
  referenceActivity,
  referenceLayers,
  referenceLoss,
  referenceSlopes,
} from '../../test/support/reference-network.ts'
import { blobs, hidden } from '../../test/support/training-blobs.ts'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import { withScratch, type Kernels } from './kernels.ts'
import { dropoutLayer } from './layers/dropout.ts'
import type { LossChoice } from './loss.ts'
import { seededRandom } from './random.ts'
import { flat } from './shape.ts'

const data = blobs({ rows: 19, inputs: 7, classes: 5, spread: 1 })
const wide = blobs({ rows: 5, inputs: 60, classes: 3, spread: 1 })
const targets = Float32Array.from({ length: 95 }, (_value, index) => (index * 7) % 3)
/** Float32 forward values limit this to about 1e-6; differences add 1e-8. */
const TOLERANCE = 1e-5
/** Numbers of each array that are held against differences. */
const LOOKED_AT = 24

function spreadIndices(length: number): number[] {
  const count = Math.min(length, LOOKED_AT)
  return Array.from({ length: count }, (_value, index) => Math.floor((index * length) / count))
}

/** Loss, and a number of gradients of every array of every layer, as a share of the array's largest. */
function expectSameGradients(options: EngineOptions): void {
  const { loss: choice = { kind: 'cross-entropy' } } = options
  const weights = Array.from({ length: options.data.labels.length }, (_value, row) => 0.5 + (row % 3))
  const engine = startEngine({ ...options, weights })
  const { loss, gradients } = engine.lossAndGradients()
  const reference = referenceLayers(engine.layers())
  const batch = { ...options.data, weights }
  expect(Math.abs(loss / referenceLoss(reference, batch, choice) - 1)).toBeLessThan(2e-6)
  const lossNow = (): number =>
    referenceLoss(reference, batch, choice) + referenceActivity(reference, batch, options.activity ?? {})
  expect(gradients).toHaveLength(reference.length)
  // A bias before batch normalisation changes nothing, so its gradient is compared with those of the whole network.
  const largestOfAll = Math.max(...gradients.flatMap((one) => Object.values(one).map((values) => largest(values))))
  gradients.forEach((ofLayer, index) => {
    for (const [name, gradient] of Object.entries(ofLayer)) {
      const indices = spreadIndices(gradient.length)
      const slopes = referenceSlopes(reference[index]!.arrays[name]!, indices, lossNow)
      const scale = Math.max(largest(gradient), largestOfAll * 0.01)
      indices.forEach((at, position) => {
        const error = Math.abs(gradient[at]! - slopes[position]!) / scale
        expect(error, `layer ${index} ${reference[index]!.type} ${name}[${at}]`).toBeLessThan(TOLERANCE)
      })
    }
  })
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

const losses: LossChoice[] = [
  { kind: 'cross-entropy', labelSmoothing: 0.1 },
  { kind: 'binary-cross-entropy' },
  { kind: 'mean-squared-error' },
  { kind: 'mean-absolute-error' },
  { kind: 'huber', delta: 0.6 },
  { kind: 'distillation', temperature: 3, weight: 0.7 },
]

describe.each(kernelMakers)('gradients with %s', (_name, make) => {
  it.each<[string, NetworkLayer[]]>([
    ['no hidden layer', []],
    ['hidden layers 6 and 5', hidden(6, 5)],
    ['a linear layer before a ReLU', netOf({ type: 'dense', units: 6, activation: 'linear' }, ...hidden(9))],
  ])('match float64 differences: %s', (_title, layers) => {
    expectSameGradients({ kernels: make(), data, layers, seed: 5 })
  })

  it.each(LAYER_NETS)('match float64 differences: %s', (_title, layers) => {
    expectSameGradients({ kernels: make(), data: wide, layers, seed: 5 })
  })

  it('match float64 differences: outputs drawn towards zero', () => {
    const activity = { l1: 0.03, l2: 0.02 }
    const branches = LAYER_NETS.at(-1)![1]
    expectSameGradients({ kernels: make(), data: wide, layers: branches, seed: 5, activity })
    expectSameGradients({ kernels: make(), data, layers: hidden(6, 5), seed: 5, activity })
  })

  it.each(losses)('match float64 differences: $kind', (loss) => {
    const truth = loss.kind === 'binary-cross-entropy' ? targets.map((value) => value / 2) : targets
    expectSameGradients({ kernels: make(), data: { ...data, targets: truth }, layers: hidden(6), seed: 5, loss })
  })

  it('drops a share of the values, scales the rest, and sends gradients the same way', () => {
    const kernels = make()
    withScratch(kernels, () => checkDropout(kernels))
  })
})

function checkDropout(kernels: Kernels): void {
  const [rows, inputs] = [500, 4]
  const layer = dropoutLayer({ kernels, shape: flat(inputs), capacity: rows, rate: 0.25, random: seededRandom(1, 3) })
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
}

/** The engine's own network beside the one that TensorFlow.js computes: same losses, gradients and steps. */
import { beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type EngineOptions } from '../../test/support/engine-steps.ts'
import { LAYER_NETS, netOf } from '../../test/support/layer-nets.ts'
import { blobs, hidden, settings } from '../../test/support/training-blobs.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { trainClassifier } from '../../shared/nn/trainer.ts'
import type { NetworkLayer } from '../../shared/model/network-layer.ts'
import { tensorflowOn, type Tensorflow } from './load.ts'
import { tensorflowNetworks } from './network.ts'

/** Float32 sums in another order differ by this much. */
const TOLERANCE = 1e-5
const data = blobs({ rows: 32, inputs: 33, classes: 4, spread: 2 })
const wide = blobs({ rows: 8, inputs: 60, classes: 3, spread: 1 })
const nets: [string, NetworkLayer[], typeof data][] = [
  ['dense', hidden(20, 10), data],
  ...LAYER_NETS.map(([title, layers]): [string, NetworkLayer[], typeof data] => [title, layers, wide]),
]

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function arraysOf(layer: object): [string, Float32Array][] {
  return Object.entries(layer).filter((entry): entry is [string, Float32Array] => entry[1] instanceof Float32Array)
}

describe.each(['wasm', 'cpu'] as const)('TensorFlow.js on %s', (backend) => {
  let tf: Tensorflow
  beforeAll(async () => {
    tf = await tensorflowOn(backend)
  })

  it.each(nets)('has the same loss and gradients, and takes the same 10 steps: %s', (_title, layers, rows) => {
    const options: EngineOptions = { kernels: plainKernels(), data: rows, layers, seed: 3, learningRate: 0.005 }
    const activity = { l1: 0.01, l2: 0.02 }
    const momentum = { kind: 'momentum', momentum: 0.9 } as const
    const own = startEngine({ ...options, activity, optimizer: momentum })
    const other = startEngine({
      ...options,
      kernels: plainKernels(),
      activity,
      optimizer: momentum,
      makeNetwork: tensorflowNetworks(tf),
    })
    for (let step = 0; step < 10; step++) {
      const [a, b] = [own.lossAndGradients(), other.lossAndGradients()]
      expect(Math.abs(b.loss / a.loss - 1)).toBeLessThan(TOLERANCE)
      const all = Math.max(...a.gradients.flatMap((one) => Object.values(one).map(largest)))
      a.gradients.forEach((one, index) => {
        for (const [name, gradient] of Object.entries(one)) {
          const scale = Math.max(largest(gradient), 0.1 * all)
          const theirs = b.gradients[index]![name]!
          gradient.forEach((value, at) => expect(Math.abs(value - theirs[at]!)).toBeLessThan(3 * TOLERANCE * scale))
        }
      })
      own.step()
      other.step()
    }
    const theirs = other.layers()
    own.layers().forEach((layer, index) => {
      const there = new Map(arraysOf(theirs[index]!))
      for (const [name, values] of arraysOf(layer))
        values.forEach((value, at) =>
          expect(Math.abs(value - there.get(name)![at]!)).toBeLessThan(TOLERANCE * Math.max(1, largest(values))),
        )
    })
  })

  it('learns, drops the same values, and leaves no tensors behind', () => {
    const train = blobs({ rows: 120, inputs: 6, classes: 3, spread: 0.6 })
    const layers = netOf({ type: 'dense', units: 8 }, { type: 'dropout', rate: 0.25 })
    const request = { train, layers, settings: { ...settings, trainingCycles: 12 }, normalization: 'none' } as const
    const own = trainClassifier({ ...request, kernels: plainKernels() })
    const tensors = tf.memory().numTensors
    const other = trainClassifier({ ...request, kernels: plainKernels(), makeNetwork: tensorflowNetworks(tf) })
    expect(tf.memory().numTensors).toBe(tensors)
    expect(other.epochs).toHaveLength(12)
    own.epochs.forEach(({ loss }, index) => expect(other.epochs[index]!.loss).toBeCloseTo(loss, 3))
  })
})

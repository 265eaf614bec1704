/** The engine beside TensorFlow.js 4.22 (cpu backend), with TensorFlow's own losses and optimizers: same weights, same rows. */
import type { Optimizer } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type Engine } from '../../test/support/engine-steps.ts'
import { LAYER_NETS, netOf } from '../../test/support/layer-nets.ts'
import { asEngineOrder, tensorflowNetwork, type TensorflowNetwork } from '../../test/support/tensorflow-network.ts'
import { blobs, hidden } from '../../test/support/training-blobs.ts'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import type { NetworkLayer } from '../../shared/model/network-layer.ts'
import type { OptimizerChoice } from '../../shared/nn/optimizers.ts'
import type { TrainingData } from '../../shared/nn/training-data.ts'
import { tensorflowOn, type Tensorflow } from './load.ts'

const data = blobs({ rows: 32, inputs: 33, classes: 4, spread: 2 })
const wide = blobs({ rows: 8, inputs: 60, classes: 3, spread: 1 })
/**
 * Float32 sums in another order differ by this much. TensorFlow.js's Adam adds to it: it takes 1 − β₂ once in float64
 * and once in float32, which makes each of its steps wrong by 2.3e-5 of itself; optimizers.test.ts is stricter.
 */
const TOLERANCE = 1e-5
const RATE = 0.005

/** Enough rows that their windows do not fit into memory at once. */
const many = blobs({ rows: 120, inputs: 60, classes: 3, spread: 1 })
const longWindows = netOf(
  { type: 'reshape', shape: [20, 3] },
  { type: 'conv1d', filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' },
  { type: 'conv1d', filters: 3, kernelSize: 20, padding: 'same', activation: 'tanh' },
  { type: 'flatten' },
)

const nets: [string, NetworkLayer[], TrainingData][] = [
  ['dense', hidden(20, 10), data],
  ['conv1d in several blocks of rows', longWindows, many],
  ...LAYER_NETS.map(([title, layers]): [string, NetworkLayer[], TrainingData] => [title, layers, wide]),
]

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function expectClose(actual: Float32Array, expected: Float32Array, scale: number): void {
  expect(actual.length).toBe(expected.length)
  actual.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(TOLERANCE * scale))
}

/** The values of a layer's array, by name. */
function arrayOf(layer: object, name: string): Float32Array {
  const found: unknown = new Map<string, unknown>(Object.entries(layer)).get(name)
  if (!(found instanceof Float32Array)) throw new Error(`no ${name}`)
  return found
}

function expectSameWeights(engine: Engine, other: TensorflowNetwork): number {
  let compared = 0
  engine.layers().forEach((layer, index) => {
    for (const [name, variable] of Object.entries(other.variables[index]!)) {
      const expected = asEngineOrder(layer, name, variable)
      expectClose(arrayOf(layer, name), expected, largest(expected))
      compared += 1
    }
  })
  return compared
}

let tf: Tensorflow
beforeAll(async () => {
  tf = await tensorflowOn('cpu')
})

describe.each(kernelMakers)('beside TensorFlow.js, %s', (_name, make) => {
  it.each(nets)('has the same loss and gradients: %s', (_title, layers, rows) => {
    const engine = startEngine({ kernels: make(), data: rows, layers, seed: 3 })
    const plain = engine.layers()
    const other = tensorflowNetwork(tf, plain, rows)
    const { value, grads } = tf.variableGrads(other.loss, other.trained)
    const { loss, gradients } = engine.lossAndGradients()
    expect(Math.abs(loss / value.dataSync()[0]! - 1)).toBeLessThan(TOLERANCE)
    // A bias before batch normalisation has no gradient but noise: it is measured by the whole network's.
    const all = Math.max(...gradients.flatMap((one) => Object.values(one).map(largest)))
    gradients.forEach((one, index) => {
      for (const [name, gradient] of Object.entries(one)) {
        const expected = asEngineOrder(plain[index]!, name, grads[other.variables[index]![name]!.name]!)
        expectClose(gradient, expected, Math.max(largest(expected), 0.1 * all))
      }
    })
  })

  it.each(nets)('takes the same 10 steps with momentum: %s', (_title, layers, rows) => {
    expectSameSteps({ make, layers, rows }, { kind: 'momentum', momentum: 0.9 }, () => tf.train.momentum(RATE, 0.9))
  })

  it('takes the same 10 steps with Adam', () => {
    const adam = (): Optimizer => tf.train.adam(RATE, 0.9, 0.999, 1e-7)
    expectSameSteps({ make, layers: hidden(20, 10), rows: data }, { kind: 'adam' }, adam)
  })
})

interface Case {
  make: (typeof kernelMakers)[0][1]
  layers: NetworkLayer[]
  rows: TrainingData
}

function expectSameSteps({ make, layers, rows }: Case, choice: OptimizerChoice, other: () => Optimizer): void {
  const engine = startEngine({ kernels: make(), data: rows, layers, seed: 3, learningRate: RATE, optimizer: choice })
  const before = engine.layers()
  const network = tensorflowNetwork(tf, before, rows)
  const optimizer = other()
  for (let step = 0; step < 10; step++) {
    engine.lossAndGradients()
    engine.step()
    optimizer.minimize(network.loss, false, network.trained)
  }
  expect(expectSameWeights(engine, network)).toBeGreaterThan(1)
  expect(arrayOf(engine.layers().at(-1)!, 'weights')).not.toEqual(arrayOf(before.at(-1)!, 'weights'))
}

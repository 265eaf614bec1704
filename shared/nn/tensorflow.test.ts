/** The engine beside TensorFlow.js 4.22 (cpu backend): same weights, same rows. */
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type Engine } from '../../test/support/engine-steps.ts'
import { blobs, hidden } from '../../test/support/training-blobs.ts'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import type { FloatDense } from './graph.ts'
import type { OptimizerChoice } from './optimizers.ts'

const data = blobs({ rows: 32, inputs: 33, classes: 4, spread: 2 })
const layers = hidden(20, 10)
/**
 * Float32 sums in another order differ by this much. TensorFlow.js's Adam adds to it: it takes 1 − β₂ once in float64
 * and once in float32, which makes each of its steps wrong by 2.3e-5 of itself; optimizers.test.ts is stricter.
 */
const TOLERANCE = 1e-5
const RATE = 0.005

interface Other {
  variables: tf.Variable[]
  loss(): tf.Scalar
}

/** The same network over variables `[weights 1, bias 1, weights 2 …]`, weights as `[inputs, outputs]`. */
function tensorflowNetwork(from: readonly FloatDense[]): Other {
  const variables = from.flatMap(({ weights, bias, inputs, outputs }) => [
    tf.variable(tf.transpose(tf.tensor2d(weights, [outputs, inputs]))),
    tf.variable(tf.tensor1d(bias)),
  ])
  const features = tf.tensor2d(data.features, [data.labels.length, data.inputs])
  const labels = tf.oneHot(tf.tensor1d(data.labels, 'int32'), data.classes.length)
  function logits(): tf.Tensor {
    return from.reduce<tf.Tensor>((values, { activation }, index) => {
      const sum = tf.add(tf.matMul(values, variables[index * 2]!), variables[index * 2 + 1]!)
      return activation === 'relu' ? tf.relu(sum) : sum
    }, features)
  }
  return { variables, loss: () => tf.losses.softmaxCrossEntropy(labels, logits()).asScalar() }
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(actual.length).toBe(expected.length)
  actual.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(TOLERANCE * largest))
}

function asEngineOrder(tensor: tf.Tensor): Float32Array {
  return Float32Array.from((tensor.rank === 2 ? tf.transpose(tensor) : tensor).dataSync())
}

function expectSameWeights(engine: Engine, other: Other): void {
  engine.layers().forEach(({ weights, bias }, index) => {
    expectClose(weights, asEngineOrder(other.variables[index * 2]!))
    expectClose(bias, asEngineOrder(other.variables[index * 2 + 1]!))
  })
}

beforeAll(async () => {
  await tf.setBackend('cpu')
})

describe.each(kernelMakers)('beside TensorFlow.js, %s', (_name, make) => {
  it('has the same loss and gradients', () => {
    const engine = startEngine({ kernels: make(), data, layers, seed: 3 })
    const other = tensorflowNetwork(engine.layers())
    const { value, grads } = tf.variableGrads(other.loss, other.variables)
    const { loss, gradients } = engine.lossAndGradients()
    expect(Math.abs(loss / value.dataSync()[0]! - 1)).toBeLessThan(TOLERANCE)
    gradients.forEach(({ weights, bias }, index) => {
      expectClose(weights, asEngineOrder(grads[other.variables[index * 2]!.name]!))
      expectClose(bias, asEngineOrder(grads[other.variables[index * 2 + 1]!.name]!))
    })
  })

  it.each<[string, OptimizerChoice, () => tf.Optimizer]>([
    ['Adam', { kind: 'adam' }, () => tf.train.adam(RATE, 0.9, 0.999, 1e-7)],
    ['momentum', { kind: 'momentum', momentum: 0.9 }, () => tf.train.momentum(RATE, 0.9)],
  ])('takes the same 10 steps with %s', (_optimizerName, choice, makeOptimizer) => {
    const engine = startEngine({ kernels: make(), data, layers, seed: 3, learningRate: RATE, optimizer: choice })
    const before = engine.layers()
    const other = tensorflowNetwork(before)
    const optimizer = makeOptimizer()
    for (let step = 0; step < 10; step++) {
      engine.lossAndGradients()
      engine.step()
      optimizer.minimize(other.loss, false, other.variables)
    }
    expectSameWeights(engine, other)
    expect(engine.layers()[0]!.weights).not.toEqual(before[0]!.weights)
  })
})

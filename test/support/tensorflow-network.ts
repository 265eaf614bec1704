/** The engine's plain layers as a TensorFlow.js network (cpu backend), with a variable for each array. */
import * as tf from '@tensorflow/tfjs'
import type { Activation, FloatLayer, Shape } from '../../shared/nn/graph.ts'
import { LEAK } from '../../shared/nn/layers/activation.ts'
import type { Window } from '../../shared/nn/window.ts'

type Variables = Readonly<Record<string, tf.Variable>>

export interface TensorflowNetwork {
  /** One record a layer, under the names of its arrays, in TensorFlow's order of axes. */
  variables: Variables[]
  trained: tf.Variable[]
  /** Mean cross-entropy in training. */
  loss(): tf.Scalar
}

export interface TensorflowData {
  features: Float32Array
  inputs: number
  labels: Int32Array
  classes: string[]
}

export function tensorflowNetwork(layers: readonly FloatLayer[], data: TensorflowData): TensorflowNetwork {
  const variables = layers.map(variablesOf)
  const features = tf.tensor4d(data.features, [data.labels.length, 1, 1, data.inputs])
  const labels = tf.oneHot(tf.tensor1d(data.labels, 'int32'), data.classes.length)
  function logits(): tf.Tensor4D {
    const outputs: tf.Tensor4D[] = []
    layers.forEach((layer, index) => {
      const from = (source: number): tf.Tensor4D => outputs[source] ?? features
      const others = 'with' in layer ? layer.with.map(from) : []
      outputs.push(run(layer, variables[index]!, [from(layer.from ?? index - 1), ...others]))
    })
    return outputs.at(-1)!
  }
  return {
    variables,
    trained: variables.flatMap((one) => Object.values(one)),
    loss: () => tf.losses.softmaxCrossEntropy(labels, logits().reshape([data.labels.length, -1])).asScalar(),
  }
}

/** Trained arrays only: running statistics do not matter in training. */
function variablesOf(layer: FloatLayer): Variables {
  switch (layer.type) {
    case 'dense':
      return {
        weights: tf.variable(tf.transpose(tf.tensor2d(layer.weights, [layer.outputs, layer.inputs]))),
        bias: tf.variable(tf.tensor1d(layer.bias)),
      }
    case 'conv2d': {
      const { kernelHeight, kernelWidth, channels } = layer.window
      const weights = tf.tensor4d(layer.weights, [layer.filters, kernelHeight, kernelWidth, channels])
      return { weights: tf.variable(tf.transpose(weights, [1, 2, 3, 0])), bias: tf.variable(tf.tensor1d(layer.bias)) }
    }
    case 'depthwise-conv2d': {
      const { kernelHeight, kernelWidth, channels } = layer.window
      const weights = tf.tensor4d(layer.weights, [kernelHeight, kernelWidth, channels, 1])
      return { weights: tf.variable(weights), bias: tf.variable(tf.tensor1d(layer.bias)) }
    }
    case 'batch-norm':
      return { gamma: tf.variable(tf.tensor1d(layer.gamma)), beta: tf.variable(tf.tensor1d(layer.beta)) }
    default:
      return {}
  }
}

/** An array of TensorFlow's as the engine orders it. */
export function asEngineOrder(layer: FloatLayer, name: string, tensor: tf.Tensor): Float32Array {
  if (name !== 'weights') return Float32Array.from(tensor.dataSync())
  if (layer.type === 'dense') return Float32Array.from(tf.transpose(tensor).dataSync())
  if (layer.type === 'conv2d') return Float32Array.from(tf.transpose(tensor, [3, 0, 1, 2]).dataSync())
  return Float32Array.from(tensor.dataSync())
}

function bend(activation: Activation, values: tf.Tensor4D): tf.Tensor4D {
  switch (activation) {
    case 'relu':
      return tf.relu(values)
    case 'relu6':
      return tf.clipByValue(values, 0, 6)
    case 'leaky-relu':
      return tf.leakyRelu(values, LEAK)
    case 'sigmoid':
      return tf.sigmoid(values)
    case 'tanh':
      return tf.tanh(values)
    default:
      return values
  }
}

/** TensorFlow works out its own padding, so that ours is checked. */
function paddingOf(w: Window): 'same' | 'valid' {
  const valid = (size: number, kernel: number, stride: number): number => Math.floor((size - kernel) / stride) + 1
  const isValid =
    w.outHeight === valid(w.height, w.kernelHeight, w.strideHeight) &&
    w.outWidth === valid(w.width, w.kernelWidth, w.strideWidth)
  return isValid ? 'valid' : 'same'
}

function stridesOf({ strideHeight, strideWidth }: Window): [number, number] {
  return [strideHeight, strideWidth]
}

function shaped(values: tf.Tensor, { height, width, channels }: Shape): tf.Tensor4D {
  return values.reshape([-1, height, width, channels])
}

function run(layer: FloatLayer, own: Variables, [input, ...others]: [tf.Tensor4D, ...tf.Tensor4D[]]): tf.Tensor4D {
  switch (layer.type) {
    case 'dense': {
      const rows = input.reshape<tf.Tensor2D>([-1, layer.inputs])
      const sums = tf.add(tf.matMul(rows, own['weights']!), own['bias']!)
      return bend(layer.activation, shaped(sums, { height: 1, width: 1, channels: layer.outputs }))
    }
    case 'conv2d':
    case 'depthwise-conv2d': {
      const strides = stridesOf(layer.window)
      const filters = own['weights']!.as4D(...fourSizes(own['weights']!))
      const convolve = layer.type === 'conv2d' ? tf.conv2d : tf.depthwiseConv2d
      return bend(layer.activation, tf.add(convolve(input, filters, strides, paddingOf(layer.window)), own['bias']!))
    }
    case 'max-pool':
    case 'average-pool': {
      const { window } = layer
      if (layer.type === 'average-pool' && paddingOf(window) === 'same') return paddedMean(input, window)
      const pool = layer.type === 'max-pool' ? tf.maxPool : tf.avgPool
      return pool(input, [window.kernelHeight, window.kernelWidth], stridesOf(window), paddingOf(window))
    }
    case 'batch-norm': {
      const { mean, variance } = tf.moments(input, [0, 1, 2])
      const normal = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, layer.epsilon)))
      return bend(layer.activation, tf.add(tf.mul(normal, own['gamma']!), own['beta']!))
    }
    case 'reshape':
      return shaped(input, layer.output)
    case 'zero-padding':
      return tf.pad4d(input, [
        [0, 0],
        [layer.top, layer.bottom],
        [layer.left, layer.right],
        [0, 0],
      ])
    case 'add':
      return bend(
        layer.activation,
        others.reduce((sum, other) => tf.add(sum, other), input),
      )
    case 'concat':
      return tf.concat([input, ...others], 3)
  }
}

/** The gradient of TensorFlow.js's own counts the padding too (its forward pass does not), so: sums over counts. */
function paddedMean(input: tf.Tensor4D, window: Window): tf.Tensor4D {
  const ones = tf.ones<tf.Rank.R4>([window.kernelHeight, window.kernelWidth, window.channels, 1])
  const sumOf = (values: tf.Tensor4D): tf.Tensor4D => tf.depthwiseConv2d(values, ones, stridesOf(window), 'same')
  return tf.div(sumOf(input), sumOf(tf.onesLike(input)))
}

function fourSizes({ shape }: tf.Tensor): [number, number, number, number] {
  return [shape[0]!, shape[1]!, shape[2]!, shape[3]!]
}

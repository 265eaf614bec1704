/** The engine's plain layers as TensorFlow.js operations: from features to logits. */
import type * as TensorflowApi from '@tensorflow/tfjs'
import type { Activation, Shape } from '../../shared/nn/graph.ts'
import { LEAK } from '../../shared/nn/layers/activation.ts'
import type { PlannedLayer } from '../../shared/nn/plan.ts'
import type { Window } from '../../shared/nn/window.ts'
import type { Tensorflow } from './load.ts'

type Tensor = TensorflowApi.Tensor
type Tensor4D = TensorflowApi.Tensor4D

/** Arrays of one layer, under the names of the plain layer's fields, in TensorFlow's order of axes. */
export type Arrays = Readonly<Record<string, Tensor>>

export interface Running {
  tf: Tensorflow
  /** While training, batch normalisation uses the batch; else what it remembers. */
  training: boolean
  /** Of a dropout layer, while training: 0 or 1 / (1 − rate) for each value. */
  maskOf: (layer: number) => Tensor4D
  /** Mean and variance of the batch, as soon as a batch normalisation knows them. */
  seeMoments?: (layer: number, moments: { mean: Tensor; variance: Tensor }) => void
  /** Output of a layer after its activation. */
  seeOutput?: (layer: number, output: Tensor4D) => void
}

/** Shapes of TensorFlow's arrays of a layer; none where it has no numbers. */
export function arrayShapes(layer: PlannedLayer): Record<string, number[]> {
  switch (layer.type) {
    case 'dense':
      return { weights: [layer.inputs, layer.outputs], bias: [layer.outputs] }
    case 'conv2d': {
      const { kernelHeight, kernelWidth, channels } = layer.window
      return { weights: [kernelHeight, kernelWidth, channels, layer.filters], bias: [layer.filters] }
    }
    case 'depthwise-conv2d': {
      const { kernelHeight, kernelWidth, channels } = layer.window
      return { weights: [kernelHeight, kernelWidth, channels, 1], bias: [channels] }
    }
    case 'batch-norm': {
      const own = [layer.shape.channels]
      return { gamma: own, beta: own, mean: own, variance: own }
    }
    default:
      return {}
  }
}

/** The engine keeps filters first, TensorFlow last: how many of them, or 0 where both agree. */
export function filtersOf(layer: PlannedLayer, name: string): number {
  if (name !== 'weights') return 0
  if (layer.type === 'dense') return layer.outputs
  return layer.type === 'conv2d' ? layer.filters : 0
}

/** `[filters, rest]` as `[rest, filters]`. */
export function filtersLast(values: Float32Array, filters: number): Float32Array {
  const rest = values.length / filters
  return Float32Array.from(
    { length: values.length },
    (_, at) => values[(at % filters) * rest + Math.floor(at / filters)]!,
  )
}

export function filtersFirst(values: Float32Array, filters: number): Float32Array {
  const rest = values.length / filters
  return Float32Array.from({ length: values.length }, (_, at) => values[(at % rest) * filters + Math.floor(at / rest)]!)
}

/** Logits `[rows, 1, 1, outputs]`: the last layer's activation belongs to the loss. */
export function runLayers(
  running: Running,
  layers: readonly PlannedLayer[],
  arrays: readonly Arrays[],
  features: Tensor4D,
): Tensor4D {
  const outputs: Tensor4D[] = []
  layers.forEach((layer, index) => {
    const from = (source: number): Tensor4D => outputs[source] ?? features
    const others = 'with' in layer ? layer.with.map(from) : []
    const last = index === layers.length - 1
    const output = runLayer(running, { layer, index, own: arrays[index]!, last }, [
      from(layer.from ?? index - 1),
      ...others,
    ])
    running.seeOutput?.(index, output)
    outputs.push(output)
  })
  return outputs.at(-1)!
}

function bend(tf: Tensorflow, activation: Activation, values: Tensor4D): Tensor4D {
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
    case 'linear':
    case 'softmax':
      return values
  }
}

/** TensorFlow works out its own padding: one of two rules made the window. */
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

function shaped(tf: Tensorflow, values: Tensor, { height, width, channels }: Shape): Tensor4D {
  return tf.reshape(values, [-1, height, width, channels])
}

interface Node {
  layer: PlannedLayer
  index: number
  own: Arrays
  last: boolean
}

function runLayer(running: Running, node: Node, [input, ...others]: [Tensor4D, ...Tensor4D[]]): Tensor4D {
  const { tf } = running
  const { layer, own } = node
  const curved = 'activation' in layer && !node.last ? layer.activation : 'linear'
  switch (layer.type) {
    case 'dense': {
      const rows = tf.reshape<TensorflowApi.Rank.R2>(input, [-1, layer.inputs])
      const sums = tf.add(tf.matMul(rows, own['weights']!), own['bias']!)
      return bend(tf, curved, shaped(tf, sums, { height: 1, width: 1, channels: layer.outputs }))
    }
    case 'conv2d':
    case 'depthwise-conv2d': {
      const filters = own['weights'] as Tensor4D
      const convolve = layer.type === 'conv2d' ? tf.conv2d : tf.depthwiseConv2d
      const sums = convolve(input, filters, stridesOf(layer.window), paddingOf(layer.window))
      return bend(tf, curved, tf.add(sums, own['bias']!))
    }
    case 'max-pool':
    case 'average-pool': {
      const { window } = layer
      if (layer.type === 'average-pool' && paddingOf(window) === 'same') return paddedMean(tf, input, window)
      const pool = layer.type === 'max-pool' ? tf.maxPool : tf.avgPool
      return pool(input, [window.kernelHeight, window.kernelWidth], stridesOf(window), paddingOf(window))
    }
    case 'batch-norm':
      return bend(tf, curved, normalized(running, { ...node, layer }, input))
    case 'dropout':
      return running.training ? tf.mul(input, running.maskOf(node.index)) : input
    case 'reshape':
      return shaped(tf, input, layer.output)
    case 'zero-padding':
      return tf.pad4d(input, [
        [0, 0],
        [layer.top, layer.bottom],
        [layer.left, layer.right],
        [0, 0],
      ])
    case 'add':
      return bend(
        tf,
        curved,
        others.reduce<Tensor4D>((sum, other) => tf.add(sum, other), input),
      )
    case 'concat':
      return tf.concat([input, ...others], 3)
  }
}

type BatchNorm = Extract<PlannedLayer, { type: 'batch-norm' }>

function normalized(
  { tf, training, seeMoments }: Running,
  { layer, index, own }: Node & { layer: BatchNorm },
  input: Tensor4D,
): Tensor4D {
  const moments = training ? tf.moments(input, [0, 1, 2]) : { mean: own['mean']!, variance: own['variance']! }
  if (training) seeMoments?.(index, moments)
  const normal = tf.div(tf.sub(input, moments.mean), tf.sqrt(tf.add(moments.variance, layer.epsilon)))
  return tf.add(tf.mul(normal, own['gamma']!), own['beta']!)
}

/** The gradient of TensorFlow.js's own counts the padding too (its forward pass does not), so: sums over counts. */
function paddedMean(tf: Tensorflow, input: Tensor4D, window: Window): Tensor4D {
  const ones = tf.ones<TensorflowApi.Rank.R4>([window.kernelHeight, window.kernelWidth, window.channels, 1])
  const sumOf = (values: Tensor4D): Tensor4D => tf.depthwiseConv2d(values, ones, stridesOf(window), 'same')
  return tf.div(sumOf(input), sumOf(tf.onesLike(input)))
}

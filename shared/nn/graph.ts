/** A trained float network as plain data: what training hands to evaluation and conversion. */
import { AppError } from '../contract/errors.ts'
import type { Window } from './window.ts'

/** `leaky-relu` lets 0.2 of negative values through; `softmax` may only end a classifier. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'leaky-relu' | 'sigmoid' | 'tanh' | 'softmax'

/** One sample between two layers. Flat values are one pixel; a row of time steps is an image of height 1. */
export interface Shape {
  height: number
  width: number
  channels: number
}

/** Where a layer takes its input. */
interface Linked {
  /** Index of the layer whose output it takes; −1 is the network's input. The layer before where absent. */
  from?: number
}

/** Fully connected layer: y = activation(W x + b). */
export interface FloatDense extends Linked {
  type: 'dense'
  inputs: number
  outputs: number
  /** Row-major `[outputs, inputs]`. */
  weights: Float32Array
  /** `[outputs]`. */
  bias: Float32Array
  activation: Activation
}

export interface FloatConv2d extends Linked {
  type: 'conv2d'
  window: Window
  filters: number
  /** Row-major `[filters, kernel height, kernel width, channels]`. */
  weights: Float32Array
  /** `[filters]`. */
  bias: Float32Array
  activation: Activation
}

/** One filter a channel. */
export interface FloatDepthwise extends Linked {
  type: 'depthwise-conv2d'
  window: Window
  /** Row-major `[kernel height, kernel width, channels]`. */
  weights: Float32Array
  /** `[channels]`. */
  bias: Float32Array
  activation: Activation
}

/** Positions outside the image are left out, also of the mean. */
export interface FloatPool extends Linked {
  type: 'max-pool' | 'average-pool'
  window: Window
}

/** y = activation(gamma · (x − mean) / √(variance + epsilon) + beta), a channel at a time; arrays are `[channels]`. */
export interface FloatBatchNorm extends Linked {
  type: 'batch-norm'
  shape: Shape
  gamma: Float32Array
  beta: Float32Array
  /** Running statistics of training. */
  mean: Float32Array
  variance: Float32Array
  epsilon: number
  /** Share of the running statistics that each batch leaves as it was. */
  momentum: number
  activation: Activation
}

/** The same values in the same order under another shape. */
export interface FloatReshape extends Linked {
  type: 'reshape'
  input: Shape
  output: Shape
}

export interface FloatZeroPadding extends Linked {
  type: 'zero-padding'
  input: Shape
  top: number
  bottom: number
  left: number
  right: number
}

export interface FloatAdd extends Linked {
  type: 'add'
  /** Layers whose outputs are added to the input's; −1 is the network's input. */
  with: number[]
  shape: Shape
  activation: Activation
}

/** Channels side by side: the input's, then those of `with`. */
export interface FloatConcat extends Linked {
  type: 'concat'
  with: number[]
  inputs: Shape[]
}

export type FloatLayer =
  | FloatDense
  | FloatConv2d
  | FloatDepthwise
  | FloatPool
  | FloatBatchNorm
  | FloatReshape
  | FloatZeroPadding
  | FloatAdd
  | FloatConcat

/** Standard scaler before the network: x' = (x − mean) · scale, per feature, in float32. */
export interface FeatureScaler {
  mean: Float32Array
  /** 1 / standard deviation; 1 where a feature is constant. */
  scale: Float32Array
}

export interface FloatGraph<Layer extends FloatLayer = FloatLayer> {
  /** Number of features. */
  inputs: number
  /** Absent where features go in as they are. */
  scaler?: FeatureScaler
  /** The last layer is dense: softmax over the labels, sigmoid where several can be true, linear for values. */
  layers: Layer[]
  labels: string[]
}

export type DenseGraph = FloatGraph<FloatDense>

/** The layers of a chain of dense layers; refuses all others, by name, for code that knows no others. */
export function denseLayers(graph: FloatGraph): FloatDense[] {
  return graph.layers.map((layer, index) => {
    const name = `Layer ${index + 1} (${layer.type})`
    if (layer.type !== 'dense' || (layer.from !== undefined && layer.from !== index - 1))
      throw new AppError('model/unsupported', { message: `${name} cannot be converted to int8 yet.` })
    if (layer.activation !== 'linear' && layer.activation !== 'relu' && layer.activation !== 'softmax')
      throw new AppError('model/unsupported', {
        message: `${name} ends with ${layer.activation}, which cannot be converted to int8 yet.`,
      })
    return layer
  })
}

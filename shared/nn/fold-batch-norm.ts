/** Batch normalisation as part of the layer before it: what a board computes needs no statistics. */
import type { FloatBatchNorm, FloatConv2d, FloatDense, FloatDepthwise, FloatGraph, FloatLayer } from './graph.ts'
import { windowOver } from './shape.ts'

type Weighted = FloatDense | FloatConv2d | FloatDepthwise

interface Affine {
  scale: Float64Array
  shift: Float64Array
}

/**
 * The same network without batch normalisation, as it answers after training. It goes into the layer before where
 * that is a dense one or a convolution without activation that nobody else takes; else it becomes a depthwise
 * convolution of 1 × 1. Computed in double, rounded once. Links are counted anew.
 */
export function foldBatchNorm(graph: FloatGraph): FloatGraph {
  const layers: FloatLayer[] = []
  /** Index among the folded layers whose output each layer gives. */
  const places: number[] = []
  graph.layers.forEach((layer, index) => {
    const placeOf = (source: number): number => (source < 0 ? -1 : places[source]!)
    const source = layer.from ?? index - 1
    const before = graph.layers[source]
    if (layer.type === 'batch-norm' && before && takesIn(before) && takers(graph, source) === 1) {
      const at = placeOf(source)
      const weighted = layers[at]
      if (weighted && takesIn(weighted)) layers[at] = scaled(weighted, layer)
      places.push(at)
      return
    }
    const own = layer.type === 'batch-norm' ? standAlone(layer) : layer
    layers.push(linked(own, { from: placeOf(source), previous: layers.length - 1, placeOf }))
    places.push(layers.length - 1)
  })
  return { ...graph, layers }
}

function takesIn(layer: FloatLayer): layer is Weighted {
  return (
    (layer.type === 'dense' || layer.type === 'conv2d' || layer.type === 'depthwise-conv2d') &&
    layer.activation === 'linear'
  )
}

/** How often the output of a layer is taken. */
function takers({ layers }: FloatGraph, index: number): number {
  return layers.reduce((count, layer, at) => {
    const sources = [layer.from ?? at - 1, ...('with' in layer ? layer.with : [])]
    return count + sources.filter((source) => source === index).length
  }, 0)
}

interface Links {
  from: number
  previous: number
  placeOf: (source: number) => number
}

function linked(layer: FloatLayer, { from, previous, placeOf }: Links): FloatLayer {
  const { from: _old, ...rest } = layer
  const merged = 'with' in rest ? { ...rest, with: rest.with.map(placeOf) } : rest
  return from === previous ? merged : { ...merged, from }
}

/** y = scale · x + shift, a channel at a time. */
function affineOf({ gamma, beta, mean, variance, epsilon }: FloatBatchNorm): Affine {
  const scale = Float64Array.from(gamma, (value, index) => value / Math.sqrt(variance[index]! + epsilon))
  return { scale, shift: Float64Array.from(beta, (value, index) => value - mean[index]! * scale[index]!) }
}

/** Channel of each weight: outputs come first for dense and convolution, last for depthwise. */
function channelOf(layer: Weighted, index: number): number {
  if (layer.type === 'depthwise-conv2d') return index % layer.window.channels
  return Math.floor(index / (layer.weights.length / layer.bias.length))
}

function scaled(layer: Weighted, norm: FloatBatchNorm): Weighted {
  const { scale, shift } = affineOf(norm)
  return {
    ...layer,
    weights: layer.weights.map((value, index) => value * scale[channelOf(layer, index)]!),
    bias: layer.bias.map((value, channel) => value * scale[channel]! + shift[channel]!),
    activation: norm.activation,
  }
}

function standAlone(norm: FloatBatchNorm): FloatDepthwise {
  const { scale, shift } = affineOf(norm)
  const window = windowOver(norm.shape, { kernel: [1, 1], strides: [1, 1], padding: 'valid' }, 'Batch normalisation')
  return {
    type: 'depthwise-conv2d',
    window,
    weights: Float32Array.from(scale),
    bias: Float32Array.from(shift),
    activation: norm.activation,
  }
}

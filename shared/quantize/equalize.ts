/**
 * Cross-layer equalisation: what one layer gives out a channel smaller, the next takes in larger. The network answers
 * the same, but its channels fit one int8 scale better. Source: Nagel et al., "Data-Free Quantization Through Weight
 * Equalization and Bias Correction", 2019, section 4.1.
 */
import type { FloatConv2d, FloatDense, FloatDepthwise, FloatGraph, FloatLayer } from '../nn/graph.ts'
import { sourcesOf } from '../nn/network.ts'

type Weighted = FloatDense | FloatConv2d | FloatDepthwise

/** Channels are never made more than so many times larger or smaller at once. */
const MOST_CHANGE = 100
const ROUNDS = 10

function isWeighted(layer: FloatLayer | undefined): layer is Weighted {
  return layer?.type === 'dense' || layer?.type === 'conv2d' || layer?.type === 'depthwise-conv2d'
}

function outputOf(layer: Weighted, index: number): number {
  if (layer.type === 'depthwise-conv2d') return index % layer.bias.length
  return Math.floor(index / (layer.weights.length / layer.bias.length))
}

function inputOf(layer: Weighted, index: number): number {
  if (layer.type === 'dense') return index % layer.inputs
  return index % layer.window.channels
}

function largest(
  layer: Weighted,
  channels: number,
  channelOf: (layer: Weighted, index: number) => number,
): Float64Array {
  const most = new Float64Array(channels)
  layer.weights.forEach((weight, index) => {
    const channel = channelOf(layer, index)
    most[channel] = Math.max(most[channel]!, Math.abs(weight))
  })
  return most
}

/** Only scaling that passes the activation unchanged: nothing, or ReLU. */
function passesScale(layer: Weighted): boolean {
  return layer.activation === 'linear' || layer.activation === 'relu'
}

function equalizePair(first: Weighted, second: Weighted): [Weighted, Weighted] {
  const channels = first.bias.length
  const [given, taken] = [largest(first, channels, outputOf), largest(second, channels, inputOf)]
  const factors = Float64Array.from(given, (most, channel) => {
    const factor = Math.sqrt(most / taken[channel]!)
    return factor > 0 && factor < Infinity ? Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, factor)) : 1
  })
  return [
    {
      ...first,
      weights: first.weights.map((weight, index) => weight / factors[outputOf(first, index)]!),
      bias: first.bias.map((value, channel) => value / factors[channel]!),
    },
    { ...second, weights: second.weights.map((weight, index) => weight * factors[inputOf(second, index)]!) },
  ]
}

/** Of a prepared network, several rounds over all pairs of layers that follow each other directly. */
export function equalizeNetwork(graph: FloatGraph): FloatGraph {
  const layers = [...graph.layers]
  const takers = (layer: number): number => {
    return layers.filter((one, index) => sourcesOf(one, index).includes(layer)).length
  }
  const pairs = layers.flatMap((layer, index) => {
    const [source = -1] = sourcesOf(layer, index)
    const before = layers[source]
    return isWeighted(layer) && isWeighted(before) && passesScale(before) && takers(source) === 1
      ? [[source, index]]
      : []
  })
  for (let round = 0; round < ROUNDS; round++) {
    for (const [first = 0, second = 0] of pairs) {
      const [before, after] = [layers[first], layers[second]]
      if (isWeighted(before) && isWeighted(after)) [layers[first], layers[second]] = equalizePair(before, after)
    }
  }
  return { ...graph, layers }
}

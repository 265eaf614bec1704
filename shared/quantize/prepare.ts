/**
 * The float network as int8 computes it: no batch normalisation, padding inside the convolutions that follow it, sums
 * of two, and activations that no int8 layer can clamp as layers of their own. It answers the same.
 */
import { foldBatchNorm } from '../nn/fold-batch-norm.ts'
import type { Activation, FloatAdd, FloatGraph, FloatLayer, FloatZeroPadding, Shape } from '../nn/graph.ts'
import { sourcesOf } from '../nn/network.ts'
import { flat, windowOutput } from '../nn/shape.ts'

/** A sum with nothing, followed by its activation. */
export function activationLayer(shape: Shape, activation: Activation): FloatAdd {
  return { type: 'add', with: [], shape, activation }
}

/** An activation on its own, as `activationLayer` makes it. */
export function isActivation(layer: FloatLayer): layer is FloatAdd {
  return layer.type === 'add' && layer.with.length === 0
}

export function outputShape(layer: FloatLayer): Shape {
  switch (layer.type) {
    case 'dense':
      return flat(layer.outputs)
    case 'conv2d':
      return windowOutput(layer.window, layer.filters)
    case 'depthwise-conv2d':
    case 'max-pool':
    case 'average-pool':
      return windowOutput(layer.window, layer.window.channels)
    case 'reshape':
      return layer.output
    case 'zero-padding': {
      const { input, top, bottom, left, right } = layer
      return { ...input, height: input.height + top + bottom, width: input.width + left + right }
    }
    case 'concat': {
      const [first = flat(1)] = layer.inputs
      return { ...first, channels: layer.inputs.reduce((sum, { channels }) => sum + channels, 0) }
    }
    case 'add':
    case 'batch-norm':
      return layer.shape
  }
}

/** What becomes of one layer: layers in a chain, the first of which takes what it took. Empty passes its input on. */
type Rewrite = (layer: FloatLayer, index: number) => FloatLayer[]

/** Links are counted anew; those inside a chain are left as the chain has them. */
function rewriteLayers(graph: FloatGraph, rewrite: Rewrite): FloatGraph {
  const layers: FloatLayer[] = []
  const places: number[] = []
  const placeOf = (source: number): number => (source < 0 ? -1 : places[source]!)
  graph.layers.forEach((layer, index) => {
    const [source = -1, ...others] = sourcesOf(layer, index).map(placeOf)
    let first = true
    let used = 0
    for (const one of rewrite(layer, index)) {
      const { from: _from, ...rest } = one
      const from = first && source !== layers.length - 1 ? { from: source } : {}
      const linked = 'with' in rest ? { ...rest, with: others.slice(used, used + rest.with.length) } : rest
      if ('with' in rest) used += rest.with.length
      layers.push({ ...linked, ...from })
      first = false
    }
    places.push(first ? source : layers.length - 1)
  })
  return { ...graph, layers }
}

function takersOf({ layers }: FloatGraph, index: number): FloatLayer[] {
  return layers.filter((layer, at) => sourcesOf(layer, at).includes(index))
}

/** Padding that only convolutions see is theirs: what lies outside counts as zero there as well. */
function foldPadding(graph: FloatGraph): FloatGraph {
  const folded = (index: number): FloatZeroPadding | undefined => {
    const layer = graph.layers[index]
    if (layer?.type !== 'zero-padding' || index === graph.layers.length - 1) return undefined
    const convolutions = takersOf(graph, index).every(({ type }) => type === 'conv2d' || type === 'depthwise-conv2d')
    return convolutions ? layer : undefined
  }
  return rewriteLayers(graph, (layer, index) => {
    if (folded(index)) return []
    const padding = folded(sourcesOf(layer, index)[0] ?? -1)
    if (!padding || (layer.type !== 'conv2d' && layer.type !== 'depthwise-conv2d')) return [layer]
    const { window } = layer
    const { height, width } = padding.input
    const moved = { height, width, top: window.top + padding.top, left: window.left + padding.left }
    return [{ ...layer, window: { ...window, ...moved } }]
  })
}

/** Activations that are only a clamp of the int8 output. */
function isFusable(activation: Activation): boolean {
  return activation === 'linear' || activation === 'relu' || activation === 'relu6'
}

function splitActivation(layer: FloatLayer): FloatLayer[] {
  if (!('activation' in layer) || isActivation(layer) || isFusable(layer.activation)) return [layer]
  return [{ ...layer, activation: 'linear' }, activationLayer(outputShape(layer), layer.activation)]
}

/** a + b + c as (a + b) + c, since the int8 kernel adds two. */
function splitSum(layer: FloatLayer): FloatLayer[] {
  if (layer.type !== 'add' || layer.with.length < 2) return [layer]
  const last = layer.with.length - 1
  return layer.with.map((other, index) => {
    return { ...layer, with: [other], activation: index === last ? layer.activation : 'linear' }
  })
}

export function prepareNetwork(graph: FloatGraph): FloatGraph {
  const padded = foldPadding(foldBatchNorm(graph))
  return rewriteLayers(padded, (layer) => splitSum(layer).flatMap(splitActivation))
}

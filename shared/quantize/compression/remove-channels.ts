/** Structured pruning: whole units and filters are taken out, so that every layer that sees them becomes smaller. */
import { AppError } from '../../contract/errors.ts'
import type { FloatGraph, FloatLayer, Shape } from '../../nn/graph.ts'
import { sourcesOf } from '../../nn/network.ts'
import { channelGraph, type ChannelGraph } from './channel-graph.ts'

/**
 * Takes out the weakest channels of each layer: those whose filters have the smallest mean magnitude (Li et al., 2017).
 * @param share 0 … 0.95 of the channels of each layer; at least one stays.
 */
export function removeChannels(graph: FloatGraph, share: number): FloatGraph {
  if (!(share >= 0 && share <= 0.95))
    throw new AppError('impulse/invalid', {
      message: `${share} is no share of channels to take out. It must be from 0 to 0.95.`,
    })
  const channels = channelGraph(graph)
  return keepChannels(graph, channels, weakest(graph, channels, share))
}

/** Groups of channels to take out. */
function weakest(graph: FloatGraph, channels: ChannelGraph, share: number): Set<number> {
  const strength = strengths(graph, channels)
  const gone = new Set<number>()
  const seen = new Set<number>()
  graph.layers.forEach((layer, index) => {
    if (layer.type !== 'dense' && layer.type !== 'conv2d') return
    const own = [...channels.outputs[index]!].filter((group) => channels.removable(group) && !seen.has(group))
    own.forEach((group) => seen.add(group))
    const sorted = own.toSorted((a, b) => strength[a]! - strength[b]! || a - b)
    const count = Math.min(Math.floor(share * own.length), own.length - 1)
    for (const group of sorted.slice(0, Math.max(0, count))) gone.add(group)
  })
  return gone
}

/** Mean magnitude of the weights that make a channel, against the mean of their layer; summed where layers are added. */
function strengths(graph: FloatGraph, { outputs, groups }: ChannelGraph): Float64Array {
  const strength = new Float64Array(groups)
  graph.layers.forEach((layer, index) => {
    if (layer.type !== 'dense' && layer.type !== 'conv2d') return
    const own = outputs[index]!
    const width = layer.weights.length / own.length
    const sums = Array.from(own, (_, channel) => {
      let sum = 0
      for (let at = channel * width; at < (channel + 1) * width; at++) sum += Math.abs(layer.weights[at]!)
      return sum
    })
    const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length || 1
    sums.forEach((sum, channel) => (strength[own[channel]!]! += sum / mean))
  })
  return strength
}

/** The same network without these groups. Where their channels were zero, its answers are the same. */
export function keepChannels(graph: FloatGraph, channels: ChannelGraph, gone: ReadonlySet<number>): FloatGraph {
  const kept = (groups: Int32Array): number[] => [...groups.keys()].filter((at) => !gone.has(groups[at]!))
  const layers = graph.layers.map((layer, index) => {
    const inputs = sourcesOf(layer, index).map((source) =>
      kept(source < 0 ? channels.input : channels.outputs[source]!),
    )
    return smaller(layer, { inputs, outputs: kept(channels.outputs[index]!) })
  })
  return { ...graph, layers }
}

interface Kept {
  /** Channels that stay of each input. */
  inputs: number[][]
  outputs: number[]
}

function smaller(layer: FloatLayer, { inputs, outputs }: Kept): FloatLayer {
  const [input = []] = inputs
  const narrow = (shape: Shape, channels: number[]): Shape => ({ ...shape, channels: channels.length })
  switch (layer.type) {
    case 'dense': {
      const weights = pickRows(layer.weights, { rows: outputs, groups: 1, width: layer.inputs, columns: input })
      return { ...layer, inputs: input.length, outputs: outputs.length, weights, bias: pick(layer.bias, outputs) }
    }
    case 'conv2d': {
      const { window } = layer
      const groups = window.kernelHeight * window.kernelWidth
      const weights = pickRows(layer.weights, { rows: outputs, groups, width: window.channels, columns: input })
      const bias = pick(layer.bias, outputs)
      return { ...layer, window: { ...window, channels: input.length }, filters: outputs.length, weights, bias }
    }
    case 'depthwise-conv2d': {
      const { window } = layer
      const rows = [...Array(window.kernelHeight * window.kernelWidth).keys()]
      const weights = pickRows(layer.weights, { rows, groups: 1, width: window.channels, columns: input })
      return { ...layer, window: { ...window, channels: input.length }, weights, bias: pick(layer.bias, input) }
    }
    case 'max-pool':
    case 'average-pool':
      return { ...layer, window: { ...layer.window, channels: input.length } }
    case 'batch-norm': {
      const { gamma, beta, mean, variance } = layer
      const arrays = { gamma: pick(gamma, input), beta: pick(beta, input) }
      const statistics = { mean: pick(mean, input), variance: pick(variance, input) }
      return { ...layer, shape: narrow(layer.shape, input), ...arrays, ...statistics }
    }
    case 'zero-padding':
      return { ...layer, input: narrow(layer.input, input) }
    case 'add':
      return { ...layer, shape: narrow(layer.shape, input) }
    case 'concat':
      return { ...layer, inputs: layer.inputs.map((shape, at) => narrow(shape, inputs[at]!)) }
    case 'reshape':
      return { ...layer, input: narrow(layer.input, input), output: narrow(layer.output, outputs) }
  }
}

function pick(values: Float32Array, places: readonly number[]): Float32Array {
  return Float32Array.from(places, (place) => values[place]!)
}

interface Picking {
  rows: readonly number[]
  /** Groups of columns in a row, each `width` wide, from which the same `columns` are taken. */
  groups: number
  width: number
  columns: readonly number[]
}

function pickRows(values: Float32Array, { rows, groups, width, columns }: Picking): Float32Array {
  const picked = new Float32Array(rows.length * groups * columns.length)
  let at = 0
  for (const row of rows)
    for (let group = 0; group < groups; group++)
      for (const column of columns) picked[at++] = values[(row * groups + group) * width + column]!
  return picked
}

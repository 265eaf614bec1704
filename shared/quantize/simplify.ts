/**
 * Takes out of a network what cannot change its answer: operators that need not run, and channels that are the same
 * for every input. Those go into the next layer's bias, and with them whatever only fed them. The output bytes stay equal.
 */
import { fuseOperators } from './fuse.ts'
import { type ChannelRange, channelRanges, channelsOf, isPadded, weightPlace } from './intervals.ts'
import type {
  ConvolutionOperation,
  FullyConnectedOperation,
  GraphTensor,
  TensorGraph,
  TensorOperation,
  TensorStep,
} from './tensor-graph.ts'

/** True for a channel that is left out; none for tensors that are not listed. */
type Dropped = Map<number, boolean[]>

function isConvolution(operation: TensorOperation): operation is ConvolutionOperation {
  return operation.type === 'conv-2d' || operation.type === 'depthwise-conv-2d'
}

/** Every output channel reads the input channel of the same number and no other. */
function isChannelwise(operation: TensorOperation): boolean {
  if (operation.type === 'depthwise-conv-2d') return operation.depth === 1
  return operation.type === 'max-pool' || operation.type === 'average-pool'
}

/** Computes any subset of its output channels on its own. */
function isMixing(operation: TensorOperation): boolean {
  return operation.type === 'conv-2d' && operation.depth === operation.window.inputChannels
}

/** Channels that a layer over all inputs can do without. */
function constantFor(operation: TensorOperation, range: ChannelRange | undefined, channel: number): boolean {
  if (!range) return false
  const value = range.low[channel]!
  if (value !== range.high[channel]) return false
  if (operation.type === 'fully-connected') return true
  if (!isConvolution(operation) || !isMixing(operation)) return false
  return !isPadded(operation.window) || value + operation.inputOffset === 0
}

/** How the consumer sees the tensor: channel by channel, or not at all. */
function readsChannels(operation: TensorOperation, channels: number): boolean {
  if (operation.type === 'fully-connected') return operation.inputs % channels === 0
  const byChannel = isMixing(operation) || isChannelwise(operation)
  return byChannel && 'window' in operation && operation.window.inputChannels === channels
}

class Search {
  readonly dropped: Dropped = new Map()
  #changed = true

  constructor(
    private readonly graph: TensorGraph,
    private readonly ranges: Map<number, ChannelRange>,
  ) {
    for (const { operation, output } of graph.steps) {
      if (graph.outputs.includes(output) || !(isMixing(operation) || isChannelwise(operation))) continue
      this.dropped.set(
        output,
        Array.from({ length: channelsOf(graph.tensors[output]!) }, () => true),
      )
    }
    while (this.#changed) {
      this.#changed = false
      for (const step of graph.steps) this.#constrain(step)
    }
  }

  #keep(tensor: number, channel: number): void {
    const channels = this.dropped.get(tensor)
    if (!channels?.[channel]) return
    channels[channel] = false
    this.#changed = true
  }

  #constrain({ operation, inputs, output }: TensorStep): void {
    for (const input of inputs) {
      const channels = channelsOf(this.graph.tensors[input]!)
      const reads = readsChannels(operation, channels)
      for (let channel = 0; channel < channels; channel++) {
        const drops = reads && this.#canDrop(operation, { input, output }, channel)
        if (!drops) this.#keep(input, channel)
        if (isChannelwise(operation) && !this.dropped.get(input)?.[channel]) this.#keep(output, channel)
      }
    }
  }

  #canDrop(operation: TensorOperation, { input, output }: { input: number; output: number }, channel: number): boolean {
    if (isChannelwise(operation)) return this.dropped.get(output)?.[channel] ?? false
    return constantFor(operation, this.ranges.get(input), channel)
  }
}

/** One channel always stays: an empty tensor is no tensor. */
function keepOne(graph: TensorGraph, dropped: Dropped): void {
  for (const { operation, inputs, output } of graph.steps) {
    const linked = isChannelwise(operation) ? [inputs[0] ?? -1, output] : [output]
    for (const tensor of linked) {
      const channels = dropped.get(tensor)
      if (channels?.every(Boolean)) dropped.delete(tensor)
    }
  }
}

interface Selection {
  input: boolean[]
  output: boolean[]
  range: ChannelRange | undefined
}

function kept<T extends Int8Array | Int32Array>(values: T, keep: (index: number) => boolean): number[] {
  return Array.from(values).filter((_, index) => keep(index))
}

function simplifyConvolution(
  operation: ConvolutionOperation,
  { input, output, range }: Selection,
): ConvolutionOperation {
  const bias = Int32Array.from(operation.bias)
  const mixing = isMixing(operation)
  const weights = kept(operation.weights, (index) => {
    const { from, to } = weightPlace(operation, index)
    if (mixing && input[from] && range)
      bias[to]! += operation.weights[index]! * (range.low[from]! + operation.inputOffset)
    return !input[from] && !output[to]
  })
  const staying = (channel: number): boolean => !output[channel]
  const inputChannels = input.filter((gone) => !gone).length
  const { weightScales } = operation
  return {
    ...operation,
    window: { ...operation.window, inputChannels, outputChannels: output.filter((gone) => !gone).length },
    depth: mixing ? inputChannels : operation.depth,
    weights: Int8Array.from(weights),
    weightScales: weightScales.length > 1 ? weightScales.filter((_, channel) => staying(channel)) : weightScales,
    bias: Int32Array.from(kept(bias, staying)),
    multipliers: Int32Array.from(kept(operation.multipliers, staying)),
    shifts: Int32Array.from(kept(operation.shifts, staying)),
  }
}

function simplifyFullyConnected(
  operation: FullyConnectedOperation,
  { input, range }: Selection,
): FullyConnectedOperation {
  const channels = input.length
  const bias = Int32Array.from(operation.bias)
  const weights = kept(operation.weights, (index) => {
    const channel = (index % operation.inputs) % channels
    if (!input[channel]) return true
    const value = (range?.low[channel] ?? 0) + operation.inputOffset
    bias[Math.floor(index / operation.inputs)]! += operation.weights[index]! * value
    return false
  })
  return { ...operation, inputs: weights.length / operation.outputs, weights: Int8Array.from(weights), bias }
}

function simplifyOperation(operation: TensorOperation, selection: Selection): TensorOperation {
  if (isConvolution(operation)) return simplifyConvolution(operation, selection)
  if (operation.type === 'fully-connected') return simplifyFullyConnected(operation, selection)
  if (operation.type !== 'max-pool' && operation.type !== 'average-pool') return operation
  const channels = selection.output.filter((gone) => !gone).length
  return { ...operation, window: { ...operation.window, inputChannels: channels, outputChannels: channels } }
}

function operationMacs(operation: TensorOperation, before: number): number {
  if (operation.type === 'fully-connected') return operation.inputs * operation.outputs
  if (!isConvolution(operation)) return before
  const { outputHeight, outputWidth, outputChannels, kernelHeight, kernelWidth } = operation.window
  const taps = kernelHeight * kernelWidth * (operation.type === 'conv-2d' ? operation.depth : 1)
  return outputHeight * outputWidth * outputChannels * taps
}

function simplifyTensor(tensor: GraphTensor, gone: boolean[] | undefined): GraphTensor {
  if (!gone?.includes(true)) return tensor
  const channels = gone.filter((dropped) => !dropped).length
  return { ...tensor, shape: [...tensor.shape.slice(0, -1), channels], bytes: (tensor.bytes / gone.length) * channels }
}

/** The same answers for every input, with fewer operators, and fewer channels where some are provably constant. */
export function simplifyGraph(whole: TensorGraph): TensorGraph {
  const graph = fuseOperators(whole)
  const ranges = channelRanges(graph)
  const { dropped } = new Search(graph, ranges)
  keepOne(graph, dropped)
  if (![...dropped.values()].some((channels) => channels.includes(true))) return graph
  const gone = (tensor: number, channels = channelsOf(graph.tensors[tensor]!)): boolean[] => {
    return dropped.get(tensor) ?? Array.from({ length: channels }, () => false)
  }
  return {
    ...graph,
    tensors: graph.tensors.map((tensor, index) => simplifyTensor(tensor, dropped.get(index))),
    steps: graph.steps.map((step) => {
      const [input = -1] = step.inputs
      if (!dropped.has(input) && !dropped.has(step.output)) return step
      // A tensor may be flat and yet be read as an image: then the window knows its channels.
      const read = 'window' in step.operation ? step.operation.window.inputChannels : undefined
      const selection = { input: gone(input, read), output: gone(step.output), range: ranges.get(input) }
      const operation = simplifyOperation(step.operation, selection)
      return { ...step, operation, macs: operationMacs(operation, step.macs) }
    }),
  }
}

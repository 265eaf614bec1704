/** What every channel of an integer network can be at most and at least, whatever the input: proven, not sampled. */
import { INT8_MAX, INT8_MIN } from './fixed-point.ts'
import { requantize } from './fixed-arithmetic.ts'
import type { ConvolutionOperation, GraphTensor, TensorGraph, TensorStep, WindowGeometry } from './tensor-graph.ts'

/** One a channel, both ends included; holds for either rounding. */
export interface ChannelRange {
  low: Int16Array
  high: Int16Array
}

export function channelsOf(tensor: GraphTensor): number {
  return tensor.shape.at(-1) ?? 1
}

/** True where some window reaches beyond the input. */
export function isPadded(w: WindowGeometry): boolean {
  const reach = (size: number, taps: number, dilation: number, stride: number): number => {
    return (size - 1) * stride + (taps - 1) * dilation + 1
  }
  const bottom = reach(w.outputHeight, w.kernelHeight, w.dilationHeight, w.strideHeight) - w.paddingTop
  const right = reach(w.outputWidth, w.kernelWidth, w.dilationWidth, w.strideWidth) - w.paddingLeft
  return w.paddingTop > 0 || w.paddingLeft > 0 || bottom > w.inputHeight || right > w.inputWidth
}

/** The input channel that a weight multiplies, and the output channel it counts for. */
export function weightPlace(operation: ConvolutionOperation, index: number): { from: number; to: number } {
  const { depth, window } = operation
  if (operation.type === 'depthwise-conv-2d') {
    const to = index % window.outputChannels
    return { from: Math.floor(to / depth), to }
  }
  const to = Math.floor(index / (window.kernelHeight * window.kernelWidth * depth))
  const group = Math.floor(to / (window.outputChannels / (window.inputChannels / depth)))
  return { from: group * depth + (index % depth), to }
}

function wholeRange(channels: number, low = INT8_MIN, high = INT8_MAX): ChannelRange {
  return { low: new Int16Array(channels).fill(low), high: new Int16Array(channels).fill(high) }
}

/** Least and greatest output of one channel for sums between two ends: scaling never turns order round. */
function outputRange(operation: ConvolutionOperation, channel: number, sums: [number, number]): [number, number] {
  const scale = { multiplier: operation.multipliers[channel]!, shift: operation.shifts[channel]! }
  const { outputOffset, activationMin, activationMax } = operation
  const answer = (sum: number, rounding: 'double' | 'single'): number => {
    const value = requantize(sum, scale, rounding) + outputOffset
    return Math.min(activationMax, Math.max(activationMin, value))
  }
  const [least, most] = sums
  return [
    Math.min(answer(least, 'double'), answer(least, 'single')),
    Math.max(answer(most, 'double'), answer(most, 'single')),
  ]
}

/** Shifting an accumulator to the left may leave 32 bits and turn order round: then nothing is proven. */
function keepsOrder(operation: ConvolutionOperation, channel: number, sums: [number, number]): boolean {
  const shift = Math.max(0, operation.shifts[channel]!)
  return sums.every((sum) => Math.abs(sum) * 2 ** shift < 2 ** 31)
}

function convolutionRange(operation: ConvolutionOperation, input: ChannelRange): ChannelRange {
  const { window, inputOffset } = operation
  const padded = isPadded(window)
  const [least, most] = [Float64Array.from(operation.bias), Float64Array.from(operation.bias)]
  operation.weights.forEach((weight, index) => {
    const { from, to } = weightPlace(operation, index)
    const ends = [weight * (input.low[from]! + inputOffset), weight * (input.high[from]! + inputOffset)]
    // A tap outside the input adds nothing.
    if (padded) ends.push(0)
    least[to]! += Math.min(...ends)
    most[to]! += Math.max(...ends)
  })
  const output = wholeRange(window.outputChannels, operation.activationMin, operation.activationMax)
  for (let channel = 0; channel < window.outputChannels; channel++) {
    const sums: [number, number] = [least[channel]!, most[channel]!]
    if (!keepsOrder(operation, channel, sums)) continue
    const [low, high] = outputRange(operation, channel, sums)
    output.low[channel] = low
    output.high[channel] = high
  }
  return output
}

function stepRange(step: TensorStep, input: ChannelRange | undefined, channels: number): ChannelRange {
  const { operation } = step
  if (operation.type === 'conv-2d' || operation.type === 'depthwise-conv-2d') {
    const known = input?.low.length === operation.window.inputChannels ? input : undefined
    return convolutionRange(operation, known ?? wholeRange(operation.window.inputChannels))
  }
  if ((operation.type === 'max-pool' || operation.type === 'average-pool') && input?.low.length === channels) {
    const clamp = (value: number): number => {
      return Math.min(operation.activationMax, Math.max(operation.activationMin, value))
    }
    return { low: input.low.map(clamp), high: input.high.map(clamp) }
  }
  return wholeRange(channels)
}

/** Ranges of all tensors that one step computes whole; int8 networks only. */
export function channelRanges(graph: TensorGraph): Map<number, ChannelRange> {
  const ranges = new Map<number, ChannelRange>()
  for (const step of graph.steps) {
    const channels = channelsOf(graph.tensors[step.output]!)
    const partial = step.operation.type === 'copy' || step.operation.type === 'fill'
    const input = ranges.get(step.inputs[0] ?? -1)
    ranges.set(step.output, partial ? wholeRange(channels) : stepRange(step, input, channels))
  }
  return ranges
}

/** Reshaping and zero padding: the same values at other places. */
import type { FloatZeroPadding, Shape } from '../graph.ts'
import { padded, type BlockCopy, type Place } from '../kernels.ts'
import { sampleStride, valueCount } from '../shape.ts'
import type { LayerSetting, RunningLayer } from './layer.ts'

export interface ReshapeOptions extends LayerSetting {
  input: Shape
  output: Shape
}

/** Nothing moves where the values lie in one piece under both shapes. */
export function reshapeLayer({ kernels, capacity, needsInputGradient, input, output }: ReshapeOptions): RunningLayer {
  const length = valueCount(input)
  const fromChannels = input.channels
  const outChannels = output.channels
  if (fromChannels === outChannels || (sampleStride(input) === length && sampleStride(output) === length))
    return { tensors: {}, forward: (given) => given, backward: (gradient) => gradient }
  const out = kernels.allocate(capacity * sampleStride(output))
  const inputGradient = needsInputGradient ? kernels.allocate(capacity * sampleStride(input)) : 0
  return {
    tensors: {},
    forward(from, { rows: samples }) {
      kernels.repack({ out, from, samples, length, fromChannels, outChannels })
      return out
    },
    backward(gradient, { rows: samples }) {
      if (!needsInputGradient) return 0
      const back = { fromChannels: outChannels, outChannels: fromChannels }
      kernels.repack({ out: inputGradient, from: gradient, samples, length, ...back })
      return inputGradient
    },
  }
}

export interface ZeroPaddingOptions extends LayerSetting {
  plan: Omit<FloatZeroPadding, 'type' | 'from'>
}

export function zeroPaddingLayer({ kernels, capacity, needsInputGradient, plan }: ZeroPaddingOptions): RunningLayer {
  const { input, top, bottom, left, right } = plan
  const pixel = padded(input.channels)
  const outerWidth = input.width + left + right
  const outerStride = (input.height + top + bottom) * outerWidth * pixel
  const inner = (top * outerWidth + left) * pixel
  const out = kernels.allocate(capacity * outerStride)
  const inputGradient = needsInputGradient ? kernels.allocate(capacity * sampleStride(input)) : 0
  const blocks = { inner: input.height, length: input.width * pixel }
  const outside = { outOuterStride: outerStride, outInnerStride: outerWidth * pixel }
  const within = { fromOuterStride: sampleStride(input), fromInnerStride: input.width * pixel }
  const turned: Omit<BlockCopy, 'out' | 'from' | 'outer' | 'inner' | 'length'> = {
    outOuterStride: within.fromOuterStride,
    outInnerStride: within.fromInnerStride,
    fromOuterStride: outside.outOuterStride,
    fromInnerStride: outside.outInnerStride,
  }
  return {
    tensors: {},
    forward(from: Place, { rows: outer }) {
      kernels.copyBlocks({ out: out + inner, from, outer, ...blocks, ...outside, ...within })
      return out
    },
    backward(gradient, { rows: outer }) {
      if (!needsInputGradient) return 0
      kernels.copyBlocks({ out: inputGradient, from: gradient + inner, outer, ...blocks, ...turned })
      return inputGradient
    },
  }
}

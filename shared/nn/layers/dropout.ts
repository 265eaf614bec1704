/** Inverted dropout: while training each value is kept with probability 1 − rate and then divided by it. */
import type { Shape } from '../graph.ts'
import { padded, type Kernels } from '../kernels.ts'
import type { Random } from '../random.ts'
import { sampleStride } from '../shape.ts'
import type { RunningLayer } from './layer.ts'

export interface DropoutOptions {
  kernels: Kernels
  shape: Shape
  capacity: number
  /** 0 ≤ rate < 1. */
  rate: number
  random: Random
}

export function dropoutLayer({ kernels, shape, capacity, rate, random }: DropoutOptions): RunningLayer {
  const { height, width, channels } = shape
  const stride = padded(channels)
  const sample = sampleStride(shape)
  const output = kernels.allocate(capacity * sample)
  const mask = kernels.allocate(capacity * sample)
  const kept = 1 / (1 - rate)

  function drawMask(pixels: number): void {
    const floats = kernels.floats()
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let channel = 0; channel < channels; channel++)
        floats[mask + pixel * stride + channel] = random.nextFloat() < rate ? 0 : kept
  }

  return {
    tensors: {},
    forward(input, { rows, training }) {
      if (!training) return input
      drawMask(rows * height * width)
      kernels.multiply({ out: output, left: input, right: mask, length: rows * sample })
      return output
    },
    backward(outputGradient, { rows }) {
      kernels.multiply({ out: outputGradient, left: outputGradient, right: mask, length: rows * sample })
      return outputGradient
    },
  }
}

/** Inverted dropout: while training each value is kept with probability 1 − rate and then divided by it. */
import { padded } from '../kernels.ts'
import type { Random } from '../random.ts'
import type { LayerRoom, RunningLayer } from './layer.ts'

export interface DropoutOptions extends LayerRoom {
  /** 0 ≤ rate < 1. */
  rate: number
  random: Random
}

export function dropoutLayer({ kernels, inputs, capacity, rate, random }: DropoutOptions): RunningLayer {
  const stride = padded(inputs)
  const output = kernels.allocate(capacity * stride)
  const mask = kernels.allocate(capacity * stride)
  const kept = 1 / (1 - rate)

  function drawMask(rows: number): void {
    const floats = kernels.floats()
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < inputs; column++)
        floats[mask + row * stride + column] = random.nextFloat() < rate ? 0 : kept
  }

  return {
    outputs: inputs,
    parameters: [],
    forward(input, { rows, training }) {
      if (!training) return input
      drawMask(rows)
      kernels.multiply({ out: output, left: input, right: mask, length: rows * stride })
      return output
    },
    backward(outputGradient, { rows }) {
      kernels.multiply({ out: outputGradient, left: outputGradient, right: mask, length: rows * stride })
      return outputGradient
    },
  }
}

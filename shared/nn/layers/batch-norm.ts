/**
 * Batch normalisation (Ioffe and Szegedy, 2015) without activation. Training uses the statistics of the batch and
 * keeps running ones; asking uses those.
 */
import type { Shape } from '../graph.ts'
import { padded, type Place } from '../kernels.ts'
import { sampleStride } from '../shape.ts'
import type { LayerSetting, RunningLayer } from './layer.ts'
import { vectorTensor, type Tensor } from './tensor.ts'

export interface BatchNormOptions extends LayerSetting {
  shape: Shape
  momentum: number
  epsilon: number
}

interface Room {
  gamma: Tensor
  beta: Tensor
  mean: Tensor
  variance: Tensor
  /** Of the batch. */
  batchMean: Place
  batchVariance: Place
  /** 1 / deviation, and gamma times it. */
  inverse: Place
  scale: Place
  output: Place
  inputGradient: Place
}

function roomOf({ kernels, shape, capacity, learns, needsInputGradient }: BatchNormOptions): Room {
  const channels = padded(shape.channels)
  const vector = (trained: boolean): Tensor => vectorTensor({ kernels, learns }, shape.channels, trained)
  const values = capacity * sampleStride(shape)
  return {
    gamma: vector(true),
    beta: vector(true),
    mean: vector(false),
    variance: vector(false),
    batchMean: kernels.allocate(channels),
    batchVariance: kernels.allocate(channels),
    inverse: kernels.allocate(channels),
    scale: kernels.allocate(channels),
    output: kernels.allocate(values),
    inputGradient: needsInputGradient ? kernels.allocate(values) : 0,
  }
}

export function batchNormLayer(options: BatchNormOptions): RunningLayer {
  const { kernels, shape, needsInputGradient } = options
  const room = roomOf(options)
  const { gamma, beta, mean, variance } = room
  const stride = padded(shape.channels)
  const pixelsOf = (rows: number): number => rows * shape.height * shape.width
  let values: Place = 0
  return {
    tensors: { gamma, beta, mean, variance },
    forward(given, { rows, training }) {
      values = given
      const pixels = pixelsOf(rows)
      const { batchMean, batchVariance, output, scale } = room
      if (training) {
        kernels.channelMoments({ mean: batchMean, variance: batchVariance, values, pixels, stride })
        updateRunning(options, room)
      }
      computeScale(options, room, training ? batchVariance : variance.values)
      const step = { mean: training ? batchMean : mean.values, scale, shift: beta.values, pixels, stride }
      kernels.normalize({ out: output, values, ...step })
      return output
    },
    backward(gradient, { rows }) {
      const sums = {
        scaleGradient: gamma.gradient,
        shiftGradient: beta.gradient,
        gradient,
        values,
        mean: room.batchMean,
        inverse: room.inverse,
        pixels: pixelsOf(rows),
        stride,
      }
      kernels.normalizeSums(sums)
      if (!needsInputGradient) return 0
      kernels.normalizeBackward({ ...sums, out: room.inputGradient, scale: gamma.values })
      return room.inputGradient
    },
  }
}

/** Few numbers, so both kinds of kernels share these lines. */
function computeScale({ kernels, shape, epsilon }: BatchNormOptions, room: Room, variance: Place): void {
  const floats = kernels.floats()
  const small = Math.fround(epsilon)
  for (let channel = 0; channel < shape.channels; channel++) {
    const deviation = Math.fround(Math.sqrt(Math.fround(floats[variance + channel]! + small)))
    floats[room.inverse + channel] = 1 / deviation
    floats[room.scale + channel] = floats[room.gamma.values + channel]! * floats[room.inverse + channel]!
  }
}

function updateRunning({ kernels, shape, momentum }: BatchNormOptions, room: Room): void {
  const floats = kernels.floats()
  for (let channel = 0; channel < shape.channels; channel++) {
    const [mean, variance] = [room.mean.values + channel, room.variance.values + channel]
    floats[mean] = momentum * floats[mean]! + (1 - momentum) * floats[room.batchMean + channel]!
    floats[variance] = momentum * floats[variance]! + (1 - momentum) * floats[room.batchVariance + channel]!
  }
}

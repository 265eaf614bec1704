/**
 * The rounding of int8 while learning: values move in the steps conversion will use, gradients pass straight through
 * where nothing was clipped (Jacob et al., 2018; Bengio et al., 2013).
 */
import type { Kernels, Place } from '../../nn/kernels.ts'
import type { OutputRule } from '../../nn/network.ts'
import { roundHalfAway } from '../fixed-point.ts'
import type { LayerWeights, WeightRule } from './weight-rules.ts'

/** real = scale · (q − zeroPoint), −128 ≤ q ≤ 127. */
export interface Steps {
  scale: number
  zeroPoint: number
}

const LARGEST_WEIGHT = 127
const [LOWEST, HIGHEST] = [-128, 127]

function largestMagnitude(floats: Float32Array, { from, to, step }: { from: Place; to: Place; step: number }): number {
  let largest = 0
  for (let at = from; at < to; at += step) largest = Math.max(largest, Math.abs(floats[at]!))
  return largest
}

/** As conversion does it: the largest weight of a channel, or of the layer, becomes ±127. */
function quantizeWeights(floats: Float32Array, layer: LayerWeights, perTensor: boolean): void {
  const { tensor, channels, stride } = layer
  const [start, to] = [tensor.values, tensor.values + tensor.length]
  const ofAll = perTensor ? largestMagnitude(floats, { from: start, to, step: 1 }) : 0
  for (let channel = 0; channel < channels; channel++) {
    const from = start + channel
    const largest = perTensor ? ofAll : largestMagnitude(floats, { from, to, step: stride })
    if (largest === 0) continue
    const scale = Math.fround(largest / LARGEST_WEIGHT)
    for (let at = from; at < to; at += stride) floats[at] = roundHalfAway(floats[at]! / scale) * scale
  }
}

/** The weights are rounded in every pass and stay exact between them. Depthwise filters keep a step size each. */
export function quantizedWeights(kernels: Kernels, weights: readonly LayerWeights[], perTensor: boolean): WeightRule {
  const exact = weights.map(({ tensor }) => kernels.allocate(tensor.length))
  const copyBack = (): void => {
    const floats = kernels.floats()
    weights.forEach(({ tensor }, index) =>
      floats.copyWithin(tensor.values, exact[index]!, exact[index]! + tensor.length),
    )
  }
  return {
    beforeForward() {
      const floats = kernels.floats()
      weights.forEach((layer, index) => {
        const { values, length } = layer.tensor
        floats.copyWithin(exact[index]!, values, values + length)
        quantizeWeights(floats, layer, perTensor && !layer.depthwise)
      })
    },
    afterScoring: copyBack,
    afterBackward: copyBack,
  }
}

function nearest(value: number, { scale, zeroPoint }: Steps): number {
  const level = roundHalfAway(value / scale) + zeroPoint
  return (Math.min(HIGHEST, Math.max(LOWEST, level)) - zeroPoint) * scale
}

/** Values at the nearest of the 256 levels. */
export function quantizedValues(values: Float32Array, steps: Steps): Float32Array {
  return values.map((value) => nearest(value, steps))
}

/**
 * Rounds the outputs of nodes.
 * @param steps One a node; undefined where the output is only moved and keeps its input's steps.
 * @param capacity Largest number of floats in the output of any node.
 */
export function quantizedOutputs(
  kernels: Kernels,
  steps: readonly (Steps | undefined)[],
  lengths: readonly number[],
): OutputRule {
  /** 1 where the value lay within the levels, 0 where it was clipped. */
  const passed: Place[] = steps.map((step, node) => (step ? kernels.allocate(lengths[node]!) : 0))
  return {
    forward(node, values, length) {
      const own = steps[node]
      if (!own) return
      const floats = kernels.floats()
      const [low, high] = [(LOWEST - own.zeroPoint - 0.5) * own.scale, (HIGHEST - own.zeroPoint + 0.5) * own.scale]
      for (let at = 0; at < length; at++) {
        const value = floats[values + at]!
        floats[passed[node]! + at] = value >= low && value <= high ? 1 : 0
        floats[values + at] = nearest(value, own)
      }
    },
    backward(node, gradient, length) {
      if (steps[node]) kernels.multiply({ out: gradient, left: gradient, right: passed[node]!, length })
    },
  }
}

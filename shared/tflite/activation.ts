/** Fused activations of int8 layers as clamps, and back. */
import { INT8_MAX, INT8_MIN, roundHalfAway } from '../quantize/fixed-point.ts'
import type { Quantization, QuantFullyConnected } from '../quantize/graph.ts'
import type { Activation } from './schema.ts'

export interface ActivationRange {
  activationMin: number
  activationMax: number
}

const REAL_RANGES = {
  none: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
  'relu-n1-to-1': [-1, 1],
} as const satisfies Partial<Record<Activation, readonly [number, number]>>

type ClampActivation = keyof typeof REAL_RANGES

/** Where a layer could be called by several names, the first that gives the same clamp is written. */
const PREFERENCE: readonly ClampActivation[] = ['relu', 'none', 'relu6', 'relu-n1-to-1']

export function isClamp(activation: Activation): activation is ClampActivation {
  return activation in REAL_RANGES
}

/** int8 clamp of an activation, in the output's quantization (TensorFlow Lite `CalculateActivationRangeQuantized`). */
export function activationRange(activation: ClampActivation, output: Quantization): ActivationRange {
  const [low, high] = REAL_RANGES[activation]
  const quantized = (real: number): number => output.zeroPoint + roundHalfAway(Math.fround(real / output.scale))
  return {
    activationMin: Math.max(INT8_MIN, quantized(low)),
    activationMax: Math.min(INT8_MAX, quantized(high)),
  }
}

/** The activation that clamps as the layer does. */
export function activationOf(layer: QuantFullyConnected): ClampActivation {
  const match = PREFERENCE.find((activation) => {
    const range = activationRange(activation, layer.output)
    return range.activationMin === layer.activationMin && range.activationMax === layer.activationMax
  })
  return match ?? 'none'
}

/** Activations that are a clamp of the int8 output, and back. */
import { INT8_MAX, INT8_MIN, roundHalfAway } from './fixed-point.ts'
import type { Quantization } from './quantization.ts'

export interface Clamp {
  activationMin: number
  activationMax: number
}

const REAL_RANGES = {
  none: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
  'relu-n1-to-1': [-1, 1],
} as const

/** As TensorFlow Lite calls them. */
export type ClampName = keyof typeof REAL_RANGES

/** Where a clamp could be called by several names, the first that gives it is taken. */
const PREFERENCE: readonly ClampName[] = ['relu', 'none', 'relu6', 'relu-n1-to-1']

export const NO_CLAMP: Clamp = { activationMin: INT8_MIN, activationMax: INT8_MAX }

export function isClamp(name: string): name is ClampName {
  return name in REAL_RANGES
}

/** int8 clamp of an activation, in the output's quantization (TensorFlow Lite `CalculateActivationRangeQuantized`). */
export function clampOf(name: ClampName, output: Quantization): Clamp {
  const [low, high] = REAL_RANGES[name]
  const quantized = (real: number): number => output.zeroPoint + roundHalfAway(Math.fround(real / output.scale))
  return {
    activationMin: Math.max(INT8_MIN, quantized(low)),
    activationMax: Math.min(INT8_MAX, quantized(high)),
  }
}

/** The activation that clamps so; nothing where none does. */
export function clampName(clamp: Clamp, output: Quantization): ClampName | undefined {
  return PREFERENCE.find((name) => {
    const range = clampOf(name, output)
    return range.activationMin === clamp.activationMin && range.activationMax === clamp.activationMax
  })
}

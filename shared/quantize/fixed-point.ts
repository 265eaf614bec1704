/** Real factors as int32 fixed-point numbers, exactly as TensorFlow Lite's runtimes compute them at load time. */
import type { Quantization } from './quantization.ts'

export const INT8_MIN = -128
export const INT8_MAX = 127

export interface FixedMultiplier {
  /** Q31, 2^30 ≤ multiplier < 2^31, or 0. */
  multiplier: number
  /** Power of two: positive is to the left. */
  shift: number
}

const scratch = new DataView(new ArrayBuffer(8))

/** Splits a positive, normal number into fraction · 2^exponent with 0.5 ≤ fraction < 1. */
function fractionAndExponent(value: number): { fraction: number; exponent: number } {
  scratch.setFloat64(0, value)
  const exponent = ((scratch.getUint32(0) >>> 20) & 0x7ff) - 1022
  return { fraction: value / 2 ** exponent, exponent }
}

/**
 * multiplier · 2^(shift − 31) ≈ real, for real ≥ 0. Below 2^−32 the product is always 0.
 * Source: TensorFlow Lite `QuantizeMultiplier`; checked by running both on the same files.
 */
export function quantizeMultiplier(real: number): FixedMultiplier {
  if (real < 2 ** -1000) return { multiplier: 0, shift: 0 }
  const { fraction, exponent } = fractionAndExponent(real)
  let multiplier = Math.round(fraction * 2 ** 31)
  let shift = exponent
  if (multiplier === 2 ** 31) {
    multiplier /= 2
    shift += 1
  }
  return shift < -31 ? { multiplier: 0, shift: 0 } : { multiplier, shift }
}

/**
 * Factor from the accumulator's scale to the output's, all in double: as the present runtimes do. Older ones
 * multiplied the first two in float32 where a layer has one weight scale, which changes a byte now and then.
 */
export function effectiveScale(inputScale: number, weightScale: number, outputScale: number): number {
  return (inputScale * weightScale) / outputScale
}

export interface SoftmaxParameters {
  inputMultiplier: number
  inputLeftShift: number
  diffMin: number
}

/** Integer bits of a scaled difference (Q5.26) in the fixed-point softmax. */
const DIFFERENCE_INTEGER_BITS = 5
/** Smallest input scale the fixed-point softmax takes: its factor must be above 1. */
export const SOFTMAX_MIN_INPUT_SCALE = 2 ** -25

/** Constants of the int8 softmax with beta 1 (TensorFlow Lite `PreprocessSoftmaxScaling`, `CalculateInputRadius`). */
export function softmaxParameters(inputScale: number): SoftmaxParameters {
  const real = Math.min(inputScale * 2 ** (31 - DIFFERENCE_INTEGER_BITS), 2 ** 31 - 1)
  const { multiplier, shift } = quantizeMultiplier(real)
  const radius = Math.floor(((2 ** DIFFERENCE_INTEGER_BITS - 1) * 2 ** (31 - DIFFERENCE_INTEGER_BITS)) / 2 ** shift)
  return { inputMultiplier: multiplier, inputLeftShift: shift, diffMin: -radius }
}

/** Rounds to the nearest integer, halves away from zero: C's `round`. Never gives −0. */
export function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) + 0
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** int8 quantization of the range low…high widened to hold 0, which is then represented exactly. */
export function quantizationOfRange(low: number, high: number, minimumScale = 2 ** -100): Quantization {
  const realMin = Math.min(0, low)
  const realMax = Math.max(0, high)
  if (realMin === realMax) return { scale: Math.fround(Math.max(1 / 255, minimumScale)), zeroPoint: INT8_MIN }
  const scale = Math.fround(Math.max((realMax - realMin) / (INT8_MAX - INT8_MIN), minimumScale))
  const fromMin = INT8_MIN - realMin / scale
  const fromMax = INT8_MAX - realMax / scale
  const minIsSharper = Math.abs(INT8_MIN) + Math.abs(realMin / scale) < Math.abs(INT8_MAX) + Math.abs(realMax / scale)
  return { scale, zeroPoint: clamp(roundHalfAway(minIsSharper ? fromMin : fromMax), INT8_MIN, INT8_MAX) }
}

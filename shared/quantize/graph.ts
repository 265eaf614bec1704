/** The quantized graph: one int8 network from which .tflite, C and the model pack all come. */
import type { FeatureScaler } from '../nn/graph.ts'

/** real = scale · (q − zeroPoint). The scale is the float32 value that the .tflite file holds. */
export interface Quantization {
  scale: number
  zeroPoint: number
}

/**
 * int8 fully connected layer. Accumulator: Σ (x − input.zeroPoint) · w + bias in int32, then
 * multiplied by multiplier · 2^(shift − 31) with double rounding, plus output.zeroPoint, clamped.
 */
export interface QuantFullyConnected {
  type: 'fully-connected'
  inputs: number
  outputs: number
  /** Row-major `[outputs, inputs]`, symmetric (zero point 0), −127…127. */
  weights: Int8Array
  /** One scale a tensor (length 1) or one an output channel (length outputs). */
  weightScales: Float32Array
  /** `[outputs]`, scale = input.scale · weightScale. */
  bias: Int32Array
  input: Quantization
  output: Quantization
  /** Q31 multipliers and left shifts, one an output channel, from the double-precision effective scale. */
  multipliers: Int32Array
  shifts: Int32Array
  activationMin: number
  activationMax: number
}

/** int8 softmax with beta 1; the output has scale 1/256 and zero point −128. */
export interface QuantSoftmax {
  type: 'softmax'
  size: number
  input: Quantization
  inputMultiplier: number
  inputLeftShift: number
  diffMin: number
}

export type QuantOperator = QuantFullyConnected | QuantSoftmax

export interface QuantGraph {
  inputs: number
  /** How features become int8: q = clamp(round_half_away(x' / scale) + zeroPoint). */
  input: Quantization
  output: Quantization
  scaler?: FeatureScaler
  operators: QuantOperator[]
  labels: string[]
}

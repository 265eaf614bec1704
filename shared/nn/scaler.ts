/** Standard scaler: features are shifted and scaled by the training set's mean and deviation. */
import type { FeatureScaler } from './graph.ts'

/** Below this a deviation is rounding noise whose reciprocal could overflow float32. */
const SMALLEST_DEVIATION = 1e-30

/**
 * Mean and population deviation of each column, computed in double in the order of the rows, rounded once to
 * float32. The scale is 1 where a column is constant.
 * @param features `[rows, inputs]`, row-major, finite.
 */
export function fitScaler(features: Float32Array, inputs: number): FeatureScaler {
  const rows = features.length / inputs
  const mean = new Float32Array(inputs)
  const scale = new Float32Array(inputs).fill(1)
  for (let column = 0; column < inputs; column++) {
    let sum = 0
    for (let at = column; at < features.length; at += inputs) sum += features[at]!
    const average = sum / rows
    mean[column] = average
    let squares = 0
    let constant = true
    for (let at = column; at < features.length; at += inputs) {
      const value = features[at]!
      if (value !== features[column]!) constant = false
      squares += (value - average) * (value - average)
    }
    const deviation = Math.sqrt(squares / rows)
    if (!constant && deviation > SMALLEST_DEVIATION) scale[column] = 1 / deviation
  }
  return { mean, scale }
}

/** A million deviations from the mean tell no more than this, and further out float32 products would overflow. */
const LARGEST_SCALED = 1e6

/** x' = (x − mean) · scale, each step rounded to float32, as the board does it; the board's int8 clamps far earlier. */
export function scaleFeatures(features: Float32Array, scaler: FeatureScaler): Float32Array {
  const inputs = scaler.mean.length
  const scaled = new Float32Array(features.length)
  for (let row = 0; row < features.length; row += inputs)
    for (let column = 0; column < inputs; column++) {
      const value = Math.fround(features[row + column]! - scaler.mean[column]!) * scaler.scale[column]!
      scaled[row + column] = Math.min(Math.max(value, -LARGEST_SCALED), LARGEST_SCALED)
    }
  return scaled
}

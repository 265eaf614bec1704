/** Ranges of every activation over a representative set, from the float network. */
import { AppError } from '../contract/errors.ts'
import { denseLayers, type FeatureScaler, type FloatDense, type FloatGraph } from '../nn/graph.ts'

export interface Range {
  low: number
  high: number
}

export interface Calibration {
  /** Of the network's input, after the scaler. */
  input: Range
  /** Of each layer's output after its activation; for a softmax layer, of its logits. */
  layers: Range[]
}

/** x' = (x − mean) · scale in float32, row by row. */
export function scaleFeatures(features: Float32Array, scaler: FeatureScaler | undefined): Float32Array {
  if (!scaler) return features
  const inputs = scaler.mean.length
  const scaled = new Float32Array(features.length)
  for (let index = 0; index < features.length; index++) {
    const column = index % inputs
    scaled[index] = Math.fround(features[index]! - scaler.mean[column]!) * scaler.scale[column]!
  }
  return scaled
}

/** One layer on `[rows, inputs]`; a softmax layer gives its logits, since int8 keeps those. */
export function runDense(layer: FloatDense, input: Float32Array, rows: number): Float32Array {
  const { inputs, outputs, weights, bias } = layer
  const output = new Float32Array(rows * outputs)
  const floor = layer.activation === 'relu' ? 0 : -Infinity
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < outputs; unit++) {
      let sum = bias[unit]!
      const weightStart = unit * inputs
      const inputStart = row * inputs
      for (let index = 0; index < inputs; index++) sum += weights[weightStart + index]! * input[inputStart + index]!
      output[row * outputs + unit] = Math.max(floor, sum)
    }
  }
  return output
}

function rangeOf(values: Float32Array, where: string): Range {
  let low = Infinity
  let high = -Infinity
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (!(value > -3.4e38 && value < 3.4e38)) {
      throw new AppError('training/diverged', {
        message: `The model cannot become int8: ${where} holds a value that is not a finite number.`,
      })
    }
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

/**
 * Runs the float network over the representative set.
 * @param features `[n, inputs]` row-major, unscaled, n ≥ 1.
 */
export function calibrate(graph: FloatGraph, features: Float32Array): Calibration {
  const rows = features.length / graph.inputs
  if (rows < 1 || !Number.isInteger(rows)) {
    throw new AppError('training/too-few', {
      message: `int8 conversion needs whole windows of ${graph.inputs} features; it was given ${features.length} values.`,
    })
  }
  let values = scaleFeatures(features, graph.scaler)
  const input = rangeOf(values, 'the input')
  const layers = denseLayers(graph).map((layer, index) => {
    values = runDense(layer, values, rows)
    return rangeOf(values, `layer ${index + 1}`)
  })
  return { input, layers }
}

/** How much each layer lost by becoming int8, measured on real features. */
import { AppError } from '../contract/errors.ts'
import { denseLayers, type FloatGraph } from '../nn/graph.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { runDense, scaleFeatures } from './calibrate.ts'
import type { Quantization, QuantGraph } from './graph.ts'
import { quantizeFeatures, runOperator } from './run.ts'

export interface LayerReport {
  /** “input”, “layer 1” … */
  name: string
  /** Range of the float values. */
  low: number
  high: number
  scale: number
  zeroPoint: number
  /** Share of the float values outside what int8 holds here, 0…1. */
  clippedShare: number
  /** Signal-to-noise ratio of int8 against float; absent where both are equal or all is 0. */
  snrDb?: number
}

interface LayerValues {
  name: string
  float: Float32Array
  int8: Int8Array
  quantization: Quantization
}

function layerReport({ name, float, int8, quantization }: LayerValues): LayerReport {
  const { scale, zeroPoint } = quantization
  const lowest = (-128.5 - zeroPoint) * scale
  const highest = (127.5 - zeroPoint) * scale
  let [low, high, clipped, signal, noise] = [Infinity, -Infinity, 0, 0, 0]
  for (let index = 0; index < float.length; index++) {
    const value = float[index]!
    const error = value - (int8[index]! - zeroPoint) * scale
    low = Math.min(low, value)
    high = Math.max(high, value)
    if (value < lowest || value > highest) clipped += 1
    signal += value * value
    noise += error * error
  }
  const snr = signal > 0 && noise > 0 ? { snrDb: 10 * Math.log10(signal / noise) } : {}
  return { name, low, high, scale, zeroPoint, clippedShare: clipped / float.length, ...snr }
}

/**
 * Runs both networks side by side and compares the input and every layer (of the last one, the logits).
 * @param features `[n, inputs]` row-major, unscaled, n ≥ 1; for an honest figure not those of the conversion.
 */
export function quantizationReport(
  runtime: Runtime,
  graphs: { float: FloatGraph; int8: QuantGraph },
  features: Float32Array,
): LayerReport[] {
  const { float, int8 } = graphs
  const rows = features.length / float.inputs
  if (rows < 1 || !Number.isInteger(rows)) throw new AppError('testing/empty')
  let floatValues = scaleFeatures(features, float.scaler)
  let int8Values = quantizeFeatures(runtime, int8, features)
  const reports = [layerReport({ name: 'input', float: floatValues, int8: int8Values, quantization: int8.input })]
  const layers = int8.operators.filter((operator) => operator.type === 'fully-connected')
  layers.forEach((operator, index) => {
    const layer = denseLayers(float)[index]
    if (!layer) throw new AppError('app/bug', { message: 'The int8 network has more layers than the float one.' })
    floatValues = runDense(layer, floatValues, rows)
    int8Values = runOperator(runtime, { operator, rounding: 'double' }, int8Values)
    const quantization = operator.output
    reports.push(layerReport({ name: `layer ${index + 1}`, float: floatValues, int8: int8Values, quantization }))
  })
  return reports
}

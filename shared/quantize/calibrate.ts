/** Ranges of every activation over a representative set, from the float network. */
import { AppError } from '../contract/errors.ts'
import type { FloatGraph } from '../nn/graph.ts'
import type { Kernels } from '../nn/kernels.ts'
import { type CalibrationMethod, chooseRange, Histogram, type Range } from './choose-range.ts'
import { runFloat } from './float-run.ts'

export interface Calibration {
  /** Of the network's input, after the scaler. */
  input: Range
  /** Of each layer's output after its activation; of the last layer, before it. */
  layers: Range[]
}

const LARGEST = 3.4e38

/** Most of a conversion's time goes by here: whether all are numbers is asked once, after the loop. */
function widen(range: Range, values: Float32Array, where: string): void {
  let { low, high } = range
  let differences = 0
  const { length } = values
  for (let index = 0; index < length; index++) {
    const value = values[index]!
    if (value < low) low = value
    if (value > high) high = value
    // 0, but no number for what is none or infinite.
    differences += value - value
  }
  if (differences !== 0 || low <= -LARGEST || high >= LARGEST) {
    throw new AppError('training/diverged', {
      message: `The model cannot become int8: ${where} holds a value that is not a finite number.`,
    })
  }
  range.low = low
  range.high = high
}

/**
 * Runs the prepared float network over the representative set: once for the ends of the ranges, and again for the
 * distribution between them where the method asks for it.
 * @param features `[n, inputs]` row-major, unscaled, n ≥ 1.
 */
export function calibrate(
  graph: FloatGraph,
  features: Float32Array,
  kernels: Kernels,
  method: CalibrationMethod = 'min-max',
): Calibration {
  const empty = (): Range => ({ low: Infinity, high: -Infinity })
  const input = empty()
  const layers = graph.layers.map(empty)
  const see = (layer: number, values: Float32Array): void => {
    widen(layers[layer] ?? input, values, layer < 0 ? 'the input' : `layer ${layer + 1}`)
  }
  runFloat({ graph, kernels, see }, features)
  if (method === 'min-max') return { input, layers }
  const ofInput = new Histogram(input)
  const histograms = layers.map((range) => new Histogram(range))
  runFloat({ graph, kernels, see: (layer, values) => (histograms[layer] ?? ofInput).add(values) }, features)
  return {
    input: chooseRange(ofInput, method),
    layers: histograms.map((histogram) => chooseRange(histogram, method)),
  }
}

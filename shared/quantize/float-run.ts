/** Runs the float network and shows, or changes, what comes out of each of its layers. */
import { AppError } from '../contract/errors.ts'
import type { FloatGraph, Shape } from '../nn/graph.ts'
import { padded, withScratch, type Kernels, type Place } from '../nn/kernels.ts'
import { createNetwork, importLayers, type OutputRule } from '../nn/network.ts'
import { placeRows } from '../nn/placed-set.ts'
import { askingRows } from '../nn/plan.ts'
import { scaleFeatures } from '../nn/scaler.ts'
import { flat, valueCount } from '../nn/shape.ts'
import { outputShape } from './prepare.ts'

/** `values` are `[rows, height, width, channels]` of layer `layer`; −1 is the input. They hold only during the call. */
export type SeeOutputs = (layer: number, values: Float32Array, rows: number) => void

export interface FloatRun {
  graph: FloatGraph
  kernels: Kernels
  see?: SeeOutputs
  /** What takes the place of each value of a layer's output; layers without one stay as they are. */
  change?: (layer: number) => ((value: number) => number) | undefined
}

export function rowsOf({ inputs }: FloatGraph, features: Float32Array): number {
  const rows = features.length / inputs
  if (rows < 1 || !Number.isInteger(rows)) {
    throw new AppError('training/too-few', {
      message: `int8 conversion needs whole windows of ${inputs} features; it was given ${features.length} values.`,
    })
  }
  return rows
}

/**
 * The last layer's activation is left out, as is the case with a softmax: its logits are what int8 keeps.
 * @param features `[n, inputs]` row-major, unscaled, n ≥ 1.
 */
export function runFloat({ graph, kernels, see, change }: FloatRun, features: Float32Array): void {
  const { layers, inputs } = graph
  const rows = rowsOf(graph, features)
  const scaled = graph.scaler ? scaleFeatures(features, graph.scaler) : features
  withScratch(kernels, () => {
    const capacity = Math.min(rows, askingRows(layers))
    let count = 0
    const visit = (layer: number, output: Place): void => {
      const shape = layer < 0 ? flat(inputs) : outputShape(layers[layer]!)
      const values = { floats: kernels.floats(), place: output, shape, rows: count }
      const replace = change?.(layer)
      if (replace) changeValues(values, replace)
      see?.(layer, plain(values), count)
    }
    const outputs = (): OutputRule => ({ forward: visit, backward: () => {} })
    const network = createNetwork({ kernels, layers, capacity, seed: 0, learns: false, outputs })
    importLayers(network, layers)
    const place = placeRows(kernels, scaled, inputs)
    for (let start = 0; start < rows; start += capacity) {
      count = Math.min(capacity, rows - start)
      const input = place + start * padded(inputs)
      visit(-1, input)
      network.forward(input, { rows: count, training: false })
    }
  })
}

interface PaddedValues {
  floats: Float32Array
  place: Place
  shape: Shape
  rows: number
}

function pixelsOf({ shape, rows }: PaddedValues): number {
  return (rows * valueCount(shape)) / shape.channels
}

/** Mean of every channel of the input, which is −1, and of each layer's output. */
export function channelMeans(
  { graph, kernels }: Pick<FloatRun, 'graph' | 'kernels'>,
  features: Float32Array,
): Map<number, Float64Array> {
  const sums = new Map<number, Float64Array>()
  const pixels = new Map<number, number>()
  const see = (layer: number, values: Float32Array): void => {
    const channels = layer < 0 ? graph.inputs : outputShape(graph.layers[layer]!).channels
    const sum = sums.get(layer) ?? new Float64Array(channels)
    values.forEach((value, index) => (sum[index % channels]! += value))
    sums.set(layer, sum)
    pixels.set(layer, (pixels.get(layer) ?? 0) + values.length / channels)
  }
  runFloat({ graph, kernels, see }, features)
  return new Map([...sums].map(([layer, sum]) => [layer, sum.map((total) => total / pixels.get(layer)!)]))
}

/** Without the padding behind each pixel. */
function plain(from: PaddedValues): Float32Array {
  const { floats, place, shape } = from
  const { channels } = shape
  const pixels = pixelsOf(from)
  const stride = padded(channels)
  if (stride === channels) return floats.subarray(place, place + pixels * channels)
  const values = new Float32Array(pixels * channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = place + pixel * stride
    for (let channel = 0; channel < channels; channel++) values[pixel * channels + channel] = floats[at + channel]!
  }
  return values
}

function changeValues(values: PaddedValues, replace: (value: number) => number): void {
  const { floats, place, shape } = values
  const pixels = pixelsOf(values)
  const stride = padded(shape.channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = place + pixel * stride
    for (let channel = at; channel < at + shape.channels; channel++) floats[channel] = replace(floats[channel]!)
  }
}

/** Runs the float network and shows what comes out of each of its layers. */
import { AppError } from '../contract/errors.ts'
import type { FloatGraph, Shape } from '../nn/graph.ts'
import { padded, withScratch, type Kernels } from '../nn/kernels.ts'
import { createNetwork, importLayers } from '../nn/network.ts'
import { placeRows } from '../nn/placed-set.ts'
import { widestSample } from '../nn/plan.ts'
import { scaleFeatures } from '../nn/scaler.ts'
import { flat, valueCount } from '../nn/shape.ts'
import { outputShape } from './prepare.ts'

const BLOCK_ROWS = 256
const BLOCK_FLOATS = 2 ** 20

/** `values` are `[rows, height, width, channels]` of layer `layer`; −1 is the input. They hold only during the call. */
export type SeeOutputs = (layer: number, values: Float32Array, rows: number) => void

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
export function seeOutputs(graph: FloatGraph, features: Float32Array, kernels: Kernels, see: SeeOutputs): void {
  const { layers, inputs } = graph
  const rows = rowsOf(graph, features)
  const scaled = graph.scaler ? scaleFeatures(features, graph.scaler) : features
  withScratch(kernels, () => {
    const capacity = Math.max(1, Math.min(BLOCK_ROWS, rows, Math.floor(BLOCK_FLOATS / widestSample(layers))))
    const network = createNetwork({ kernels, layers, capacity, seed: 0, learns: false })
    importLayers(network, layers)
    const place = placeRows(kernels, scaled, inputs)
    for (let start = 0; start < rows; start += capacity) {
      const count = Math.min(capacity, rows - start)
      const input = place + start * padded(inputs)
      network.forward(input, { rows: count, training: false })
      const floats = kernels.floats()
      see(-1, plain(floats, input, { shape: flat(inputs), rows: count }), count)
      network.nodes.forEach(({ output }, index) => {
        see(index, plain(floats, output, { shape: outputShape(layers[index]!), rows: count }), count)
      })
    }
  })
}

/** Without the padding behind each pixel. */
function plain(floats: Float32Array, place: number, { shape, rows }: { shape: Shape; rows: number }): Float32Array {
  const { channels } = shape
  const pixels = (rows * valueCount(shape)) / channels
  const stride = padded(channels)
  if (stride === channels) return floats.subarray(place, place + pixels * channels)
  const values = new Float32Array(pixels * channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = place + pixel * stride
    for (let channel = 0; channel < channels; channel++) values[pixel * channels + channel] = floats[from + channel]!
  }
  return values
}

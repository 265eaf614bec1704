/** Asks a trained float network. */
import { AppError } from '../contract/errors.ts'
import type { Layer } from '../model/impulse.ts'
import type { FloatDense, FloatGraph } from './graph.ts'
import { padded, withScratch, type Kernels } from './kernels.ts'
import { createNetwork, importLayers, type Network } from './network.ts'
import { placeRows } from './placed-set.ts'
import { plainKernels } from './plain-kernels.ts'
import { scaleFeatures } from './scaler.ts'

const BLOCK_ROWS = 256

/**
 * Probabilities `[rows, labels]` for features `[rows, inputs]`, both row-major. A row's answer does not depend on
 * the rows beside it, nor on the kernels.
 */
export function predict(graph: FloatGraph, features: Float32Array, kernels: Kernels = plainKernels()): Float32Array {
  const rows = features.length / graph.inputs
  if (!Number.isInteger(rows))
    throw new AppError('training/bad-features', {
      message: `${features.length} values are no whole number of windows with ${graph.inputs} features each.`,
    })
  const scaled = graph.scaler ? scaleFeatures(features, graph.scaler) : features
  return withScratch(kernels, () => predictScaled(graph, { scaled, rows, kernels }))
}

function predictScaled(
  graph: FloatGraph,
  { scaled, rows, kernels }: { scaled: Float32Array; rows: number; kernels: Kernels },
): Float32Array {
  const classes = graph.labels.length
  const network = networkOf(graph, kernels)
  const place = placeRows(kernels, scaled, graph.inputs)
  const probabilities = new Float32Array(rows * classes)
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - start)
    const logits = network.forward(place + start * padded(graph.inputs), { rows: count, training: false })
    network.loss.forward(logits, count)
    const floats = kernels.floats()
    for (let row = 0; row < count; row++) {
      const from = network.loss.probabilities + row * padded(classes)
      probabilities.set(floats.subarray(from, from + classes), (start + row) * classes)
    }
  }
  return probabilities
}

function networkOf(graph: FloatGraph, kernels: Kernels): Network {
  const network = createNetwork({
    kernels,
    inputs: graph.inputs,
    classes: graph.labels.length,
    layers: graph.layers.slice(0, -1).map(hiddenLayer),
    capacity: BLOCK_ROWS,
    seed: 0,
    learns: false,
  })
  if (graph.layers.at(-1)?.activation !== 'softmax')
    throw new AppError('model/unsupported', { message: 'The last layer of a classifier must be a softmax.' })
  importLayers(network, graph.layers)
  return network
}

function hiddenLayer({ outputs, activation }: FloatDense): Layer {
  if (activation === 'softmax')
    throw new AppError('model/unsupported', { message: 'A softmax can only be the last layer.' })
  return { type: 'dense', units: outputs, activation }
}

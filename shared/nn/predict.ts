/** Asks a trained float network. */
import { AppError } from '../contract/errors.ts'
import type { FloatGraph } from './graph.ts'
import { padded, withScratch, type Kernels } from './kernels.ts'
import { createLoss, type LossChoice } from './loss.ts'
import { createNetwork, importLayers } from './network.ts'
import { placeRows } from './placed-set.ts'
import { plainKernels } from './plain-kernels.ts'
import { askingRows } from './plan.ts'
import { scaleFeatures } from './scaler.ts'

/**
 * Answers `[rows, labels]` for features `[rows, inputs]`, both row-major: probabilities, or values where the last
 * layer is linear. A row's answer does not depend on the rows beside it, nor on the kernels.
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

interface Asking {
  scaled: Float32Array
  rows: number
  kernels: Kernels
}

function predictScaled(graph: FloatGraph, { scaled, rows, kernels }: Asking): Float32Array {
  const { layers, inputs } = graph
  const outputs = graph.labels.length
  const loss = lossOf(graph)
  const capacity = askingRows(layers)
  const network = createNetwork({ kernels, layers, capacity, seed: 0, learns: false })
  importLayers(network, layers)
  const ending = createLoss({ kernels, outputs, capacity }, loss)
  const place = placeRows(kernels, scaled, inputs)
  const answers = new Float32Array(rows * outputs)
  for (let start = 0; start < rows; start += capacity) {
    const count = Math.min(capacity, rows - start)
    ending.forward(network.forward(place + start * padded(inputs), { rows: count, training: false }), count)
    const floats = kernels.floats()
    for (let row = 0; row < count; row++) {
      const from = ending.answers + row * padded(outputs)
      answers.set(floats.subarray(from, from + outputs), (start + row) * outputs)
    }
  }
  return answers
}

/** The loss that knows how to make answers of the last layer's logits. */
function lossOf({ layers }: FloatGraph): LossChoice {
  const last = layers.at(-1)
  const early = layers.findIndex((layer) => 'activation' in layer && layer.activation === 'softmax')
  if (early >= 0 && early < layers.length - 1)
    throw new AppError('model/unsupported', { message: 'A softmax can only be the last layer.' })
  if (last?.type === 'dense' && last.activation === 'softmax') return { kind: 'cross-entropy' }
  if (last?.type === 'dense' && last.activation === 'sigmoid') return { kind: 'binary-cross-entropy' }
  if (last?.type === 'dense' && last.activation === 'linear') return { kind: 'mean-squared-error' }
  throw new AppError('model/unsupported', {
    message: 'The last layer of a network must be dense, ending with softmax, sigmoid or nothing.',
  })
}

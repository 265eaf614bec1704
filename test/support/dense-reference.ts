/** A small dense classifier in float64, written for reading: what the engine's losses and gradients are held against. */
import type { FloatDense } from '../../shared/nn/graph.ts'

export interface ReferenceBatch {
  features: Float32Array
  labels: Int32Array
  /** Multiplies each row's loss. */
  weights: number[]
}

/** Row-major `[outputs, inputs]` weights and bias a layer, in float64. */
export interface ReferenceLayer {
  inputs: number
  outputs: number
  weights: Float64Array
  bias: Float64Array
  relu: boolean
}

export function referenceLayers(layers: readonly FloatDense[]): ReferenceLayer[] {
  return layers.map(({ inputs, outputs, weights, bias, activation }) => ({
    inputs,
    outputs,
    weights: Float64Array.from(weights),
    bias: Float64Array.from(bias),
    relu: activation === 'relu',
  }))
}

function layerOutput(layer: ReferenceLayer, input: number[]): number[] {
  return Array.from(layer.bias, (bias, output) => {
    const sum = input.reduce(
      (total, value, index) => total + value * layer.weights[output * layer.inputs + index]!,
      bias,
    )
    return layer.relu ? Math.max(0, sum) : sum
  })
}

export function referenceProbabilities(layers: readonly ReferenceLayer[], row: number[]): number[] {
  const logits = layers.reduce((values, layer) => layerOutput(layer, values), row)
  const largest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - largest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/** Σ weight · −ln(probability of the label) / rows. */
export function referenceLoss(layers: readonly ReferenceLayer[], batch: ReferenceBatch): number {
  const inputs = layers[0]!.inputs
  let loss = 0
  batch.labels.forEach((label, row) => {
    const values = [...batch.features.subarray(row * inputs, (row + 1) * inputs)]
    loss -= batch.weights[row]! * Math.log(referenceProbabilities(layers, values)[label]!)
  })
  return loss / batch.labels.length
}

/** Central differences; the step suits float64. */
export function referenceGradient(
  layers: readonly ReferenceLayer[],
  batch: ReferenceBatch,
  values: Float64Array,
): Float64Array {
  const step = 1e-6
  return values.map((value, index) => {
    values[index] = value + step
    const above = referenceLoss(layers, batch)
    values[index] = value - step
    const below = referenceLoss(layers, batch)
    values[index] = value
    return (above - below) / (2 * step)
  })
}

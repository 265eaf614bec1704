/** A set of rows inside the kernels' memory, ready for passes over it. */
import { AppError } from '../contract/errors.ts'
import { padded, type Kernels, type Place } from './kernels.ts'
import type { Network } from './network.ts'
import { rowCount, type TrainingData } from './training-data.ts'

export interface PlacedSet {
  rows: number
  /** `[rows, stride]`, padded. */
  features: Place
  stride: number
  labels: Int32Array
  /** What each row's loss counts: class weight · sample weight. */
  weights: Float32Array
}

export interface SetScore {
  /** Mean of the rows' losses under their weights. */
  loss: number
  /** Share of rows whose most likely class is their label. */
  accuracy: number
}

/** Copies features (already scaled) with padding between the rows. */
export function placeRows(kernels: Kernels, features: Float32Array, inputs: number): Place {
  const stride = padded(inputs)
  const rows = features.length / inputs
  const place = kernels.allocate(rows * stride)
  const floats = kernels.floats()
  for (let row = 0; row < rows; row++)
    floats.set(features.subarray(row * inputs, (row + 1) * inputs), place + row * stride)
  return place
}

export function placeSet(kernels: Kernels, data: TrainingData, classWeights: Float32Array): PlacedSet {
  const weights = Float32Array.from(
    data.labels,
    (label, row) => classWeights[label]! * (data.sampleWeights?.[row] ?? 1),
  )
  return {
    rows: rowCount(data),
    features: placeRows(kernels, data.features, data.inputs),
    stride: padded(data.inputs),
    labels: data.labels,
    weights,
  }
}

export interface Scoring {
  kernels: Kernels
  network: Network
  classes: number
  capacity: number
  /** Asked between blocks of rows. */
  throwIfCancelled: () => void
}

/** Loss and accuracy of the network as it is now, without dropout; losses are summed in double in row order. */
export function scoreSet(scoring: Scoring, set: PlacedSet): SetScore {
  const { kernels, network } = scoring
  let lossSum = 0
  let weightSum = 0
  let correct = 0
  for (let start = 0; start < set.rows; start += scoring.capacity) {
    scoring.throwIfCancelled()
    const rows = Math.min(scoring.capacity, set.rows - start)
    kernels.integers().set(set.labels.subarray(start, start + rows), network.loss.labels)
    const logits = network.forward(set.features + start * set.stride, { rows, training: false })
    network.loss.forward(logits, rows)
    const floats = kernels.floats()
    for (let row = 0; row < rows; row++) {
      const weight = set.weights[start + row]!
      lossSum += floats[network.loss.losses + row]! * weight
      weightSum += weight
      const at = network.loss.probabilities + row * padded(scoring.classes)
      if (mostLikely(floats, at, scoring.classes) === set.labels[start + row]) correct += 1
    }
  }
  return { loss: lossSum / weightSum, accuracy: correct / set.rows }
}

/** Index of the largest of `count` values from `start`; the first of equals. */
export function mostLikely(values: Float32Array, start: number, count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (values[start + i]! > values[start + best]!) best = i
  return best
}

/** n / (classes · rows of the class): rare labels count as much as frequent ones. */
export function balancedWeights(counts: readonly number[]): Float32Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : total / (counts.length * count)))
}

export function throwIfCancelled(cancelled: boolean): void {
  if (cancelled) throw new AppError('app/cancelled')
}

/** A set of rows inside the kernels' memory, ready for passes over it. */
import { AppError } from '../contract/errors.ts'
import { padded, type Kernels, type Place } from './kernels.ts'
import type { RunningLoss, Truth } from './layers/running-loss.ts'
import type { Network } from './network.ts'

/** Rows to learn from or to judge by, checked and scaled. */
export interface LearningSet extends Truth {
  /** `[rows, inputs]`, row-major. */
  features: Float32Array
  inputs: number
  /** What each row's loss counts. */
  weights: Float32Array
}

export interface PlacedSet extends Truth {
  rows: number
  /** `[rows, stride]`, padded. */
  features: Place
  stride: number
  weights: Float32Array
}

export interface SetScore {
  /** Mean of the rows' losses under their weights. */
  loss: number
  /** Share of rows whose most likely class is their label; of yes-or-no answers that are right; 0 for values. */
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

export function placeSet(kernels: Kernels, set: LearningSet): PlacedSet {
  const { features, inputs, ...rest } = set
  const rows = features.length / inputs
  return { ...rest, rows, features: placeRows(kernels, features, inputs), stride: padded(inputs) }
}

export interface Scoring {
  kernels: Kernels
  network: Network
  loss: RunningLoss
  capacity: number
  /** Asked between blocks of rows. */
  throwIfCancelled: () => void
}

/** Loss and accuracy of the network as it is now, without dropout; losses are summed in double in row order. */
export function scoreSet(
  { kernels, network, loss, capacity, throwIfCancelled: check }: Scoring,
  set: PlacedSet,
): SetScore {
  const { losses } = loss
  const chosen = new Int32Array(capacity)
  let [lossSum, weightSum, correct] = [0, 0, 0]
  for (let start = 0; start < set.rows; start += capacity) {
    check()
    const rows = Math.min(capacity, set.rows - start)
    for (let row = 0; row < rows; row++) chosen[row] = start + row
    loss.setTruth(set, chosen.subarray(0, rows))
    loss.forward(network.forward(set.features + start * set.stride, { rows, training: false }), rows)
    const floats = kernels.floats()
    for (let row = 0; row < rows; row++) {
      const weight = set.weights[start + row]!
      lossSum += floats[losses + row]! * weight
      weightSum += weight
    }
    correct += loss.rightness(rows)
  }
  return { loss: lossSum / weightSum, accuracy: correct / set.rows }
}

/** n / (classes · rows of the class): rare labels count as much as frequent ones. */
export function balancedWeights(counts: readonly number[]): Float32Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : total / (counts.length * count)))
}

export function throwIfCancelled(cancelled: boolean): void {
  if (cancelled) throw new AppError('app/cancelled')
}

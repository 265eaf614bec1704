/** Batches: rows in a new order each epoch, forward, backward, one step of the optimizer. */
import type { Kernels, Place } from './kernels.ts'
import type { RunningLoss } from './layers/running-loss.ts'
import type { Network } from './network.ts'
import { addLassoDecay, addWeightDecay, clipGradients, type Optimizer } from './optimizers.ts'
import type { PlacedSet } from './placed-set.ts'

export interface Regularisation {
  /** Weight of Σ |w| in the loss. */
  l1?: number
  /** Weight of Σ w² in the loss. */
  l2?: number
  /** Longest gradient of all parameters together; longer ones are shortened. */
  clipNorm?: number
}

export interface BatchOptions extends Regularisation {
  kernels: Kernels
  network: Network
  loss: RunningLoss
  optimizer: Optimizer
  train: PlacedSet
  batchSize: number
}

export interface Batches {
  /** Learns from the chosen rows; returns their mean loss before the step. */
  run(chosen: Int32Array, rate: number): number
}

export function createBatches(options: BatchOptions): Batches {
  const { kernels, batchSize, train } = options
  const features = kernels.allocate(batchSize * train.stride)
  const indexes = kernels.allocate(batchSize)
  return { run: (chosen, rate) => runBatch(options, { features, indexes, chosen, rate }) }
}

interface Batch {
  /** `[batchSize, stride]`: the rows of the batch. */
  features: Place
  /** `[batchSize]` of int32. */
  indexes: Place
  chosen: Int32Array
  rate: number
}

function runBatch(options: BatchOptions, { features, indexes, chosen, rate }: Batch): number {
  const { kernels, network, loss, train, optimizer } = options
  const { l1 = 0, l2 = 0, clipNorm } = options
  const { weights } = train
  const { rowWeights } = loss
  const rows = chosen.length
  const floats = kernels.floats()
  kernels.integers().set(chosen, indexes)
  loss.setTruth(train, chosen)
  for (let row = 0; row < rows; row++) floats[rowWeights + row] = weights[chosen[row]!]! / rows
  kernels.gather({ out: features, data: train.features, indexes, rows, stride: train.stride })
  loss.forward(network.forward(features, { rows, training: true }), rows)
  network.backward(loss.backward(rows), rows)
  addLassoDecay(kernels, network.parameters, l1)
  addWeightDecay(kernels, network.parameters, l2)
  if (clipNorm !== undefined) clipGradients(kernels, network.parameters, clipNorm)
  optimizer.step(rate)
  return meanLoss(floats, loss, rows)
}

function meanLoss(floats: Float32Array, { losses, rowWeights }: RunningLoss, rows: number): number {
  let sum = 0
  for (let row = 0; row < rows; row++) sum += floats[losses + row]! * floats[rowWeights + row]!
  return sum
}

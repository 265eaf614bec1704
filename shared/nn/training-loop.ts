/** Epochs and batches: shuffle, forward, backward, step; keeps the best epoch. */
import { AppError } from '../contract/errors.ts'
import type { Epoch } from '../model/run.ts'
import { watchDivergence, type DivergenceWatch } from './divergence.ts'
import { padded, type Kernels, type Place } from './kernels.ts'
import type { Parameter } from './layers/layer.ts'
import type { Network } from './network.ts'
import { addWeightDecay, createOptimizer, type Optimizer } from './optimizers.ts'
import { scoreSet, throwIfCancelled, type PlacedSet, type Scoring } from './placed-set.ts'
import { permutation, seededRandom, shuffle, STREAMS } from './random.ts'
import type { TrainingRequest } from './trainer.ts'

export interface LoopOptions {
  request: TrainingRequest
  network: Network
  train: PlacedSet
  validation?: PlacedSet
  classes: number
  batchSize: number
  capacity: number
}

interface Batches {
  optimizer: Optimizer
  /** Row numbers in the order of this epoch. */
  order: Int32Array
  /** `[batchSize, stride]`: the rows of one batch. */
  features: Place
  /** `[batchSize]` of int32. */
  indexes: Place
  l2: number
}

export interface LoopOutcome {
  epochs: Epoch[]
  bestEpoch: number
  stopped: boolean
}

export function runEpochs(options: LoopOptions): LoopOutcome {
  const { request, network, train, validation, classes, capacity } = options
  const { settings, kernels } = request
  const random = seededRandom(settings.seed, STREAMS.shuffle)
  const batches = prepareBatches(options, permutation(train.rows, random))
  const cancel = (): void => throwIfCancelled(request.signal?.aborted === true || request.shouldCancel?.() === true)
  const scoring: Scoring = { kernels, network, classes, capacity, throwIfCancelled: cancel }
  const watch = watchDivergence({
    learningRate: settings.learningRate,
    epochs: settings.trainingCycles,
    classes,
    untrainedLoss: scoreSet(scoring, train).loss,
  })
  const best = bestWeights(kernels, network.parameters)
  const epochs: Epoch[] = []
  let stopped = false
  for (let number = 1; number <= settings.trainingCycles && !stopped; number++) {
    shuffle(batches.order, random)
    stopped = !runBatches(options, batches, cancel)
    // A part of an epoch counts only where there is nothing else to keep.
    if (stopped && epochs.length > 0) break
    const epoch = scoreEpoch(scoring, number, { train, validation, watch })
    best.offer(number, epoch.validationLoss ?? epoch.loss)
    epochs.push(epoch)
    request.onEpoch?.(epoch)
  }
  best.restore()
  return { epochs, bestEpoch: best.epoch(), stopped }
}

function prepareBatches({ request, network, train, batchSize }: LoopOptions, order: Int32Array): Batches {
  const { kernels, settings, optimizer: choice = { kind: 'adam' } } = request
  const { parameters } = network
  return {
    optimizer: createOptimizer({ kernels, parameters, learningRate: settings.learningRate, choice }),
    order,
    features: kernels.allocate(batchSize * train.stride),
    indexes: kernels.allocate(batchSize),
    l2: request.l2 ?? 0,
  }
}

/** One epoch; false where it was told to stop in between. */
function runBatches(options: LoopOptions, batches: Batches, cancel: () => void): boolean {
  const { request, train, batchSize } = options
  for (let start = 0; start < train.rows; start += batchSize) {
    cancel()
    if (request.shouldStop?.()) return false
    runBatch(options, batches, batches.order.subarray(start, start + batchSize))
  }
  return true
}

function runBatch({ request, network, train }: LoopOptions, batches: Batches, chosen: Int32Array): void {
  const { kernels } = request
  const rows = chosen.length
  const { loss } = network
  const integers = kernels.integers()
  const floats = kernels.floats()
  integers.set(chosen, batches.indexes)
  for (let row = 0; row < rows; row++) {
    integers[loss.labels + row] = train.labels[chosen[row]!]!
    floats[loss.rowWeights + row] = train.weights[chosen[row]!]! / rows
  }
  kernels.gather({ out: batches.features, data: train.features, indexes: batches.indexes, rows, stride: train.stride })
  loss.forward(network.forward(batches.features, { rows, training: true }), rows)
  network.backward(rows)
  addWeightDecay(kernels, network.parameters, batches.l2)
  batches.optimizer.step()
}

interface Sets {
  train: PlacedSet
  validation: PlacedSet | undefined
  watch: DivergenceWatch
}

/** Both sets under the weights at the end of the epoch, so that the two curves can be compared. */
function scoreEpoch(scoring: Scoring, epoch: number, { train, validation, watch }: Sets): Epoch {
  const learnt = scoreSet(scoring, train)
  watch.check(epoch, learnt.loss)
  if (!validation) return { epoch, ...learnt }
  const held = scoreSet(scoring, validation)
  if (!Number.isFinite(held.loss)) throw outOfRange()
  return { epoch, ...learnt, validationLoss: held.loss, validationAccuracy: held.accuracy }
}

/** Training itself went well, so only the size of the validation features can be the cause. */
function outOfRange(): AppError {
  return new AppError('training/bad-features', {
    message: 'Some validation windows have features far too large to compute with.',
  })
}

interface BestWeights {
  offer(epoch: number, loss: number): void
  restore(): void
  epoch(): number
}

/** Remembers the weights of the epoch with the lowest loss; the first of equals. */
function bestWeights(kernels: Kernels, parameters: readonly Parameter[]): BestWeights {
  const kept = parameters.map(({ length }) => new Float32Array(padded(length)))
  let bestLoss = Infinity
  let bestEpoch = 1
  return {
    offer(epoch, loss) {
      if (!(loss < bestLoss)) return
      bestLoss = loss
      bestEpoch = epoch
      const floats = kernels.floats()
      parameters.forEach(({ values, length }, index) => kept[index]!.set(floats.subarray(values, values + length)))
    },
    restore() {
      const floats = kernels.floats()
      parameters.forEach(({ values }, index) => floats.set(kept[index]!, values))
    },
    epoch: () => bestEpoch,
  }
}

/** Epochs: shuffle, learn batch by batch, score; keeps the best one; can be saved after each and gone on with. */
import { AppError } from '../contract/errors.ts'
import type { Epoch } from '../model/run.ts'
import { createBatches, type Batches, type Regularisation } from './batches.ts'
import { bestWeights, type BestState, type BestWeights } from './best-weights.ts'
import { watchDivergence, type DivergenceWatch } from './divergence.ts'
import type { RunningLoss } from './layers/running-loss.ts'
import type { Kernels } from './kernels.ts'
import type { Network } from './network.ts'
import {
  copies,
  createOptimizer,
  piecesOf,
  putBack,
  type Optimizer,
  type OptimizerChoice,
  type OptimizerState,
} from './optimizers.ts'
import { createPace, type EpochControl } from './pace.ts'
import { scoreSet, throwIfCancelled, type PlacedSet, type Scoring } from './placed-set.ts'
import { permutation, seededRandom, shuffle, STREAMS, type Random } from './random.ts'
import { rateAt, type ScheduleChoice } from './schedule.ts'

/** Everything a training is made of between two epochs; plain data. */
export interface TrainingState {
  epochs: Epoch[]
  untrainedLoss: number
  best: BestState
  tensors: Float32Array[]
  optimizer: OptimizerState
  /** Row numbers as the last epoch left them. */
  order: Int32Array
  shuffleRandom: Int32Array
  dropoutRandom: Int32Array
}

export interface LoopSettings extends Regularisation {
  kernels: Kernels
  seed: number
  trainingCycles: number
  learningRate: number
  batchSize: number
  optimizer?: OptimizerChoice
  /** Constant where absent. */
  schedule?: ScheduleChoice
  /** Ends when so many epochs in a row were no better than the best one. */
  patience?: number
  /** Goes on after the epochs of an earlier training. */
  resume?: TrainingState
  signal?: AbortSignal
  shouldCancel?: () => boolean
  shouldStop?: () => boolean
  onEpoch?: (epoch: Epoch) => void
  /** May change the learning rate after an epoch, or end the training. */
  control?: EpochControl
}

export interface LoopOptions {
  settings: LoopSettings
  network: Network
  loss: RunningLoss
  train: PlacedSet
  validation?: PlacedSet
  /** Loss of answering evenly; 0 where there is no such thing. */
  evenLoss: number
  capacity: number
}

export interface LoopOutcome {
  epochs: Epoch[]
  bestEpoch: number
  stopped: boolean
  state: TrainingState
}

interface Running {
  optimizer: Optimizer
  batches: Batches
  order: Int32Array
  random: Random
  best: BestWeights
  epochs: Epoch[]
  untrainedLoss: number
}

export function runEpochs(options: LoopOptions): LoopOutcome {
  const { settings, network, loss, train, capacity } = options
  const { kernels, trainingCycles, learningRate } = settings
  const cancel = (): void => throwIfCancelled(settings.signal?.aborted === true || settings.shouldCancel?.() === true)
  const scoring: Scoring = { kernels, network, loss, capacity, throwIfCancelled: cancel }
  const running = begin(options, scoring)
  const { best, epochs, untrainedLoss } = running
  const watch = watchDivergence({
    learningRate,
    epochs: trainingCycles,
    evenLoss: options.evenLoss,
    untrainedLoss,
  })
  const pace = createPace(learningRate, settings.control, epochs)
  let stopped = false
  let state = saveState(options, running)
  for (let number = epochs.length + 1; number <= trainingCycles && !stopped && !pace.ended; number++) {
    if (runOut(settings, best, epochs.length)) break
    shuffle(running.order, running.random)
    stopped = !runBatches(options, running, { epoch: number, cancel, learningRate: pace.learningRate })
    // A part of an epoch counts only where there is nothing else to keep.
    if (stopped && epochs.length > 0) break
    const epoch = scoreEpoch(scoring, number, { train, validation: options.validation, watch })
    best.offer(number, epoch.validationLoss ?? epoch.loss)
    epochs.push(epoch)
    // After each whole epoch: a stop in the middle of one must not count its first half twice.
    state = saveState(options, running)
    settings.onEpoch?.(epoch)
    pace.after(epoch)
  }
  best.restore()
  return { epochs, bestEpoch: best.epoch(), stopped, state }
}

function begin(options: LoopOptions, scoring: Scoring): Running {
  const { settings, network, train } = options
  const { kernels, resume, learningRate, seed } = settings
  const { parameters } = network
  const choice = settings.optimizer ?? { kind: 'adam' }
  const optimizer = createOptimizer({ kernels, parameters, learningRate, choice })
  const { l1, l2, clipNorm } = settings
  const regularisation = { ...(l1 && { l1 }), ...(l2 && { l2 }), ...(clipNorm !== undefined && { clipNorm }) }
  const { batchSize } = settings
  const batches = createBatches({ ...options, kernels, optimizer, batchSize, ...regularisation })
  const random = seededRandom(seed, STREAMS.shuffle)
  const order = permutation(train.rows, random)
  if (!resume) {
    const untrainedLoss = scoreSet(scoring, train).loss
    return { optimizer, batches, order, random, best: bestWeights(kernels, network.tensors), epochs: [], untrainedLoss }
  }
  restoreState(options, resume, optimizer)
  order.set(resume.order)
  random.restore(resume.shuffleRandom)
  const best = bestWeights(kernels, network.tensors, resume.best)
  return { optimizer, batches, order, random, best, epochs: [...resume.epochs], untrainedLoss: resume.untrainedLoss }
}

function saveState({ settings, network }: LoopOptions, running: Running): TrainingState {
  return {
    epochs: [...running.epochs],
    untrainedLoss: running.untrainedLoss,
    best: running.best.save(),
    tensors: copies(settings.kernels, piecesOf(network.tensors)),
    optimizer: running.optimizer.save(),
    order: running.order.slice(),
    shuffleRandom: running.random.save(),
    dropoutRandom: network.dropoutRandom.save(),
  }
}

function restoreState({ settings, network, train }: LoopOptions, state: TrainingState, optimizer: Optimizer): void {
  const pieces = piecesOf(network.tensors)
  const fits = pieces.length === state.tensors.length && state.order.length === train.rows
  if (!fits || pieces.some(({ length }, index) => state.tensors[index]?.length !== length))
    throw new AppError('impulse/invalid', {
      message: 'The saved training belongs to other data or other layers, so it cannot go on.',
      hint: 'Train anew.',
    })
  putBack(settings.kernels, pieces, state.tensors)
  optimizer.restore(state.optimizer)
  network.dropoutRandom.restore(state.dropoutRandom)
}

function runOut({ patience }: LoopSettings, best: BestWeights, epochs: number): boolean {
  return patience !== undefined && epochs > 0 && epochs - best.epoch() >= patience
}

interface EpochRun {
  epoch: number
  learningRate: number
  cancel: () => void
}

/** One epoch; false where it was told to stop in between. */
function runBatches(
  { settings, train }: LoopOptions,
  running: Running,
  { epoch, learningRate, cancel }: EpochRun,
): boolean {
  const { batchSize, trainingCycles: epochs, schedule = { kind: 'constant' } } = settings
  const stepsPerEpoch = Math.ceil(train.rows / batchSize)
  for (let step = 0; step < stepsPerEpoch; step++) {
    cancel()
    if (settings.shouldStop?.()) return false
    const rate = rateAt(schedule, (epoch - 1) * stepsPerEpoch + step, { learningRate, stepsPerEpoch, epochs })
    running.batches.run(running.order.subarray(step * batchSize, (step + 1) * batchSize), rate)
  }
  return true
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

/** Tries ever larger learning rates on ever new batches, to suggest one (Smith, 2017). */
import { AppError } from '../contract/errors.ts'
import { createBatches } from './batches.ts'
import { withScratch } from './kernels.ts'
import { createOptimizer } from './optimizers.ts'
import { throwIfCancelled } from './placed-set.ts'
import { permutation, seededRandom, shuffle, STREAMS } from './random.ts'
import { fitScaler } from './scaler.ts'
import { prepareTraining, type NetworkTraining } from './train-network.ts'
import type { LoopOptions } from './training-loop.ts'

export interface RateSweep {
  /** First rate, greater than 0. */
  lowest?: number
  highest?: number
  /** Batches, 10 or more. */
  steps?: number
}

export interface RateFinding {
  /** Rates tried, rising evenly on a logarithmic axis; fewer than asked where the loss ran away. */
  rates: number[]
  /** Loss of each batch, smoothed over its forerunners. */
  losses: number[]
  /** A third of the rate at which the loss fell fastest, with one digit: smoothing sees the fall late. */
  suggested: number
}

/** Share of the smoothed loss that stays with each batch. */
const SMOOTHING = 0.9
/** Steps over which a fall is measured: single ones are noise. */
const SLOPE_STEPS = 5
/** Share of the steps whose mean is over too few batches to tell a fall from luck. */
const UNSURE_SHARE = 0.2
/** The loss has run away when it is this many times the lowest one. */
const RUN_AWAY = 4

export function findLearningRate(training: NetworkTraining, sweep: RateSweep = {}): RateFinding {
  const { lowest = 1e-6, highest = 10, steps = 100 } = sweep
  if (!(lowest > 0 && lowest < highest && steps >= 10))
    throw new AppError('impulse/invalid', {
      message: `Rates from ${lowest} to ${highest} in ${steps} steps: they must rise from above 0, in 10 steps or more.`,
    })
  const { train, kernels, normalization } = training
  const scaler = normalization === 'standard-scaler' ? fitScaler(train.features, train.inputs) : undefined
  return withScratch(kernels, () => run(prepareTraining(training, scaler), { lowest, highest, steps }))
}

function run(options: LoopOptions, { lowest, highest, steps }: Required<RateSweep>): RateFinding {
  const { settings, network, loss, train } = options
  const { kernels, batchSize } = settings
  const choice = settings.optimizer ?? { kind: 'adam' }
  const optimizer = createOptimizer({ kernels, parameters: network.parameters, learningRate: lowest, choice })
  const batches = createBatches({ kernels, network, loss, optimizer, train, batchSize })
  const nextBatch = endlessBatches(train.rows, settings)
  const growth = rootOf(highest / lowest, steps - 1)
  const [rates, losses]: [number[], number[]] = [[], []]
  let [rate, smooth, rest, best] = [lowest, 0, 1, Infinity]
  for (let step = 0; step < steps; step++, rate *= growth) {
    throwIfCancelled(settings.signal?.aborted === true || settings.shouldCancel?.() === true)
    smooth = SMOOTHING * smooth + (1 - SMOOTHING) * batches.run(nextBatch(), rate)
    rest *= SMOOTHING
    const value = smooth / (1 - rest)
    if (!(value <= RUN_AWAY * best)) break
    best = Math.min(best, value)
    rates.push(rate)
    losses.push(value)
  }
  return { rates, losses, suggested: Number(((rates[steepest(losses, steps)] ?? lowest) / 3).toPrecision(1)) }
}

/** Where the loss fell most over a few steps; the first of equals. */
function steepest(losses: readonly number[], steps: number): number {
  let [at, most] = [0, 0]
  const first = Math.max(SLOPE_STEPS, Math.round(UNSURE_SHARE * steps))
  for (let step = first; step < losses.length; step++) {
    const fall = losses[step - SLOPE_STEPS]! - losses[step]!
    if (fall <= most) continue
    most = fall
    at = step
  }
  return at
}

/** Batches in the order of training, again from the start after the last one. */
function endlessBatches(rows: number, { seed, batchSize }: LoopOptions['settings']): () => Int32Array {
  const random = seededRandom(seed, STREAMS.shuffle)
  const order = permutation(rows, random)
  let start = 0
  return () => {
    if (start >= rows) {
      start = 0
      shuffle(order, random)
    }
    const batch = order.subarray(start, start + batchSize)
    start += batchSize
    return batch
  }
}

/** The n-th root by halving: Math.pow may differ in its last bit between engines. */
function rootOf(value: number, n: number): number {
  let [low, high] = [1, value]
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    let power = 1
    for (let k = 0; k < n && power <= value; k++) power *= middle
    if (power > value) high = middle
    else low = middle
  }
  return low
}

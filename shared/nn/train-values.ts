/** Trains networks whose answers are values: regression, and several labels at once. */
import { AppError } from '../contract/errors.ts'
import type { Epoch } from '../model/run.ts'
import type { ValueLossChoice } from './layers/value-losses.ts'
import type { LearningSet } from './placed-set.ts'
import { checkFeatures } from './training-data.ts'
import type { TrainingResult } from './trainer.ts'
import { checkOptions, checkRange, trainNetwork, type NetworkTraining, type TrainingOptions } from './train-network.ts'

export interface TargetData {
  /** `[rows, inputs]`, row-major. */
  features: Float32Array
  inputs: number
  /** `[rows, names]`, row-major; 0 … 1 where the loss is binary cross-entropy. */
  targets: Float32Array
  /** What the values are. */
  names: string[]
  sampleWeights?: Float32Array
}

/** Labels do not exclude each other, or answers are plain values. */
export interface ValueRequest extends TrainingOptions {
  train: TargetData
  validation?: TargetData
  loss: ValueLossChoice
  /** Accuracy is the share of right yes-or-no answers; 0 for plain values. */
  onEpoch?: (epoch: Epoch) => void
}

const LEAST_ROWS = 2

export function trainValues(request: ValueRequest): TrainingResult {
  const { train } = request
  const { layers, scaler, ...rest } = trainNetwork(valueTraining(request))
  return { graph: { inputs: train.inputs, ...(scaler && { scaler }), layers, labels: [...train.names] }, ...rest }
}

/** The request, checked, as the learning-rate finder understands it too. */
export function valueTraining(request: ValueRequest): NetworkTraining {
  const { train, validation, loss, ...options } = request
  checkTargets(train, 'training', loss)
  if (train.features.length / train.inputs < LEAST_ROWS)
    throw new AppError('training/too-few', { message: `Learning values needs ${LEAST_ROWS} windows or more.` })
  if (validation) checkTargets(validation, 'validation', loss)
  if (validation && (validation.inputs !== train.inputs || validation.names.length !== train.names.length))
    throw new Error('validation: other features or values than training')
  if (loss.kind === 'huber') checkRange('Delta', loss.delta, { above: 0, most: 1e12 })
  checkOptions(request)
  const yesOrNo = loss.kind === 'binary-cross-entropy'
  return {
    ...options,
    train: learningSet(train),
    ...(validation && validation.targets.length > 0 && { validation: learningSet(validation) }),
    loss,
    ending: { outputs: train.names.length, activation: yesOrNo ? 'sigmoid' : 'linear' },
    evenLoss: yesOrNo ? Math.LN2 : 0,
  }
}

function learningSet({ features, inputs, targets, names, sampleWeights }: TargetData): LearningSet {
  const weights = sampleWeights ?? new Float32Array(targets.length / names.length).fill(1)
  return { features, inputs, labels: new Int32Array(0), targets, weights }
}

function checkTargets({ features, inputs, targets, names }: TargetData, name: string, loss: ValueLossChoice): void {
  checkFeatures({ features, inputs, rows: targets.length / names.length }, name)
  const allowed = loss.kind === 'binary-cross-entropy' ? (value: number) => value >= 0 && value <= 1 : Number.isFinite
  const bad = targets.findIndex((value) => !allowed(value))
  if (bad < 0) return
  const [row, column] = [Math.floor(bad / names.length), bad % names.length]
  throw new AppError('training/bad-features', {
    message: `"${names[column]}" of window ${row + 1} (${name}) is ${targets[bad]}, not a value to learn.`,
    data: { row, name },
  })
}

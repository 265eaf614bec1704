/** Trains the network of a learning block on rows, whatever the rows are about. */
import type { NetworkBlock, TrainingSettings } from '../model/impulse.ts'
import type { Epoch } from '../model/run.ts'
import type { Kernels } from './kernels.ts'
import { findLearningRate, type RateFinding, type RateSweep } from './learning-rate-finder.ts'
import type { EpochControl } from './pace.ts'
import type { Rows } from './rows.ts'
import { regressionTraining, trainRegression } from './train-regression.ts'
import { trainValues, valueTraining, type TargetData, type ValueRequest } from './train-values.ts'
import type { NetworkTraining, TrainingOptions } from './train-network.ts'
import { classifierTraining, trainClassifier, type TrainingRequest, type TrainingResult } from './trainer.ts'
import type { TrainingState } from './training-loop.ts'

export interface LearnRequest {
  learn: NetworkBlock
  train: Rows
  validation?: Rows
  kernels: Kernels
  resume?: TrainingState
  shouldCancel?: () => boolean
  shouldStop?: () => boolean
  onEpoch?: (epoch: Epoch) => void
  control?: EpochControl
  /** Another engine's network; the own one where absent. */
  makeNetwork?: NonNullable<TrainingOptions['makeNetwork']>
}

export function learnRows(request: LearnRequest): TrainingResult {
  const asked = requestOf(request)
  switch (asked.kind) {
    case 'label':
      return trainClassifier(asked.request)
    case 'several':
      return trainValues(asked.request)
    case 'value':
      return trainRegression(asked.request)
  }
}

/** What a training is made of before its first step, checked. */
export function trainingOf(request: LearnRequest): NetworkTraining {
  const asked = requestOf(request)
  switch (asked.kind) {
    case 'label':
      return classifierTraining(asked.request)
    case 'several':
      return valueTraining(asked.request)
    case 'value':
      return regressionTraining(asked.request)
  }
}

/** Rates tried on the block's own network and rows, and the one to take. */
export function suggestLearningRate(request: LearnRequest, sweep?: RateSweep): RateFinding {
  return findLearningRate(trainingOf(request), sweep)
}

type Asked = { kind: 'label'; request: TrainingRequest } | { kind: 'several' | 'value'; request: ValueRequest }

function requestOf({ learn, train, validation, ...rest }: LearnRequest): Asked {
  const { layers, training, normalization } = learn
  const options: TrainingOptions = { ...rest, ...optionsOf(training), layers, settings: training, normalization }
  if (train.truth.kind === 'label') {
    const held = validation && classified(validation)
    const { labelSmoothing } = training
    return {
      kind: 'label',
      request: {
        ...options,
        train: classified(train),
        ...(held && { validation: held }),
        ...(labelSmoothing !== undefined && { labelSmoothing }),
      },
    }
  }
  const loss =
    train.truth.kind === 'several'
      ? ({ kind: 'binary-cross-entropy' } as const)
      : ((learn.block === 'regression' ? learn.loss : undefined) ?? ({ kind: 'mean-squared-error' } as const))
  return {
    kind: train.truth.kind,
    request: { ...options, loss, train: targeted(train), ...(validation && { validation: targeted(validation) }) },
  }
}

/** The settings of an impulse as the loop knows them. */
function optionsOf(
  settings: TrainingSettings,
): Omit<TrainingOptions, 'layers' | 'settings' | 'normalization' | 'kernels'> {
  const { optimizer, schedule, clipNorm, patience, l1 = 0, l2 = 0, activityL1 = 0, activityL2 = 0 } = settings
  return {
    ...(optimizer && { optimizer }),
    ...(schedule && { schedule }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(patience !== undefined && { patience }),
    l1,
    l2,
    activity: { l1: activityL1, l2: activityL2 },
  }
}

function classified({ features, inputs, names, truth }: Rows): TrainingRequest['train'] {
  if (truth.kind !== 'label') throw new Error('rows with values cannot train a classifier')
  return { features, inputs, classes: names, labels: truth.labels }
}

function targeted({ features, inputs, names, truth }: Rows): TargetData {
  if (truth.kind === 'label') throw new Error('rows with labels cannot train values')
  return { features, inputs, names, targets: truth.targets }
}

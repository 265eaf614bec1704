/** Trains a classifier from features, synchronously: it belongs in a worker. Same input, same bytes, on any machine. */
import type { Epoch } from '../model/run.ts'
import type { FloatGraph } from './graph.ts'
import { balancedWeights, type LearningSet } from './placed-set.ts'
import { checkData, checkLearnable, classCounts, rowCount, type TrainingData } from './training-data.ts'
import type { TrainingState } from './training-loop.ts'
import { checkOptions, checkRange, trainNetwork, type NetworkTraining, type TrainingOptions } from './train-network.ts'

export interface TrainingRequest extends TrainingOptions {
  train: TrainingData
  validation?: TrainingData
  /** Share of the truth spread over all labels, 0 ≤ share < 1; 0 where absent. */
  labelSmoothing?: number
  onEpoch?: (epoch: Epoch) => void
}

export interface TrainingResult {
  graph: FloatGraph
  epochs: Epoch[]
  /** 1-based; its weights are the result. */
  bestEpoch: number
  stopped: boolean
  trainMs: number
  /** From which `resume` goes on. */
  state: TrainingState
}

export function trainClassifier(request: TrainingRequest): TrainingResult {
  const { train } = request
  const { layers, scaler, ...rest } = trainNetwork(classifierTraining(request))
  return { graph: { inputs: train.inputs, ...(scaler && { scaler }), layers, labels: [...train.classes] }, ...rest }
}

/** The request, checked, as all trainers and the learning-rate finder understand it. */
export function classifierTraining(request: TrainingRequest): NetworkTraining {
  checkRequest(request)
  const { train, validation, labelSmoothing = 0, ...options } = request
  const classes = train.classes.length
  const balanced = options.settings.autoClassWeights
  const classWeights = balanced ? balancedWeights(classCounts(train)) : new Float32Array(classes).fill(1)
  return {
    ...options,
    train: learningSet(train, classWeights),
    ...(validation && rowCount(validation) > 0 && { validation: learningSet(validation, classWeights) }),
    loss: { kind: 'cross-entropy', labelSmoothing },
    ending: { outputs: classes, activation: 'softmax' },
    evenLoss: Math.log(classes),
  }
}

function learningSet(
  { features, labels, inputs, sampleWeights }: TrainingData,
  classWeights: Float32Array,
): LearningSet {
  const weights = Float32Array.from(labels, (label, row) => classWeights[label]! * (sampleWeights?.[row] ?? 1))
  return { features, labels, inputs, weights }
}

function checkRequest(request: TrainingRequest): void {
  const { train, validation, labelSmoothing = 0 } = request
  checkData(train, 'training')
  checkLearnable(train)
  if (validation) {
    checkData(validation, 'validation')
    if (validation.inputs !== train.inputs || validation.classes.length !== train.classes.length)
      throw new Error('validation: other features or classes than training')
  }
  checkRange('Label smoothing', labelSmoothing, { above: -Number.MIN_VALUE, most: 0.99 })
  checkOptions(request)
}

/** Trains a classifier from features, synchronously: it belongs in a worker. Same input, same bytes, on any machine. */
import { AppError } from '../contract/errors.ts'
import type { Layer, LearnBlock, TrainingSettings } from '../model/impulse.ts'
import type { Epoch } from '../model/run.ts'
import type { FeatureScaler, FloatGraph } from './graph.ts'
import { withScratch, type Kernels } from './kernels.ts'
import { createNetwork, exportLayers, initialiseWeights } from './network.ts'
import type { OptimizerChoice } from './optimizers.ts'
import { balancedWeights, placeSet } from './placed-set.ts'
import { fitScaler, scaleFeatures } from './scaler.ts'
import { checkData, checkLearnable, classCounts, rowCount, type TrainingData } from './training-data.ts'
import { runEpochs } from './training-loop.ts'

export interface TrainingRequest {
  train: TrainingData
  validation?: TrainingData
  /** Hidden layers; the output layer follows from the classes. */
  layers: readonly Layer[]
  settings: TrainingSettings
  normalization: LearnBlock['normalization']
  kernels: Kernels
  /** Adam where absent. */
  optimizer?: OptimizerChoice
  /** Weight of Σ w² in the loss; 0 where absent. */
  l2?: number
  signal?: AbortSignal
  /** The result is no longer wanted: ends with `app/cancelled`. Asked before each batch. */
  shouldCancel?: () => boolean
  /** End early and keep the best epoch so far. Asked before each batch. */
  shouldStop?: () => boolean
  onEpoch?: (epoch: Epoch) => void
}

export interface TrainingResult {
  graph: FloatGraph
  epochs: Epoch[]
  /** 1-based; its weights are the result. */
  bestEpoch: number
  stopped: boolean
  trainMs: number
}

/** Blocks of rows in which sets are scored: large enough to be fast, small enough to be interrupted. */
const SCORING_ROWS = 256

export function trainClassifier(request: TrainingRequest): TrainingResult {
  const started = performance.now()
  checkRequest(request)
  const { train, kernels } = request
  const scaler = request.normalization === 'standard-scaler' ? fitScaler(train.features, train.inputs) : undefined
  const outcome = withScratch(kernels, () => trainPlaced(request, scaler))
  const graph: FloatGraph = {
    inputs: train.inputs,
    ...(scaler && { scaler }),
    layers: outcome.layers,
    labels: [...train.classes],
  }
  const { epochs, bestEpoch, stopped } = outcome
  return { graph, epochs, bestEpoch, stopped, trainMs: performance.now() - started }
}

function checkRequest({ train, validation, settings, l2 = 0, optimizer }: TrainingRequest): void {
  checkData(train, 'training')
  checkLearnable(train)
  if (validation) {
    checkData(validation, 'validation')
    if (validation.inputs !== train.inputs || validation.classes.length !== train.classes.length)
      throw new Error('validation: other features or classes than training')
  }
  checkRange('Learning rate', settings.learningRate, { above: 0, most: 1e12 })
  checkRange('Batch size', settings.batchSize, { above: 0, most: 65_536 })
  checkRange('Training cycles', settings.trainingCycles, { above: 0, most: 10_000 })
  checkRange('L2', l2, { above: -Number.MIN_VALUE, most: 1 })
  if (optimizer?.kind === 'momentum') checkRange('Momentum', optimizer.momentum, { above: -Number.MIN_VALUE, most: 1 })
}

function checkRange(name: string, value: number, { above, most }: { above: number; most: number }): void {
  if (value > above && value <= most) return
  throw new AppError('impulse/invalid', {
    message: `${name} is ${value}. It must be more than ${Math.max(above, 0)} and at most ${most}.`,
    data: { name, value, most },
  })
}

function trainPlaced(request: TrainingRequest, scaler: FeatureScaler | undefined) {
  const { train, validation, settings, kernels, layers } = request
  const scaled = (data: TrainingData): TrainingData =>
    scaler ? { ...data, features: scaleFeatures(data.features, scaler) } : data
  const classes = train.classes.length
  const counts = classCounts(train)
  const classWeights = settings.autoClassWeights ? balancedWeights(counts) : new Float32Array(classes).fill(1)
  const batchSize = Math.min(settings.batchSize, rowCount(train))
  const capacity = Math.max(batchSize, SCORING_ROWS)
  const { seed } = settings
  const network = createNetwork({ kernels, inputs: train.inputs, classes, layers, capacity, seed, learns: true })
  initialiseWeights(network, seed)
  const placedTrain = placeSet(kernels, scaled(train), classWeights)
  const held = validation && rowCount(validation) > 0 ? placeSet(kernels, scaled(validation), classWeights) : undefined
  const outcome = runEpochs({
    request,
    network,
    train: placedTrain,
    ...(held && { validation: held }),
    classes,
    batchSize,
    capacity,
  })
  return { ...outcome, layers: exportLayers(network) }
}

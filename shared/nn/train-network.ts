/** The common part of all trainers: plan, initial weights, epochs, plain result. */
import { AppError } from '../contract/errors.ts'
import type { NetworkBlock, TrainingSettings } from '../model/impulse.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import type { ActivityWeights } from './activity.ts'
import type { FeatureScaler, FloatLayer } from './graph.ts'
import { initialiseWeights } from './initial-weights.ts'
import { withScratch, type Kernels } from './kernels.ts'
import { createLoss, type LossChoice } from './loss.ts'
import { createNetwork, exportLayers } from './network.ts'
import { placeSet, throwIfCancelled, type LearningSet } from './placed-set.ts'
import { planLayers, learningRows, type Ending } from './plan.ts'
import { fitScaler, scaleFeatures } from './scaler.ts'
import { runEpochs, type LoopOptions, type LoopOutcome, type LoopSettings } from './training-loop.ts'

export interface TrainingOptions extends Omit<LoopSettings, 'seed' | 'trainingCycles' | 'learningRate' | 'batchSize'> {
  /** Hidden layers; the output layer follows from what is asked. */
  layers: readonly NetworkLayer[]
  settings: TrainingSettings
  normalization: NetworkBlock['normalization']
  kernels: Kernels
  /** Draws the outputs of hidden layers towards zero. */
  activity?: ActivityWeights
  /** Another engine's network behind the same interface; the own one where absent. */
  makeNetwork?: typeof createNetwork
}

export interface NetworkTraining extends TrainingOptions {
  train: LearningSet
  validation?: LearningSet
  loss: LossChoice
  ending: Ending
  evenLoss: number
}

export interface NetworkOutcome extends LoopOutcome {
  layers: FloatLayer[]
  scaler: FeatureScaler | undefined
  trainMs: number
}

export function trainNetwork(training: NetworkTraining): NetworkOutcome {
  const started = performance.now()
  const { train, kernels, normalization } = training
  const scaler = normalization === 'standard-scaler' ? fitScaler(train.features, train.inputs) : undefined
  const outcome = withScratch(kernels, () => {
    const options = prepareTraining(training, scaler)
    const ended = runEpochs(options)
    return { ...ended, layers: exportLayers(options.network) }
  })
  return { ...outcome, scaler, trainMs: performance.now() - started }
}

/** Network, loss and sets in the kernels' memory, before the first step. */
export function prepareTraining(training: NetworkTraining, scaler: FeatureScaler | undefined): LoopOptions {
  const { train, validation, settings, kernels, evenLoss } = training
  const scaled = (set: LearningSet): LearningSet =>
    scaler ? { ...set, features: scaleFeatures(set.features, scaler) } : set
  const planned = planLayers(train.inputs, training.layers, training.ending)
  const batchSize = Math.min(settings.batchSize, train.weights.length)
  const capacity = learningRows(planned, batchSize)
  const { seed } = settings
  const { activity = {}, makeNetwork = createNetwork } = training
  const check = (): void => throwIfCancelled(training.shouldCancel?.() === true)
  const network = makeNetwork({ kernels, layers: planned, capacity, seed, learns: true, activity, check })
  initialiseWeights(network, seed)
  const loss = createLoss({ kernels, outputs: training.ending.outputs, capacity }, training.loss)
  const { trainingCycles, learningRate } = settings
  return {
    settings: { ...training, seed, trainingCycles, learningRate, batchSize },
    network,
    loss,
    train: placeSet(kernels, scaled(train)),
    ...(validation && { validation: placeSet(kernels, scaled(validation)) }),
    evenLoss,
    capacity,
  }
}

export function checkOptions(options: TrainingOptions): void {
  const { settings, l1 = 0, l2 = 0, activity = {}, clipNorm, patience, optimizer } = options
  checkRange('Learning rate', settings.learningRate, { above: 0, most: 1e12 })
  checkRange('Batch size', settings.batchSize, { above: 0, most: 65_536 })
  checkRange('Training cycles', settings.trainingCycles, { above: 0, most: 10_000 })
  checkRange('L1', l1, { above: -Number.MIN_VALUE, most: 1 })
  checkRange('L2', l2, { above: -Number.MIN_VALUE, most: 1 })
  checkRange('Activity L1', activity.l1 ?? 0, { above: -Number.MIN_VALUE, most: 1 })
  checkRange('Activity L2', activity.l2 ?? 0, { above: -Number.MIN_VALUE, most: 1 })
  if (clipNorm !== undefined) checkRange('Gradient clipping', clipNorm, { above: 0, most: 1e12 })
  if (patience !== undefined) checkRange('Patience', patience, { above: 0, most: 10_000 })
  if (optimizer?.kind === 'momentum') checkRange('Momentum', optimizer.momentum, { above: -Number.MIN_VALUE, most: 1 })
  if (optimizer?.kind === 'adamw')
    checkRange('Weight decay', optimizer.weightDecay, { above: -Number.MIN_VALUE, most: 1 })
}

export function checkRange(name: string, value: number, { above, most }: { above: number; most: number }): void {
  if (value > above && value <= most) return
  throw new AppError('impulse/invalid', {
    message: `${name} is ${value}. It must be more than ${Math.max(above, 0)} and at most ${most}.`,
    data: { name, value, most },
  })
}

/** One round of making a trained network smaller: a student, fewer channels, zeros, shared values, int8 rounding. */
import type { Compression } from '../../model/compression.ts'
import { foldBatchNorm } from '../../nn/fold-batch-norm.ts'
import type { FloatGraph } from '../../nn/graph.ts'
import { trainingOf, type LearnRequest } from '../../nn/learn.ts'
import type { LearningSet } from '../../nn/placed-set.ts'
import { predict } from '../../nn/predict.ts'
import { regressionUnits } from '../../nn/train-regression.ts'
import { trainNetwork, type NetworkTraining } from '../../nn/train-network.ts'
import type { Network } from '../../nn/network.ts'
import { clusteringRule, keepShared } from './clustering.ts'
import { fineTune, type FineTuning } from './fine-tune.ts'
import { keepZeros, pruningRule, rampSparsity, type PruningRule } from './pruning.ts'
import { removeChannels } from './remove-channels.ts'
import { roundedTuning } from './rounded-tuning.ts'
import { narrower, softenedTargets, teacherLogits } from './student.ts'
import { weightsOf, type LayerWeights, type WeightRule } from './weight-rules.ts'
import type { Calibration } from '../calibrate.ts'

export const COMPRESSION_STAGES = ['teaching', 'channels', 'pruning', 'clustering', 'rounding'] as const
export type CompressionStage = (typeof COMPRESSION_STAGES)[number]

export interface CompressRequest extends Omit<LearnRequest, 'resume' | 'onEpoch'> {
  /** The trained network. */
  graph: FloatGraph
  compression: Compression
  onProgress?: (stage: CompressionStage, epoch: number, epochs: number) => void
}

export interface Compressed {
  graph: FloatGraph
  /** Ranges whose rounding the network has learned to live with. */
  ranges?: Calibration
}

/** Learning after a change is repair: smaller steps than at first. */
const REPAIR_RATE = 0.2

/** Synchronous: it belongs in a worker. The same request gives the same bytes on any machine. */
export function compress(request: CompressRequest): Compressed {
  const { compression, learn, train } = request
  const round = roundOf(request)
  const units =
    learn.block === 'regression' && train.truth.kind === 'value' ? regressionUnits(train.truth.targets) : null
  let graph = foldBatchNorm(units ? units.remove(request.graph) : request.graph)
  if (compression.distillation) graph = teach(round, graph, compression.distillation)
  if (compression.channels) graph = withFewerChannels(round, graph, compression.channels.share)
  if (compression.pruning) graph = pruned(round, graph, compression.pruning)
  if (compression.clustering) graph = clustered(round, graph, compression.clustering.clusters)
  if (!compression.quantizationAware) return { graph: units ? units.restore(graph) : graph }
  // What a value is worth in units only moves the last layer's ranges, and those are not rounded while learning.
  const rounded = roundedTuning({
    ...tuningOf(round, graph, 'rounding'),
    representative: train.features,
    rules: (network) => keptRules(round, network),
    perTensor: compression.clustering !== undefined,
    roundsAnswers: units === null,
  })
  return units ? { graph: units.restore(rounded.graph) } : rounded
}

interface Round {
  request: CompressRequest
  training: NetworkTraining
}

function roundOf(request: CompressRequest): Round {
  return { request, training: trainingOf(request) }
}

function tuningOf({ request, training }: Round, graph: FloatGraph, stage: CompressionStage): Omit<FineTuning, 'keep'> {
  const { compression, onProgress, kernels } = request
  const { train, validation, loss, settings, shouldCancel, shouldStop } = training
  // Values are learned in deviations from their mean, whose square is 1 on average.
  const evenLoss = request.learn.block === 'regression' ? 1 : training.evenLoss
  const { epochs, seed, learningRate = REPAIR_RATE * settings.learningRate } = compression
  return {
    kernels,
    graph,
    train,
    ...(validation && { validation }),
    loss,
    evenLoss,
    seed,
    trainingCycles: epochs,
    learningRate,
    batchSize: Math.min(settings.batchSize, train.weights.length),
    ...(training.optimizer && { optimizer: training.optimizer }),
    ...(training.clipNorm !== undefined && { clipNorm: training.clipNorm }),
    ...(shouldCancel && { shouldCancel }),
    ...(shouldStop && { shouldStop }),
    onEpoch: ({ epoch }) => onProgress?.(stage, epoch, epochs),
  }
}

function sharable(network: Network): LayerWeights[] {
  return weightsOf(network).filter(({ depthwise }) => !depthwise)
}

/** What earlier stages made stays. */
function keptRules({ request: { compression, kernels } }: Round, network: Network): WeightRule[] {
  const weights = sharable(network)
  return [
    ...(compression.pruning ? [keepZeros(kernels, weights)] : []),
    ...(compression.clustering ? [keepShared(kernels, weights)] : []),
  ]
}

function withFewerChannels(round: Round, graph: FloatGraph, share: number): FloatGraph {
  return fineTune({ ...tuningOf(round, removeChannels(graph, share), 'channels'), keep: 'best' })
}

function pruned(round: Round, graph: FloatGraph, pruning: NonNullable<Compression['pruning']>): FloatGraph {
  const { sparsity, scope, schedule } = pruning
  const { kernels, compression } = round.request
  const ramp = schedule === 'polynomial' && compression.epochs > 1 ? ramped(round, graph, pruning) : graph
  return fineTune({
    ...tuningOf(round, ramp, 'pruning'),
    keep: 'best',
    rules: (network) => {
      const rule = pruningRule(kernels, sharable(network))
      rule.prune(sparsity, scope)
      return [rule]
    },
  })
}

/** More zeros with every epoch; the weights of the last one, which is the first with all of them. */
function ramped(round: Round, graph: FloatGraph, { sparsity, scope }: NonNullable<Compression['pruning']>): FloatGraph {
  const { kernels, compression } = round.request
  const rules: PruningRule[] = []
  return fineTune({
    ...tuningOf(round, graph, 'pruning'),
    keep: 'last',
    rules: (network) => {
      rules.push(pruningRule(kernels, sharable(network)))
      return rules
    },
    beforeEpoch: (epoch) => rules[0]?.prune(rampSparsity(sparsity, epoch / compression.epochs), scope),
  })
}

function clustered(round: Round, graph: FloatGraph, clusters: number): FloatGraph {
  const { kernels, compression } = round.request
  const zeros = compression.pruning !== undefined
  return fineTune({
    ...tuningOf(round, graph, 'clustering'),
    keep: 'best',
    rules: (network) => {
      const weights = sharable(network)
      const before = zeros ? [keepZeros(kernels, weights)] : []
      return [...before, clusteringRule(kernels, weights, { clusters, keepZeros: zeros })]
    },
  })
}

/** A student of the same layers learns from the truth and from what the teacher answers. */
function teach(round: Round, teacher: FloatGraph, distillation: NonNullable<Compression['distillation']>): FloatGraph {
  const { request, training } = round
  const { width, temperature, weight } = distillation
  const labels = training.loss.kind === 'cross-entropy'
  const withTeacher = (set: LearningSet): LearningSet => {
    if (labels) return { ...set, targets: teacherLogits(teacher, set, request.kernels) }
    const answers = predict(teacher, set.features, request.kernels)
    return { ...set, targets: softenedTargets(set.targets ?? new Float32Array(0), answers, weight) }
  }
  const { train, validation, settings } = training
  const { layers, scaler } = trainNetwork({
    ...training,
    layers: narrower(request.learn.layers, width),
    settings: { ...settings, seed: request.compression.seed },
    train: withTeacher(train),
    ...(validation && { validation: withTeacher(validation) }),
    loss: labels ? { kind: 'distillation', temperature, weight } : training.loss,
    onEpoch: ({ epoch }) => request.onProgress?.('teaching', epoch, settings.trainingCycles),
  })
  return foldBatchNorm({ ...teacher, ...(scaler && { scaler }), layers })
}

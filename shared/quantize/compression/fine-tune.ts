/** Goes on learning with a network that is already trained, under rules for its weights and outputs. */
import { withScratch, type Kernels } from '../../nn/kernels.ts'
import { createLoss, type LossChoice } from '../../nn/loss.ts'
import type { FloatGraph } from '../../nn/graph.ts'
import { createNetwork, exportLayers, importLayers, type Network, type OutputRule } from '../../nn/network.ts'
import { piecesOf, putBack } from '../../nn/optimizers.ts'
import { placeSet, throwIfCancelled, type LearningSet } from '../../nn/placed-set.ts'
import { learningRows } from '../../nn/plan.ts'
import { scaleFeatures } from '../../nn/scaler.ts'
import { runEpochs, type LoopOptions, type LoopSettings } from '../../nn/training-loop.ts'
import { underRules, type WeightRule } from './weight-rules.ts'

export interface FineTuning extends Omit<LoopSettings, 'resume'> {
  kernels: Kernels
  /** Without batch normalisation. */
  graph: FloatGraph
  /** Unscaled. */
  train: LearningSet
  validation?: LearningSet
  loss: LossChoice
  /** Loss of answering evenly; 0 where there is no such thing. */
  evenLoss: number
  /** Made once the weights are in place. */
  rules?: (network: Network) => WeightRule[]
  outputs?: (nodes: Network['nodes'], capacity: number) => OutputRule
  /** What the features become before they go in, after the scaler. */
  roundInput?: (features: Float32Array) => Float32Array
  /** Before each epoch, from 1. */
  beforeEpoch?: (epoch: number) => void
  /** The weights of the best epoch, or of the last one. */
  keep: 'best' | 'last'
}

/** The same network with other weights. Runs in a worker, and gives the same bytes on any machine. */
export function fineTune(tuning: FineTuning): FloatGraph {
  const { kernels, graph, rules, beforeEpoch } = tuning
  return withScratch(kernels, () => {
    const capacity = learningRows(graph.layers, tuning.batchSize)
    const plain = createPlain(tuning, capacity)
    importLayers(plain, graph.layers)
    const network = underRules(plain, rules?.(plain) ?? [])
    const options = { ...learningOptions(tuning, capacity), network }
    beforeEpoch?.(1)
    const onEpoch: LoopSettings['onEpoch'] = (epoch) => {
      tuning.onEpoch?.(epoch)
      beforeEpoch?.(epoch.epoch + 1)
    }
    const { state } = runEpochs({ ...options, settings: { ...tuning, onEpoch } })
    if (tuning.keep === 'last') putBack(kernels, piecesOf(plain.tensors), state.tensors)
    return { ...graph, layers: exportLayers(plain) }
  })
}

function createPlain({ kernels, graph, seed, outputs, shouldCancel }: FineTuning, capacity: number): Network {
  return createNetwork({
    kernels,
    layers: graph.layers,
    capacity,
    seed,
    learns: true,
    check: () => throwIfCancelled(shouldCancel?.() === true),
    ...(outputs && { outputs: (nodes) => outputs(nodes, capacity) }),
  })
}

function learningOptions(tuning: FineTuning, capacity: number): Omit<LoopOptions, 'network' | 'settings'> {
  const { kernels, graph, train, validation, roundInput = (features) => features } = tuning
  const ready = (set: LearningSet): LearningSet => {
    const scaled = graph.scaler ? scaleFeatures(set.features, graph.scaler) : set.features
    return { ...set, features: roundInput(scaled) }
  }
  return {
    loss: createLoss({ kernels, outputs: graph.labels.length, capacity }, tuning.loss),
    train: placeSet(kernels, ready(train)),
    ...(validation && validation.weights.length > 0 && { validation: placeSet(kernels, ready(validation)) }),
    evenLoss: tuning.evenLoss,
    capacity,
  }
}

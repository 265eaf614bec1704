/** Trains a network to answer a value. It learns the value in deviations from its mean; the last layer undoes that. */
import type { Epoch } from '../model/run.ts'
import type { FloatDense, FloatGraph, FloatLayer } from './graph.ts'
import type { ValueLossChoice } from './layers/value-losses.ts'
import { trainValues, valueTraining, type TargetData, type ValueRequest } from './train-values.ts'
import type { NetworkTraining } from './train-network.ts'
import type { TrainingResult } from './trainer.ts'

/** Of a single value. */
interface Spread {
  mean: number
  deviation: number
}

/** The loss and its history are in the units of the value, squared where the loss is. */
export function trainRegression(request: ValueRequest): TrainingResult {
  const spread = spreadOf(request.train.targets)
  const { onEpoch } = request
  const result = trainValues({
    ...scaledRequest(request, spread),
    ...(onEpoch && { onEpoch: (epoch: Epoch) => onEpoch(inUnits(epoch, request.loss, spread)) }),
  })
  return {
    ...result,
    graph: withUnits(result.graph, spread),
    epochs: result.epochs.map((epoch) => inUnits(epoch, request.loss, spread)),
  }
}

/** The request, checked, for the learning-rate finder. */
export function regressionTraining(request: ValueRequest): NetworkTraining {
  return valueTraining(scaledRequest(request, spreadOf(request.train.targets)))
}

function scaledRequest(request: ValueRequest, spread: Spread): ValueRequest {
  const { loss, train, validation } = request
  return {
    ...request,
    loss: loss.kind === 'huber' ? { ...loss, delta: loss.delta / spread.deviation } : loss,
    train: withoutUnits(train, spread),
    ...(validation && { validation: withoutUnits(validation, spread) }),
  }
}

function spreadOf(targets: Float32Array): Spread {
  let sum = 0
  for (const target of targets) sum += target
  const mean = sum / Math.max(1, targets.length)
  let squares = 0
  for (const target of targets) squares += (target - mean) * (target - mean)
  const deviation = Math.sqrt(squares / Math.max(1, targets.length))
  // Of one and the same value there is nothing to scale; of broken ones the check of the targets speaks.
  return Number.isFinite(deviation) && deviation > 1e-30 ? { mean, deviation } : { mean: 0, deviation: 1 }
}

function withoutUnits(data: TargetData, { mean, deviation }: Spread): TargetData {
  return { ...data, targets: data.targets.map((target) => (target - mean) / deviation) }
}

function changeLast(graph: FloatGraph, change: (layer: FloatDense) => FloatDense): FloatGraph {
  const last = graph.layers.length - 1
  const changed = (layer: FloatLayer, at: number): FloatLayer =>
    at === last && layer.type === 'dense' ? change(layer) : layer
  return { ...graph, layers: graph.layers.map(changed) }
}

function withUnits(graph: FloatGraph, { mean, deviation }: Spread): FloatGraph {
  return changeLast(graph, (layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => weight * deviation),
    bias: layer.bias.map((bias) => bias * deviation + mean),
  }))
}

/** A network that answers in units, as one that answers in deviations from the mean; and back. */
export function regressionUnits(
  targets: Float32Array,
): Record<'remove' | 'restore', (graph: FloatGraph) => FloatGraph> {
  const spread = spreadOf(targets)
  const { mean, deviation } = spread
  return {
    remove: (graph) =>
      changeLast(graph, (layer) => ({
        ...layer,
        weights: layer.weights.map((weight) => weight / deviation),
        bias: layer.bias.map((bias) => (bias - mean) / deviation),
      })),
    restore: (graph) => withUnits(graph, spread),
  }
}

function inUnits(epoch: Epoch, loss: ValueLossChoice, { deviation }: Spread): Epoch {
  const factor = loss.kind === 'mean-absolute-error' ? deviation : deviation * deviation
  const { validationLoss } = epoch
  return {
    ...epoch,
    loss: epoch.loss * factor,
    ...(validationLoss !== undefined && { validationLoss: validationLoss * factor }),
  }
}

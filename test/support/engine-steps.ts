/** Drives the engine's network step by step, so that tests can look at losses, gradients and weights. */
import type { NetworkLayer } from '../../shared/model/network-layer.ts'
import type { ActivityWeights } from '../../shared/nn/activity.ts'
import type { FloatLayer } from '../../shared/nn/graph.ts'
import { initialiseWeights } from '../../shared/nn/initial-weights.ts'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { createLoss, type LossChoice } from '../../shared/nn/loss.ts'
import { createNetwork, exportLayers, type Network } from '../../shared/nn/network.ts'
import { createOptimizer, type OptimizerChoice } from '../../shared/nn/optimizers.ts'
import { placeRows } from '../../shared/nn/placed-set.ts'
import { planLayers, type Ending } from '../../shared/nn/plan.ts'
import { fillUniform, seededRandom } from '../../shared/nn/random.ts'

/** Gradients of a layer under the names of its arrays; empty where it has none. */
export type LayerGradient = Readonly<Record<string, Float32Array>>

export interface Engine {
  /** Without dropout. */
  layers(): FloatLayer[]
  /** Forward and backward over all rows; the mean of the weighted losses. One gradient a layer. */
  lossAndGradients(): { loss: number; gradients: LayerGradient[] }
  step(): void
}

export interface EngineData {
  features: Float32Array
  inputs: number
  labels: Int32Array
  classes: string[]
  /** `[rows, classes]`, for losses against values. */
  targets?: Float32Array
}

export interface EngineOptions {
  kernels: Kernels
  data: EngineData
  layers: readonly NetworkLayer[]
  seed: number
  weights?: number[]
  learningRate?: number
  optimizer?: OptimizerChoice
  loss?: LossChoice
  activity?: ActivityWeights
  /** The engine's own where absent. */
  makeNetwork?: typeof createNetwork
}

function endingOf(choice: LossChoice): Ending['activation'] {
  if (choice.kind === 'cross-entropy') return 'softmax'
  return choice.kind === 'binary-cross-entropy' ? 'sigmoid' : 'linear'
}

export function startEngine(options: EngineOptions): Engine {
  const { kernels, data, seed, learningRate = 0.01, optimizer: choice = { kind: 'adam' } } = options
  const lossChoice = options.loss ?? { kind: 'cross-entropy' }
  const rows = data.features.length / data.inputs
  const outputs = data.classes.length
  const layers = planLayers(data.inputs, options.layers, { outputs, activation: endingOf(lossChoice) })
  const { activity = {} } = options
  const { makeNetwork = createNetwork } = options
  const network = makeNetwork({ kernels, layers, capacity: rows, seed, learns: true, activity })
  initialiseWeights(network, seed)
  fillBiases(network, seed)
  const loss = createLoss({ kernels, outputs, capacity: rows }, lossChoice)
  const features = placeRows(kernels, data.features, data.inputs)
  const optimizer = createOptimizer({ kernels, parameters: network.parameters, learningRate, choice })
  const rowWeights = options.weights ?? Array.from({ length: rows }, () => 1)
  return {
    layers: () => exportLayers(network),
    lossAndGradients() {
      loss.setTruth(data, Int32Array.from(rowWeights.keys()))
      rowWeights.forEach((weight, row) => (kernels.floats()[loss.rowWeights + row] = weight / rows))
      loss.forward(network.forward(features, { rows, training: true }), rows)
      network.backward(loss.backward(rows), rows)
      const losses = kernels.floats().subarray(loss.losses, loss.losses + rows)
      const mean = losses.reduce((sum, value, row) => sum + value * rowWeights[row]!, 0) / rows
      return { loss: mean, gradients: readGradients(network) }
    },
    step: () => optimizer.step(),
  }
}

/** Biases of 0 would put the units of a dead row exactly on the corner of the ReLU, where there is no gradient. */
function fillBiases({ nodes }: Network, seed: number): void {
  const random = seededRandom(seed, 103)
  for (const { built } of nodes) {
    if (built.running.kind !== 'one') continue
    for (const name of ['bias', 'beta']) {
      const tensor = built.running.layer.tensors[name]
      if (!tensor) continue
      const values = tensor.read('values')
      fillUniform(values, 0.5, random)
      tensor.write(values)
    }
  }
}

function readGradients({ nodes }: Network): LayerGradient[] {
  return nodes
    .filter(({ built }) => built.describe)
    .map(({ built }) => {
      if (built.running.kind !== 'one') return {}
      const trained = Object.entries(built.running.layer.tensors).filter(([, tensor]) => tensor.trained)
      return Object.fromEntries(trained.map(([name, tensor]) => [name, tensor.read('gradient')]))
    })
}

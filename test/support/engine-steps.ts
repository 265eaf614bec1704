/** Drives the engine's network step by step, so that tests can look at losses, gradients and weights. */
import type { Layer } from '../../shared/model/impulse.ts'
import type { FloatDense } from '../../shared/nn/graph.ts'
import { padded, type Kernels } from '../../shared/nn/kernels.ts'
import { createNetwork, exportLayers, initialiseWeights, type Network } from '../../shared/nn/network.ts'
import { createOptimizer, type OptimizerChoice } from '../../shared/nn/optimizers.ts'
import { placeRows } from '../../shared/nn/placed-set.ts'
import { fillUniform, seededRandom } from '../../shared/nn/random.ts'
import type { TrainingData } from '../../shared/nn/training-data.ts'

export interface LayerGradient {
  /** Row-major `[outputs, inputs]`. */
  weights: Float32Array
  bias: Float32Array
}

export interface Engine {
  layers(): FloatDense[]
  /** Forward and backward over all rows; the mean of the weighted losses. */
  lossAndGradients(): { loss: number; gradients: LayerGradient[] }
  step(): void
}

export interface EngineOptions {
  kernels: Kernels
  data: TrainingData
  layers: readonly Layer[]
  seed: number
  weights?: number[]
  learningRate?: number
  optimizer?: OptimizerChoice
}

export function startEngine(options: EngineOptions): Engine {
  const { kernels, data, layers, seed, learningRate = 0.01, optimizer: choice = { kind: 'adam' } } = options
  const rows = data.labels.length
  const classes = data.classes.length
  const network = createNetwork({ kernels, inputs: data.inputs, classes, layers, capacity: rows, seed, learns: true })
  initialiseWeights(network, seed)
  fillBiases(network, seed)
  const features = placeRows(kernels, data.features, data.inputs)
  const optimizer = createOptimizer({ kernels, parameters: network.parameters, learningRate, choice })
  const rowWeights = options.weights ?? Array.from({ length: rows }, () => 1)
  return {
    layers: () => exportLayers(network),
    lossAndGradients() {
      kernels.integers().set(data.labels, network.loss.labels)
      rowWeights.forEach((weight, row) => (kernels.floats()[network.loss.rowWeights + row] = weight / rows))
      network.loss.forward(network.forward(features, { rows, training: true }), rows)
      network.backward(rows)
      const losses = kernels.floats().subarray(network.loss.losses, network.loss.losses + rows)
      const loss = losses.reduce((sum, value, row) => sum + value * rowWeights[row]!, 0) / rows
      return { loss, gradients: readGradients(kernels, network) }
    },
    step: () => optimizer.step(),
  }
}

/** Biases of 0 would put the units of a dead row exactly on the corner of the ReLU, where there is no gradient. */
function fillBiases(network: Network, seed: number): void {
  const random = seededRandom(seed, 103)
  for (const { layer } of network.dense) {
    const bias = new Float32Array(layer.outputs)
    fillUniform(bias, 0.5, random)
    layer.load(layer.weights(), bias)
  }
}

/** The engine keeps weights as `[inputs, padded outputs]`. */
function readGradients(kernels: Kernels, network: Network): LayerGradient[] {
  const floats = kernels.floats()
  return network.dense.map(({ layer, inputs }) => {
    const [weights, bias] = layer.parameters
    const { outputs } = layer
    const gradient = new Float32Array(outputs * inputs)
    for (let output = 0; output < outputs; output++)
      for (let input = 0; input < inputs; input++)
        gradient[output * inputs + input] = floats[weights!.gradient + input * padded(outputs) + output]!
    return { weights: gradient, bias: floats.slice(bias!.gradient, bias!.gradient + outputs) }
  })
}

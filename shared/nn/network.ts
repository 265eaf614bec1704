/** The layers of one classifier in a row, from features to the loss. */
import { AppError } from '../contract/errors.ts'
import type { Layer } from '../model/impulse.ts'
import type { FloatDense } from './graph.ts'
import type { Kernels, Place } from './kernels.ts'
import { denseLayer, type DenseLayer } from './layers/dense.ts'
import { dropoutLayer } from './layers/dropout.ts'
import type { Parameter, Pass, RunningLayer } from './layers/layer.ts'
import { reluLayer } from './layers/relu.ts'
import { softmaxCrossEntropy, type SoftmaxCrossEntropy } from './layers/softmax-cross-entropy.ts'
import { fillUniform, glorotLimit, heLimit, seededRandom, STREAMS, type Random } from './random.ts'

export interface NetworkOptions {
  kernels: Kernels
  inputs: number
  classes: number
  /** Hidden layers; the output layer follows from the classes. */
  layers: readonly Layer[]
  /** Largest number of rows in a pass. */
  capacity: number
  seed: number
  /** False where the network is only asked. */
  learns: boolean
}

interface NamedDense {
  layer: DenseLayer
  inputs: number
  activation: FloatDense['activation']
}

export interface Network {
  readonly parameters: readonly Parameter[]
  readonly loss: SoftmaxCrossEntropy
  readonly dense: readonly NamedDense[]
  /** Features `[rows, padded inputs]` to logits `[rows, padded classes]`. */
  forward(features: Place, pass: Pass): Place
  /** From the loss, whose forward pass has run, back to every parameter's gradient. */
  backward(rows: number): void
}

interface Building {
  options: NetworkOptions
  running: RunningLayer[]
  dense: NamedDense[]
  width: number
}

function addDense(building: Building, outputs: number, activation: FloatDense['activation']): void {
  const { options, width: inputs } = building
  const { kernels, capacity, learns } = options
  const needsInputGradient = learns && building.dense.length > 0
  const layer = denseLayer({ kernels, inputs, outputs, capacity, learns, needsInputGradient })
  building.running.push(layer)
  building.dense.push({ layer, inputs, activation })
  building.width = outputs
  if (activation === 'relu') building.running.push(reluLayer({ kernels, inputs: outputs }))
}

/** Dropout before the first dense layer would need a gradient nobody uses, so it is harmless and allowed. */
function addDropout(building: Building, rate: number, random: Random): void {
  const { kernels, capacity } = building.options
  building.running.push(dropoutLayer({ kernels, inputs: building.width, capacity, rate, random }))
}

export function createNetwork(options: NetworkOptions): Network {
  const building: Building = { options, running: [], dense: [], width: options.inputs }
  const dropoutRandom = seededRandom(options.seed, STREAMS.dropout)
  for (const layer of options.layers) {
    if (layer.type === 'dense') addDense(building, layer.units, layer.activation)
    else addDropout(building, layer.rate, dropoutRandom)
  }
  addDense(building, options.classes, 'softmax')
  const { kernels, classes, capacity } = options
  const loss = softmaxCrossEntropy({ kernels, classes, capacity })
  const { running, dense } = building
  return {
    parameters: running.flatMap((layer) => [...layer.parameters]),
    loss,
    dense,
    forward: (features, pass) => running.reduce((place, layer) => layer.forward(place, pass), features),
    backward(rows) {
      const pass = { rows, training: true }
      let gradient = loss.backward(rows)
      for (const layer of running.toReversed()) {
        if (gradient === 0) return
        gradient = layer.backward(gradient, pass)
      }
    },
  }
}

/** He before a ReLU, Glorot elsewhere; biases start at 0. */
export function initialiseWeights(network: Network, seed: number): void {
  const random = seededRandom(seed, STREAMS.weights)
  for (const { layer, inputs, activation } of network.dense) {
    const { outputs } = layer
    const weights = new Float32Array(inputs * outputs)
    fillUniform(weights, activation === 'relu' ? heLimit(inputs) : glorotLimit(inputs, outputs), random)
    layer.load(weights, new Float32Array(outputs))
  }
}

/** The network as plain data. */
export function exportLayers(network: Network): FloatDense[] {
  return network.dense.map(({ layer, inputs, activation }) => ({
    type: 'dense',
    inputs,
    outputs: layer.outputs,
    weights: layer.weights(),
    bias: layer.bias(),
    activation,
  }))
}

/** Takes over the weights of a graph whose hidden layers made this network. */
export function importLayers(network: Network, layers: readonly FloatDense[]): void {
  network.dense.forEach(({ layer, inputs }, index) => {
    const from = layers[index]
    if (!from || from.inputs !== inputs || from.outputs !== layer.outputs)
      throw new AppError('model/unsupported', {
        message: `Layer ${index + 1} of the model does not fit the one before.`,
      })
    layer.load(from.weights, from.bias)
  })
}

/** Float networks with every layer, random weights and features that fit them, for conversion. */
import type { NetworkLayer } from '../../shared/model/network-layer.ts'
import type { FloatGraph, FloatLayer } from '../../shared/nn/graph.ts'
import { createNetwork, exportLayers } from '../../shared/nn/network.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { type Ending, planLayers } from '../../shared/nn/plan.ts'
import { LAYER_NETS, netOf } from '../support/layer-nets.ts'
import { seededRandom } from './nets.ts'

export interface LayerModel {
  name: string
  float: FloatGraph
}

interface ModelSpec {
  name: string
  inputs: number
  layers: NetworkLayer[]
  ending: Ending
}

/** Weights of a size that keeps values alive through many layers. */
function withWeights(layer: FloatLayer, random: () => number): FloatLayer {
  const spread = (count: number, width: number, centre = 0): Float32Array => {
    return Float32Array.from({ length: count }, () => centre + (random() - 0.5) * width)
  }
  if (layer.type === 'batch-norm') {
    const channels = layer.gamma.length
    return {
      ...layer,
      gamma: spread(channels, 1, 1),
      beta: spread(channels, 0.6),
      mean: spread(channels, 0.6),
      variance: spread(channels, 0.8, 0.8),
    }
  }
  if (!('weights' in layer)) return layer
  const taps = layer.weights.length / layer.bias.length
  const width = (layer.type === 'depthwise-conv2d' ? 4 : 3.4) / Math.sqrt(taps)
  return { ...layer, weights: spread(layer.weights.length, width), bias: spread(layer.bias.length, 0.5) }
}

function floatModel({ name, inputs, layers, ending }: ModelSpec, seed: number): LayerModel {
  const random = seededRandom(seed)
  const planned = planLayers(inputs, layers, ending)
  const network = createNetwork({ kernels: plainKernels(), layers: planned, capacity: 1, seed, learns: false })
  return {
    name,
    float: {
      inputs,
      scaler: {
        mean: Float32Array.from({ length: inputs }, () => random() * 4 - 2),
        scale: Float32Array.from({ length: inputs }, () => random() + 0.3),
      },
      layers: exportLayers(network).map((layer) => withWeights(layer, random)),
      labels: Array.from({ length: ending.outputs }, (_, index) => `label ${index + 1}`),
    },
  }
}

const SOFTMAX: Ending = { outputs: 4, activation: 'softmax' }

/** The shapes of the templates, small. */
const TEMPLATES: ModelSpec[] = [
  {
    name: 'conv1d keyword',
    inputs: 24 * 6,
    ending: SOFTMAX,
    layers: netOf(
      { type: 'reshape', shape: [24, 6] },
      { type: 'conv1d', filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' },
      { type: 'max-pool1d', padding: 'same' },
      { type: 'dropout', rate: 0.2 },
      { type: 'conv1d', filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' },
      { type: 'max-pool1d', padding: 'same' },
      { type: 'flatten' },
    ),
  },
  {
    name: 'depthwise separable keyword',
    inputs: 25 * 10,
    ending: SOFTMAX,
    layers: netOf(
      { type: 'reshape', shape: [25, 10, 1] },
      { type: 'conv2d', filters: 8, kernelSize: [10, 4], strides: [2, 2], padding: 'same' },
      { type: 'batch-norm', activation: 'relu' },
      { type: 'depthwise-conv2d', kernelSize: [3, 3], padding: 'same' },
      { type: 'batch-norm', activation: 'relu' },
      { type: 'conv2d', filters: 8, kernelSize: [1, 1] },
      { type: 'batch-norm', activation: 'relu' },
      { type: 'global-average-pool' },
    ),
  },
  {
    name: 'image with strides like MobileNet',
    inputs: 16 * 16 * 3,
    ending: SOFTMAX,
    layers: netOf(
      { type: 'reshape', shape: [16, 16, 3] },
      { type: 'conv2d', filters: 8, kernelSize: [3, 3], strides: [2, 2], padding: 'same' },
      { type: 'batch-norm', activation: 'relu6' },
      { type: 'separable-conv2d', filters: 12, kernelSize: [3, 3], padding: 'same', activation: 'relu6' },
      { type: 'zero-padding', top: 0, bottom: 1, left: 0, right: 1 },
      { type: 'depthwise-conv2d', kernelSize: [3, 3], strides: [2, 2], activation: 'relu6' },
      { type: 'conv2d', filters: 16, kernelSize: [1, 1], activation: 'relu6' },
      { type: 'global-average-pool' },
    ),
  },
  {
    name: 'padding that a pool sees',
    inputs: 6 * 6 * 2,
    ending: SOFTMAX,
    layers: netOf(
      { type: 'reshape', shape: [6, 6, 2] },
      { type: 'zero-padding', top: 1, bottom: 1, left: 1, right: 0 },
      { type: 'max-pool2d' },
      { type: 'flatten' },
    ),
  },
  {
    name: 'fixed scales that join others',
    inputs: 40,
    ending: SOFTMAX,
    layers: netOf(
      { type: 'dense', units: 12, activation: 'sigmoid' },
      { type: 'dense', units: 6, activation: 'tanh', from: -1 },
      { type: 'dense', units: 5, activation: 'leaky-relu', from: -1 },
      { type: 'concat', with: [1, 0] },
      { type: 'dense', units: 9, activation: 'relu6' },
    ),
  },
  {
    name: 'three branches summed',
    inputs: 30,
    ending: SOFTMAX,
    layers: netOf(
      { type: 'dense', units: 8, activation: 'relu' },
      { type: 'dense', units: 8, activation: 'linear', from: -1 },
      { type: 'dense', units: 8, activation: 'tanh', from: -1 },
      { type: 'add', with: [0, 1], activation: 'relu' },
    ),
  },
  {
    name: 'regression of three values',
    inputs: 20,
    ending: { outputs: 3, activation: 'linear' },
    layers: netOf({ type: 'dense', units: 12 }, { type: 'dense', units: 8, activation: 'tanh' }),
  },
  {
    name: 'several labels at once',
    inputs: 20,
    ending: { outputs: 5, activation: 'sigmoid' },
    layers: netOf({ type: 'dense', units: 12 }),
  },
]

export function layerModels(seed = 1): LayerModel[] {
  const nets = LAYER_NETS.map(([name, layers]): ModelSpec => ({ name, inputs: 60, layers, ending: SOFTMAX }))
  return [...TEMPLATES, ...nets].map((spec, index) => floatModel(spec, seed * 100 + index))
}

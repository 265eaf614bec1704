/** Small networks that together use every layer, for the tests that hold engines together. */
import type { z } from 'zod'
import { networkLayerSchema, type NetworkLayer } from '../../shared/model/network-layer.ts'

type Written = z.input<typeof networkLayerSchema>

/** With the defaults of the schema. */
export function netOf(...layers: Written[]): NetworkLayer[] {
  return layers.map((layer) => networkLayerSchema.parse(layer))
}

/** 60 features each. Activations are smooth where a kink would make finite differences lie, else kinks are rare. */
export const LAYER_NETS: [string, NetworkLayer[]][] = [
  [
    'conv1d, valid and same, with strides',
    netOf(
      { type: 'reshape', shape: [20, 3] },
      { type: 'conv1d', filters: 5, kernelSize: 3, activation: 'relu' },
      { type: 'conv1d', filters: 4, kernelSize: 4, strides: 2, padding: 'same', activation: 'tanh' },
      { type: 'flatten' },
    ),
  ],
  [
    'conv2d, valid and same, with strides',
    netOf(
      { type: 'reshape', shape: [6, 5, 2] },
      { type: 'conv2d', filters: 6, kernelSize: [3, 2], padding: 'same', activation: 'leaky-relu' },
      { type: 'conv2d', filters: 3, kernelSize: [2, 3], strides: [2, 1], activation: 'sigmoid' },
      { type: 'flatten' },
      { type: 'dense', units: 7, activation: 'relu6' },
    ),
  ],
  [
    'depthwise and separable conv2d',
    netOf(
      { type: 'reshape', shape: [5, 4, 3] },
      { type: 'depthwise-conv2d', kernelSize: [3, 3], padding: 'same', activation: 'tanh' },
      { type: 'separable-conv2d', filters: 6, kernelSize: [2, 2], activation: 'leaky-relu' },
      { type: 'depthwise-conv2d', kernelSize: [3, 2], strides: [2, 2], padding: 'same' },
      { type: 'flatten' },
    ),
  ],
  [
    'max and average pooling, 1-D and 2-D',
    netOf(
      { type: 'reshape', shape: [20, 3] },
      { type: 'conv1d', filters: 6, kernelSize: 3, padding: 'same', activation: 'tanh' },
      { type: 'max-pool1d' },
      { type: 'average-pool1d', poolSize: 3, strides: 2, padding: 'same' },
      { type: 'reshape', shape: [5, 3, 2] },
      { type: 'conv2d', filters: 4, kernelSize: [2, 2], padding: 'same', activation: 'tanh' },
      { type: 'max-pool2d', poolSize: [3, 2], strides: [1, 1], padding: 'same' },
      { type: 'average-pool2d', poolSize: [2, 2], strides: [2, 1] },
      { type: 'flatten' },
    ),
  ],
  [
    'global pooling',
    netOf(
      { type: 'reshape', shape: [5, 4, 3] },
      { type: 'conv2d', filters: 6, kernelSize: [2, 2], activation: 'tanh' },
      { type: 'global-average-pool' },
      { type: 'reshape', shape: [6, 1] },
      { type: 'conv1d', filters: 3, kernelSize: 2, activation: 'tanh' },
      { type: 'global-max-pool' },
    ),
  ],
  [
    'zero padding and batch normalisation',
    netOf(
      { type: 'reshape', shape: [4, 5, 3] },
      { type: 'zero-padding', top: 1, bottom: 0, left: 2, right: 1 },
      { type: 'conv2d', filters: 5, kernelSize: [2, 2] },
      { type: 'batch-norm', activation: 'relu6' },
      { type: 'conv2d', filters: 4, kernelSize: [2, 2], strides: [2, 2] },
      { type: 'zero-padding', top: 0, bottom: 1, left: 0, right: 0 },
      { type: 'batch-norm' },
      { type: 'flatten' },
    ),
  ],
  [
    'residuals and joined branches',
    netOf(
      { type: 'reshape', shape: [20, 3] },
      { type: 'conv1d', filters: 3, kernelSize: 3, padding: 'same', activation: 'tanh' },
      { type: 'add', with: [0], activation: 'leaky-relu' },
      { type: 'conv1d', filters: 5, kernelSize: 1, activation: 'sigmoid', from: 1 },
      { type: 'concat', with: [2, 1] },
      { type: 'conv1d', filters: 4, kernelSize: 2, strides: 2, activation: 'tanh' },
      { type: 'conv1d', filters: 4, kernelSize: 1, activation: 'leaky-relu' },
      { type: 'add', with: [5], activation: 'relu' },
      { type: 'flatten' },
    ),
  ],
]

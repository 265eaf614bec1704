/** Every kind of layer: its name, one sentence, its fields, and how a new one begins. */
import { type NetworkLayer, networkLayerSchema } from '../../../shared/model/network-layer.ts'

export type LayerType = NetworkLayer['type']

export interface LayerField {
  key: string
  label: string
  kind: 'count' | 'share' | 'small' | 'pair' | 'sizes' | 'padding' | 'activation' | 'layers'
  help?: string
  min?: number
  max?: number
  step?: number
}

export interface LayerKind {
  type: LayerType
  name: string
  help: string
  group: 'Usual' | 'Patterns' | 'Smaller' | 'Shape' | 'Steady' | 'Join'
  fields: readonly LayerField[]
  /** Fields of a new one. */
  start: Record<string, unknown>
}

const activation: LayerField = { key: 'activation', label: 'activation', kind: 'activation' }
const padding: LayerField = { key: 'padding', label: 'padding', kind: 'padding' }
const filters: LayerField = { key: 'filters', label: 'filters', kind: 'count', help: 'So many patterns are learned.' }
const kernel1d: LayerField = { key: 'kernelSize', label: 'kernel', kind: 'count', help: 'Steps looked at together.' }
const kernel2d: LayerField = { key: 'kernelSize', label: 'kernel', kind: 'pair', help: 'Height and width.' }
const strides1d: LayerField = { key: 'strides', label: 'stride', kind: 'count' }
const strides2d: LayerField = { key: 'strides', label: 'stride', kind: 'pair' }
const other: LayerField = { key: 'with', label: 'with', kind: 'layers' }
const size = (key: string): LayerField => ({ key, label: key, kind: 'count', min: 0 })
const pool1d = [{ key: 'poolSize', label: 'pool size', kind: 'count' } as const, strides1d, padding]
const pool2d = [{ key: 'poolSize', label: 'pool size', kind: 'pair' } as const, strides2d, padding]

export const LAYER_KINDS: readonly LayerKind[] = [
  {
    type: 'dense',
    name: 'Dense',
    help: 'Every neuron looks at all values.',
    group: 'Usual',
    fields: [{ key: 'units', label: 'neurons', kind: 'count' }, activation],
    start: { units: 10, activation: 'relu' },
  },
  {
    type: 'dropout',
    name: 'Dropout',
    help: 'Hides some values while it learns, against learning by heart.',
    group: 'Usual',
    fields: [{ key: 'rate', label: 'dropout rate', kind: 'share', max: 0.95, step: 0.05 }],
    start: { rate: 0.2 },
  },
  {
    type: 'conv1d',
    name: '1-D convolution',
    help: 'Finds short patterns anywhere in time.',
    group: 'Patterns',
    fields: [filters, kernel1d, strides1d, padding, activation],
    start: { filters: 16, kernelSize: 3, strides: 1, padding: 'same', activation: 'relu' },
  },
  {
    type: 'conv2d',
    name: '2-D convolution',
    help: 'Finds small patterns anywhere in a picture.',
    group: 'Patterns',
    fields: [filters, kernel2d, strides2d, padding, activation],
    start: { filters: 8, kernelSize: [3, 3], strides: [1, 1], padding: 'same', activation: 'relu' },
  },
  {
    type: 'depthwise-conv2d',
    name: 'Depthwise convolution',
    help: 'One pattern for each channel: cheap.',
    group: 'Patterns',
    fields: [kernel2d, strides2d, padding, activation],
    start: { kernelSize: [3, 3], strides: [1, 1], padding: 'same', activation: 'relu' },
  },
  {
    type: 'separable-conv2d',
    name: 'Separable convolution',
    help: 'A convolution in two cheaper steps.',
    group: 'Patterns',
    fields: [filters, kernel2d, strides2d, padding, activation],
    start: { filters: 16, kernelSize: [3, 3], strides: [1, 1], padding: 'same', activation: 'relu' },
  },
  {
    type: 'max-pool1d',
    name: 'Max pooling, 1-D',
    help: 'Keeps the strongest of neighbours in time.',
    group: 'Smaller',
    fields: pool1d,
    start: { poolSize: 2, strides: 2, padding: 'same' },
  },
  {
    type: 'average-pool1d',
    name: 'Average pooling, 1-D',
    help: 'Keeps the mean of neighbours in time.',
    group: 'Smaller',
    fields: pool1d,
    start: { poolSize: 2, strides: 2, padding: 'same' },
  },
  {
    type: 'max-pool2d',
    name: 'Max pooling, 2-D',
    help: 'Keeps the strongest of neighbours in a picture.',
    group: 'Smaller',
    fields: pool2d,
    start: { poolSize: [2, 2], strides: [2, 2], padding: 'same' },
  },
  {
    type: 'average-pool2d',
    name: 'Average pooling, 2-D',
    help: 'Keeps the mean of neighbours in a picture.',
    group: 'Smaller',
    fields: pool2d,
    start: { poolSize: [2, 2], strides: [2, 2], padding: 'same' },
  },
  {
    type: 'global-max-pool',
    name: 'Global max pooling',
    help: 'One value a channel: the strongest anywhere.',
    group: 'Smaller',
    fields: [],
    start: {},
  },
  {
    type: 'global-average-pool',
    name: 'Global average pooling',
    help: 'One value a channel: the mean of all.',
    group: 'Smaller',
    fields: [],
    start: {},
  },
  {
    type: 'reshape',
    name: 'Reshape',
    help: 'Gives the features steps or rows, for convolutions.',
    group: 'Shape',
    fields: [{ key: 'shape', label: 'shape', kind: 'sizes', help: 'Sizes with × between: 49 × 13.' }],
    start: { shape: [1, 1] },
  },
  {
    type: 'flatten',
    name: 'Flatten',
    help: 'Makes one row of all values, for dense layers.',
    group: 'Shape',
    fields: [],
    start: {},
  },
  {
    type: 'zero-padding',
    name: 'Zero padding',
    help: 'Adds a border of zeros.',
    group: 'Shape',
    fields: [size('top'), size('bottom'), size('left'), size('right')],
    start: { top: 1, bottom: 1, left: 1, right: 1 },
  },
  {
    type: 'batch-norm',
    name: 'Batch normalization',
    help: 'Keeps values at the same size while it learns. Free on the board.',
    group: 'Steady',
    fields: [
      { key: 'momentum', label: 'momentum', kind: 'share', max: 0.999, step: 0.01 },
      { key: 'epsilon', label: 'epsilon', kind: 'small', min: 1e-9, max: 1, step: 0.001 },
      activation,
    ],
    start: { momentum: 0.9, epsilon: 1e-3, activation: 'linear' },
  },
  {
    type: 'add',
    name: 'Add',
    help: 'Adds the output of an earlier layer of the same shape.',
    group: 'Join',
    fields: [other, activation],
    start: { with: [-1], activation: 'linear' },
  },
  {
    type: 'concat',
    name: 'Concatenate',
    help: 'Puts the channels of an earlier layer beside these.',
    group: 'Join',
    fields: [other],
    start: { with: [-1] },
  },
]

export function layerKind(type: LayerType): LayerKind | undefined {
  return LAYER_KINDS.find((kind) => kind.type === type)
}

export function newLayer(type: LayerType): NetworkLayer {
  return networkLayerSchema.parse({ type, ...layerKind(type)?.start })
}

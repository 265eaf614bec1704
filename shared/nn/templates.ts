/** Networks that suit a kind of data, made for the shape of its features. */
import { AppError } from '../contract/errors.ts'
import type { NetworkBlock, TrainingSettings } from '../model/impulse.ts'
import type { NetworkLayer } from '../model/network-layer.ts'

export type TemplateId = 'dense' | 'sensors' | 'conv1d' | 'conv2d' | 'ds-cnn' | 'image-cnn' | 'mobilenet-v1'

/** What a learning block takes over. */
export interface TemplateNetwork {
  layers: NetworkLayer[]
  training: Partial<TrainingSettings>
  normalization: NetworkBlock['normalization']
}

export interface NetworkTemplate extends TemplateNetwork {
  id: TemplateId
  name: string
  /** One sentence for a beginner. */
  description: string
}

export function networkOf({ layers, training, normalization }: NetworkTemplate): TemplateNetwork {
  return { layers, training, normalization }
}

export interface TemplateOptions {
  /** Share of the usual number of filters, for DS-CNN and MobileNet. */
  width?: number
}

/** `[features]`, `[frames, coefficients]` or `[height, width, channels]`. */
type FeatureShape = readonly number[]

/** Values that a dense layer may follow; beyond, a mean over the whole picture is taken instead. */
const MOST_FLAT_VALUES = 2048

/** The templates that suit a shape, the one for beginners first. */
export function templatesFor(shape: FeatureShape, options: TemplateOptions = {}): NetworkTemplate[] {
  return suitableIds(shape).map((id) => templateFor(id, shape, options))
}

function suitableIds(shape: FeatureShape): TemplateId[] {
  if (shape.length === 3) return ['image-cnn', 'mobilenet-v1', 'dense']
  if (shape.length === 2) return ['conv1d', 'conv2d', 'ds-cnn', 'dense']
  return ['dense', 'sensors']
}

export function templateFor(id: TemplateId, shape: FeatureShape, { width = 1 }: TemplateOptions = {}): NetworkTemplate {
  if (!suitableIds(shape).includes(id))
    throw new AppError('impulse/invalid', {
      message: `The network "${id}" does not suit features of ${shape.join(' × ')}.`,
      hint: `Choose one of: ${suitableIds(shape).join(', ')}.`,
    })
  return { id, ...TEMPLATES[id](shape, width) }
}

type Maker = (shape: FeatureShape, width: number) => Omit<NetworkTemplate, 'id'>

const STANDARD = { training: {}, normalization: 'standard-scaler' } as const
/** Measured on spoken commands: smaller steps hear worse, and more cycles no better. */
const SOUND = { training: { learningRate: 0.005, trainingCycles: 60 }, normalization: 'standard-scaler' } as const
/** Pixels have the same range already. */
const PICTURES = {
  training: { learningRate: 0.001, trainingCycles: 30, batchSize: 16 },
  normalization: 'none',
} as const

const TEMPLATES: Record<TemplateId, Maker> = {
  dense: () => ({
    name: 'Dense',
    description: 'Two layers in which every neuron looks at all features: small, and trained in no time.',
    layers: [dense(20), dense(10)],
    ...STANDARD,
  }),
  sensors: () => ({
    name: 'Sensors',
    description: 'Wider dense layers for readings of several sensors at one moment.',
    layers: [dense(32), dense(16)],
    ...STANDARD,
  }),
  conv1d: (shape) => ({
    name: '1-D convolution',
    description: 'Looks for patterns in time, wherever they are in the window. The usual choice for sound.',
    layers: [
      { type: 'reshape', shape: [...shape] },
      conv1d(16),
      { type: 'max-pool1d', poolSize: 2, padding: 'same' },
      { type: 'dropout', rate: 0.25 },
      conv1d(32),
      { type: 'max-pool1d', poolSize: 2, padding: 'same' },
      { type: 'dropout', rate: 0.25 },
      { type: 'flatten' },
    ],
    ...SOUND,
  }),
  conv2d: (shape) => ({
    name: '2-D convolution',
    description: 'Looks for patterns in time and pitch, as in a picture of the sound.',
    layers: [
      { type: 'reshape', shape: [...shape, 1] },
      ...pooledConvolution(8),
      { type: 'dropout', rate: 0.25 },
      ...pooledConvolution(16),
      { type: 'dropout', rate: 0.25 },
      { type: 'flatten' },
    ],
    ...SOUND,
  }),
  'ds-cnn': (shape, width) => ({
    name: 'DS-CNN',
    description: 'Depthwise separable convolutions: hears better with many recordings, and needs more memory.',
    layers: dsCnn(shape, scaled(64, width)),
    ...SOUND,
  }),
  'image-cnn': (shape) => ({
    name: 'Small image network',
    description: 'Three convolutions, each on a smaller picture: learns from a few hundred pictures.',
    layers: imageCnn(shape),
    ...PICTURES,
  }),
  'mobilenet-v1': (shape, width) => ({
    name: 'MobileNetV1',
    description: 'Thirteen separable convolutions: for many pictures and larger boards.',
    layers: mobileNet(shape, width),
    ...PICTURES,
  }),
}

function dense(units: number): NetworkLayer {
  return { type: 'dense', units, activation: 'relu' }
}

function conv1d(filters: number): NetworkLayer {
  return { type: 'conv1d', filters, kernelSize: 3, strides: 1, padding: 'same', activation: 'relu' }
}

function pooledConvolution(filters: number): NetworkLayer[] {
  return [
    { type: 'conv2d', filters, kernelSize: [3, 3], strides: [1, 1], padding: 'same', activation: 'relu' },
    { type: 'max-pool2d', poolSize: [2, 2], padding: 'same' },
  ]
}

/** Multiples of 8, at least 8: what boards compute fastest. */
function scaled(filters: number, width: number): number {
  return Math.max(8, Math.round((filters * width) / 8) * 8)
}

function normalized(layer: NetworkLayer, activation: 'relu' | 'relu6'): NetworkLayer[] {
  return [layer, { type: 'batch-norm', momentum: 0.9, epsilon: 1e-3, activation }]
}

/** One filter a channel over the picture, then a mix of the channels at each place. */
function separable(filters: number, stride: number, activation: 'relu' | 'relu6'): NetworkLayer[] {
  const linear = { activation: 'linear' } as const
  return [
    ...normalized(
      { type: 'depthwise-conv2d', kernelSize: [3, 3], strides: [stride, stride], padding: 'same', ...linear },
      activation,
    ),
    ...normalized(
      { type: 'conv2d', filters, kernelSize: [1, 1], strides: [1, 1], padding: 'same', ...linear },
      activation,
    ),
  ]
}

/** DS-CNN of Zhang et al. (Hello Edge, 2017), in its small form with 64 filters. */
function dsCnn(shape: FeatureShape, filters: number): NetworkLayer[] {
  return [
    { type: 'reshape', shape: [...shape, 1] },
    ...normalized(
      { type: 'conv2d', filters, kernelSize: [10, 4], strides: [2, 2], padding: 'same', activation: 'linear' },
      'relu',
    ),
    ...[1, 2, 3, 4].flatMap(() => separable(filters, 1, 'relu')),
    { type: 'global-average-pool' },
  ]
}

function imageCnn(shape: FeatureShape): NetworkLayer[] {
  const [height = 1, width = 1] = shape
  const flat = Math.ceil(height / 8) * Math.ceil(width / 8) * 64
  return [
    { type: 'reshape', shape: [...shape] },
    ...pooledConvolution(16),
    ...pooledConvolution(32),
    ...pooledConvolution(64),
    { type: 'dropout', rate: 0.25 },
    flat > MOST_FLAT_VALUES ? { type: 'global-average-pool' } : { type: 'flatten' },
  ]
}

/** Filters and strides of the separable layers (Howard et al., 2017). */
const MOBILENET_LAYERS: readonly (readonly [number, number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
]

function mobileNet(shape: FeatureShape, width: number): NetworkLayer[] {
  return [
    { type: 'reshape', shape: [...shape] },
    ...normalized(
      {
        type: 'conv2d',
        filters: scaled(32, width),
        kernelSize: [3, 3],
        strides: [2, 2],
        padding: 'same',
        activation: 'linear',
      },
      'relu6',
    ),
    ...MOBILENET_LAYERS.flatMap(([filters, stride]) => separable(scaled(filters, width), stride, 'relu6')),
    { type: 'global-average-pool' },
  ]
}

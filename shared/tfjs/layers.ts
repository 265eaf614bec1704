/** Layers of Keras, as TensorFlow.js saves them, in the workbench's words. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { activationSchema, NetworkLayer } from '../model/network-layer.ts'

const pairSchema = z.union([
  z.number().transform((size): [number, number] => [size, size]),
  z.tuple([z.number(), z.number()]),
])
const oneSchema = z.union([z.number(), z.tuple([z.number()]).transform(([size]) => size)])

export const layerConfigSchema = z.looseObject({ name: z.string() })
export type LayerConfig = z.infer<typeof layerConfigSchema>

export interface KerasLayer {
  className: string
  config: LayerConfig
}

type Activation = z.infer<typeof activationSchema> | 'softmax'

const ACTIVATIONS: Record<string, Activation> = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
}

function unsupported(message: string): AppError {
  return new AppError('model/unsupported', { message })
}

export function activationOf({ config }: KerasLayer): Activation {
  const name = typeof config['activation'] === 'string' ? config['activation'] : 'linear'
  const known = ACTIVATIONS[name]
  if (!known)
    throw unsupported(`The layer “${config.name}” ends with ${name}, which the training engine does not know.`)
  return known
}

function hiddenActivation(layer: KerasLayer): z.infer<typeof activationSchema> {
  const found = activationOf(layer)
  if (found !== 'softmax') return found
  throw unsupported(`The layer “${layer.config.name}” is a softmax before the end of the model.`)
}

function field<T>({ config }: KerasLayer, name: string, schema: z.ZodType<T>): T {
  const found = schema.safeParse(config[name])
  if (found.success) return found.data
  throw new AppError('model/malformed', { message: `The layer “${config.name}” of the model has no usable ${name}.` })
}

function padding(layer: KerasLayer): 'same' | 'valid' {
  const found = layer.config['padding'] ?? 'valid'
  if (found === 'same' || found === 'valid') return found
  throw unsupported(`The layer “${layer.config.name}” has the padding ${JSON.stringify(found)}.`)
}

function mustBeOne(layer: KerasLayer, name: string): void {
  const value = layer.config[name]
  const sizes = value === undefined || value === null ? [1] : Array.isArray(value) ? value : [value]
  if (!sizes.every((size) => size === 1))
    throw unsupported(`The layer “${layer.config.name}” has ${name} ${sizes.join()}.`)
}

function convolution(layer: KerasLayer): NetworkLayer {
  for (const name of ['dilation_rate', 'groups', 'depth_multiplier']) mustBeOne(layer, name)
  const shared = { padding: padding(layer), activation: hiddenActivation(layer) }
  if (layer.className === 'Conv1D') {
    const [kernelSize, strides] = [field(layer, 'kernel_size', oneSchema), field(layer, 'strides', oneSchema)]
    return { type: 'conv1d', filters: field(layer, 'filters', z.number()), kernelSize, strides, ...shared }
  }
  const sliding = { kernelSize: field(layer, 'kernel_size', pairSchema), strides: field(layer, 'strides', pairSchema) }
  if (layer.className === 'DepthwiseConv2D') return { type: 'depthwise-conv2d', ...sliding, ...shared }
  const type = layer.className === 'SeparableConv2D' ? 'separable-conv2d' : 'conv2d'
  return { type, filters: field(layer, 'filters', z.number()), ...sliding, ...shared }
}

function pool(layer: KerasLayer): NetworkLayer {
  const max = layer.className.startsWith('Max')
  const shared = { padding: padding(layer) }
  if (layer.className.endsWith('1D')) {
    const [poolSize, strides] = [field(layer, 'pool_size', oneSchema), field(layer, 'strides', oneSchema)]
    return { type: max ? 'max-pool1d' : 'average-pool1d', poolSize, strides, ...shared }
  }
  const [poolSize, strides] = [field(layer, 'pool_size', pairSchema), field(layer, 'strides', pairSchema)]
  return { type: max ? 'max-pool2d' : 'average-pool2d', poolSize, strides, ...shared }
}

const rangeSchema = z.union([
  z.number().transform((size): [number, number] => [size, size]),
  z.tuple([z.number(), z.number()]),
])

function zeroPadding(layer: KerasLayer): NetworkLayer {
  if (layer.className === 'ZeroPadding1D') {
    const [left, right] = field(layer, 'padding', rangeSchema)
    return { type: 'zero-padding', top: 0, bottom: 0, left, right }
  }
  const sides = z.union([rangeSchema, z.tuple([rangeSchema, rangeSchema])])
  const [vertical, horizontal] = field(layer, 'padding', sides)
  const [top, bottom] = typeof vertical === 'number' ? [vertical, vertical] : vertical
  const [left, right] = typeof horizontal === 'number' ? [horizontal, horizontal] : horizontal
  return { type: 'zero-padding', top, bottom, left, right }
}

const LEAKY_ALPHA = 0.2

/** Of layers that are only there while training. */
function identity(): NetworkLayer {
  return { type: 'dropout', rate: 0 }
}

/** Activation that a layer of its own brings; the layer before takes it in. */
export function ownActivation(layer: KerasLayer): Activation | undefined {
  switch (layer.className) {
    case 'Activation':
      return activationOf(layer)
    case 'Softmax':
      return 'softmax'
    case 'ReLU': {
      const most = layer.config['max_value'] ?? layer.config['maxValue']
      if (most === undefined || most === null) return 'relu'
      if (most === 6) return 'relu6'
      throw unsupported(`The layer “${layer.config.name}” cuts at ${JSON.stringify(most)}.`)
    }
    case 'LeakyReLU': {
      const alpha = layer.config['alpha'] ?? 0.3
      if (alpha === LEAKY_ALPHA) return 'leaky-relu'
      throw unsupported(
        `The layer “${layer.config.name}” has alpha ${JSON.stringify(alpha)}; the training engine knows ${LEAKY_ALPHA}.`,
      )
    }
    default:
      return undefined
  }
}

/** `links` are indices of the layers that come in besides the first. */
export function networkLayer(layer: KerasLayer, links: number[]): NetworkLayer {
  switch (layer.className) {
    case 'Dense':
      return { type: 'dense', units: field(layer, 'units', z.number()), activation: hiddenActivation(layer) }
    case 'Conv1D':
    case 'Conv2D':
    case 'DepthwiseConv2D':
    case 'SeparableConv2D':
      return convolution(layer)
    case 'MaxPooling1D':
    case 'MaxPooling2D':
    case 'AveragePooling1D':
    case 'AveragePooling2D':
      return pool(layer)
    case 'GlobalAveragePooling1D':
    case 'GlobalAveragePooling2D':
      return { type: 'global-average-pool' }
    case 'GlobalMaxPooling1D':
    case 'GlobalMaxPooling2D':
      return { type: 'global-max-pool' }
    case 'ZeroPadding1D':
    case 'ZeroPadding2D':
      return zeroPadding(layer)
    case 'BatchNormalization':
      return { type: 'batch-norm', momentum: 0.9, epsilon: field(layer, 'epsilon', z.number()), activation: 'linear' }
    case 'Flatten':
      return { type: 'flatten' }
    case 'Reshape':
      return { type: 'reshape', shape: field(layer, 'target_shape', z.array(z.number())) }
    case 'Dropout':
    case 'SpatialDropout1D':
    case 'SpatialDropout2D':
      return identity()
    case 'Add':
      return { type: 'add', with: links, activation: 'linear' }
    case 'Concatenate':
      return { type: 'concat', with: links }
    default:
      throw unsupported(`The workbench cannot read the layer ${layer.className} (“${layer.config.name}”).`)
  }
}

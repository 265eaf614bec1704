/** Sizes of the layers that have no weights: pooling, reshaping, padding. */
import { AppError } from '../contract/errors.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import type { FloatPool, FloatReshape, FloatZeroPadding, Shape } from './graph.ts'
import { flat, shapeText, valueCount, windowOutput, windowOver, type Sliding } from './shape.ts'

type Shaping = Extract<NetworkLayer, { type: 'reshape' | 'flatten' | 'zero-padding' }>

interface Planned<Layer> {
  plan: Layer
  output: Shape
}

export function planShape(layer: Shaping, input: Shape, name: string): Planned<FloatReshape | FloatZeroPadding> {
  if (layer.type === 'zero-padding') {
    const { top, bottom, left, right } = layer
    const output = { ...input, height: input.height + top + bottom, width: input.width + left + right }
    return { plan: { type: 'zero-padding', input, top, bottom, left, right }, output }
  }
  const output = layer.type === 'flatten' ? flat(valueCount(input)) : shapeOfSizes(layer.shape)
  if (valueCount(output) !== valueCount(input))
    throw new AppError('impulse/invalid', {
      message: `${name}: ${layer.type === 'reshape' ? layer.shape.join(' × ') : ''} are ${valueCount(output)} values; ${shapeText(input)} arrive, ${valueCount(input)} values.`,
    })
  return { plan: { type: 'reshape', input, output }, output }
}

/** `[values]`, `[steps, channels]` or `[height, width, channels]`. */
function shapeOfSizes(sizes: readonly number[]): Shape {
  const [channels = 1, width = 1, height = 1] = sizes.toReversed()
  return { height, width, channels }
}

type PoolLayer = Extract<NetworkLayer, { type: `${string}pool${string}` }>

export function planPool(layer: PoolLayer, input: Shape, name: string): Planned<FloatPool> {
  const window = windowOver(input, slidingOf(layer, input), name)
  const type = layer.type.includes('max') ? 'max-pool' : 'average-pool'
  return { plan: { type, window }, output: windowOutput(window, input.channels) }
}

function slidingOf(layer: PoolLayer, { height, width }: Shape): Sliding {
  switch (layer.type) {
    case 'global-max-pool':
    case 'global-average-pool':
      return { kernel: [height, width], strides: [1, 1], padding: 'valid' }
    case 'max-pool1d':
    case 'average-pool1d': {
      const { poolSize, strides = poolSize, padding } = layer
      return { kernel: [1, poolSize], strides: [1, strides], padding }
    }
    default: {
      const { poolSize, strides = poolSize, padding } = layer
      return { kernel: poolSize, strides, padding }
    }
  }
}

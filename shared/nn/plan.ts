/** From the list of layers a person made to layers with every size known: pure shapes, no weights. */
import { AppError } from '../contract/errors.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import type { Activation, FloatLayer, Shape } from './graph.ts'
import { planPool, planShape } from './plan-shapes.ts'
import { flat, isFlat, sameShape, shapeText, valueCount, windowOutput, windowOver, type Sliding } from './shape.ts'

type WithoutArrays<Layer> = Layer extends FloatLayer
  ? Omit<Layer, 'weights' | 'bias' | 'gamma' | 'beta' | 'mean' | 'variance'>
  : never

export interface PlannedDropout {
  type: 'dropout'
  shape: Shape
  rate: number
  from?: number
}

/** A layer whose sizes are known and whose weights are not; `from` and `with` count planned layers. */
export type PlannedLayer = WithoutArrays<FloatLayer> | PlannedDropout

export interface Ending {
  outputs: number
  activation: 'softmax' | 'sigmoid' | 'linear'
}

export interface Planning {
  planned: PlannedLayer[]
  /** Output of each planned layer. */
  shapes: Shape[]
  input: Shape
}

/** Hidden layers as far as they fit together. */
export interface HiddenPlan extends Planning {
  /** The last planned layer of each layer of the list: some become two. */
  ends: number[]
  /** The first layer of the list that does not fit, and why. */
  failure: { layer: number; error: AppError } | null
}

export function planHidden(inputs: number, layers: readonly NetworkLayer[]): HiddenPlan {
  const plan: HiddenPlan = { planned: [], shapes: [], input: flat(inputs), ends: [], failure: null }
  for (const [index, layer] of layers.entries()) {
    try {
      const name = `Layer ${index + 1} (${layer.type})`
      const linked = (wanted: number): number => linkOf(plan.ends, wanted, name)
      planOne(plan, layer, { source: linked(layer.from ?? index - 1), linked, name })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { ...plan, failure: { layer: index, error } }
    }
    plan.ends.push(plan.planned.length - 1)
  }
  return plan
}

/** Adds the dense layer that ends the network. */
export function planEnding(plan: Planning, ending: Ending): void {
  const last = shapeOf(plan, plan.planned.length - 1)
  mustBeFlat(last, 'The output layer')
  add(plan, { type: 'dense', inputs: last.channels, ...ending }, flat(ending.outputs))
}

/** Hidden layers and the dense layer that ends the network. */
export function planLayers(inputs: number, layers: readonly NetworkLayer[], ending: Ending): PlannedLayer[] {
  const plan = planHidden(inputs, layers)
  if (plan.failure) throw plan.failure.error
  planEnding(plan, ending)
  return plan.planned
}

interface Placing {
  /** Planned layer whose output comes in. */
  source: number
  linked: (wanted: number) => number
  name: string
}

function linkOf(ends: readonly number[], wanted: number, name: string): number {
  if (wanted === -1) return -1
  const found = ends[wanted]
  if (found !== undefined) return found
  throw new AppError('impulse/invalid', { message: `${name} takes its input from layer ${wanted + 1}, not before it.` })
}

export function shapeOf({ shapes, input }: Planning, index: number): Shape {
  return shapes[index] ?? input
}

function mustBeFlat(shape: Shape, name: string): void {
  if (isFlat(shape)) return
  throw new AppError('impulse/invalid', {
    message: `${name} needs a plain row of values; ${shapeText(shape)} arrive.`,
    hint: 'Put a "flatten" or a global pooling layer before it.',
  })
}

function add({ planned, shapes }: Planning, layer: PlannedLayer, shape: Shape): void {
  planned.push(layer)
  shapes.push(shape)
}

function planOne(planning: Planning, layer: NetworkLayer, { source, linked, name }: Placing): void {
  const input = shapeOf(planning, source)
  const link = source === planning.planned.length - 1 ? {} : { from: source }
  switch (layer.type) {
    case 'dense':
      mustBeFlat(input, name)
      return add(
        planning,
        { type: 'dense', ...link, inputs: input.channels, outputs: layer.units, activation: layer.activation },
        flat(layer.units),
      )
    case 'dropout':
      return add(planning, { type: 'dropout', ...link, shape: input, rate: layer.rate }, input)
    case 'conv1d':
    case 'conv2d':
    case 'depthwise-conv2d':
    case 'separable-conv2d':
      return planConvolution(planning, layer, { input, link, name })
    case 'batch-norm': {
      const { momentum, epsilon, activation } = layer
      return add(planning, { type: 'batch-norm', ...link, shape: input, momentum, epsilon, activation }, input)
    }
    case 'add':
    case 'concat':
      return planMerge(planning, layer, { input, link, name, others: layer.with.map(linked) })
    case 'reshape':
    case 'flatten':
    case 'zero-padding': {
      const { plan, output } = planShape(layer, input, name)
      return add(planning, { ...plan, ...link }, output)
    }
    case 'max-pool1d':
    case 'average-pool1d':
    case 'max-pool2d':
    case 'average-pool2d':
    case 'global-max-pool':
    case 'global-average-pool': {
      const { plan, output } = planPool(layer, input, name)
      return add(planning, { ...plan, ...link }, output)
    }
  }
}

interface Incoming {
  input: Shape
  link: { from?: number }
  name: string
}

type Convolution = Extract<NetworkLayer, { kernelSize: unknown }>

function slidingOf(layer: Convolution): Sliding {
  const { padding } = layer
  if (layer.type !== 'conv1d') return { kernel: layer.kernelSize, strides: layer.strides, padding }
  return { kernel: [1, layer.kernelSize], strides: [1, layer.strides], padding }
}

function planConvolution(planning: Planning, layer: Convolution, { input, link, name }: Incoming): void {
  const window = windowOver(input, slidingOf(layer), name)
  const { activation } = layer
  if (layer.type === 'conv1d' || layer.type === 'conv2d') {
    const { filters } = layer
    return add(planning, { type: 'conv2d', ...link, window, filters, activation }, windowOutput(window, filters))
  }
  const between = windowOutput(window, input.channels)
  const own: Activation = layer.type === 'separable-conv2d' ? 'linear' : activation
  add(planning, { type: 'depthwise-conv2d', ...link, window, activation: own }, between)
  if (layer.type === 'depthwise-conv2d') return
  const point = windowOver(between, { kernel: [1, 1], strides: [1, 1], padding: 'valid' }, name)
  const { filters } = layer
  add(planning, { type: 'conv2d', window: point, filters, activation }, windowOutput(point, filters))
}

type Merge = Extract<NetworkLayer, { with: number[] }>

function planMerge(planning: Planning, layer: Merge, arriving: Incoming & { others: number[] }): void {
  const { input, link, name, others } = arriving
  const shapes = others.map((index) => shapeOf(planning, index))
  const channelsToo = layer.type === 'add'
  const odd = shapes.find((shape) => !sameShape(channelsToo ? shape : { ...shape, channels: input.channels }, input))
  if (odd)
    throw new AppError('impulse/invalid', { message: `${name}: ${shapeText(odd)} does not fit ${shapeText(input)}.` })
  if (layer.type === 'add')
    return add(planning, { type: 'add', ...link, with: others, shape: input, activation: layer.activation }, input)
  const channels = shapes.reduce((sum, shape) => sum + shape.channels, input.channels)
  add(planning, { type: 'concat', ...link, with: others, inputs: [input, ...shapes] }, { ...input, channels })
}

/** Blocks of rows: large enough to be fast, small enough to be interrupted. */
const BLOCK_ROWS = 256
/** Wide layers are scored in smaller blocks: a MB a layer, which little memory and a cache can hold. */
const SCORING_FLOATS = 2 ** 18
const ASKING_FLOATS = 2 ** 20

/** Rows of a pass while learning: a batch, or a block of the set that is scored. */
export function learningRows(layers: readonly PlannedLayer[], batchSize: number): number {
  const block = Math.floor(SCORING_FLOATS / widestSample(layers))
  return Math.max(batchSize, 1, Math.min(BLOCK_ROWS, block))
}

/** Rows of a pass of a network that is only asked. */
export function askingRows(layers: readonly PlannedLayer[]): number {
  return Math.max(1, Math.min(BLOCK_ROWS, Math.floor(ASKING_FLOATS / widestSample(layers))))
}

/** Largest number of floats a sample needs at any point; says how many rows fit into a pass. */
function widestSample(layers: readonly PlannedLayer[]): number {
  return Math.max(1, ...layers.map((layer) => valueCount(inputOf(layer))))
}

function inputOf(layer: PlannedLayer): Shape {
  switch (layer.type) {
    case 'dense':
      return flat(layer.inputs)
    case 'conv2d':
    case 'depthwise-conv2d':
    case 'max-pool':
    case 'average-pool':
      return layer.window
    case 'reshape':
    case 'zero-padding':
      return layer.input
    case 'concat':
      return layer.inputs[0] ?? flat(1)
    case 'add':
    case 'batch-norm':
    case 'dropout':
      return layer.shape
  }
}

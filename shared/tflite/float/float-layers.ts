/** Operators of a float file as layers. */
import type { FloatBatchNorm, FloatPool, Shape } from '../../nn/graph.ts'
import { sameShape, valueCount, windowOver } from '../../nn/shape.ts'
import type { Window } from '../../nn/window.ts'
import { inconsistent, unsupported } from '../import/builder.ts'
import type { TfliteOperator } from '../model.ts'
import { type FloatBuilder, shapeOf } from './float-builder.ts'

type Import = (builder: FloatBuilder, operator: TfliteOperator) => void

function option(operator: TfliteOperator, name: string): number {
  const value = operator.options[name] ?? 0
  if (value < 1 || value > 65_535) throw inconsistent(`A ${operator.name} of the model has ${name} ${value}.`)
  return value
}

function windowOf(operator: TfliteOperator, shape: Shape, kernel: [number, number]): Window {
  const { dilationHeight = 1, dilationWidth = 1, padding = 0 } = operator.options
  if (dilationHeight !== 1 || dilationWidth !== 1) {
    throw unsupported(`A ${operator.name} of the model is dilated, which the training engine does not know.`)
  }
  const strides: [number, number] = [option(operator, 'strideHeight'), option(operator, 'strideWidth')]
  return windowOver(shape, { kernel, strides, padding: padding === 0 ? 'same' : 'valid' }, `A ${operator.name}`)
}

interface Weights {
  shape: number[]
  weights: Float32Array
  bias: Float32Array
}

function weightsOf(builder: FloatBuilder, operator: TfliteOperator, outputs: (shape: number[]) => number): Weights {
  const { shape } = builder.tensor(operator.inputs[1])
  const weights = builder.constants.get(operator.inputs[1])
  if (!weights) throw unsupported(`A ${operator.name} of the model has weights that are computed.`)
  const count = outputs(shape)
  const bias = builder.constants.get(operator.inputs[2]) ?? new Float32Array(count)
  if (bias.length !== count)
    throw inconsistent(`A ${operator.name} of the model has ${bias.length} biases for ${count}.`)
  return { shape, weights, bias }
}

/** Each weight goes where its value stands before the transpose. */
function turnedWeights(weights: Float32Array, order: number[]): Float32Array {
  const turned = new Float32Array(weights.length)
  weights.forEach((weight, at) => {
    const row = Math.floor(at / order.length) * order.length
    turned[row + order[at % order.length]!] = weight
  })
  return turned
}

const importDense: Import = (builder, operator) => {
  const { shape, weights, bias } = weightsOf(builder, operator, ([outputs = 0]) => outputs)
  const [outputs = 0, inputs = 0] = shape
  if (shape.length !== 2 || operator.options['weightsFormat']) {
    throw unsupported('The workbench reads FULLY_CONNECTED with weights of shape outputs × inputs only.')
  }
  const { from, order } = builder.flattened(operator, inputs)
  const turned = order ? turnedWeights(weights, order) : weights
  const activation = builder.fused(operator)
  builder.emit(operator, { type: 'dense', inputs, outputs, weights: turned, bias, activation }, from)
}

const importConvolution: Import = (builder, operator) => {
  const { shape, weights, bias } = weightsOf(builder, operator, ([filters = 0]) => filters)
  const [filters = 0, height = 0, width = 0, depth = 0] = shape
  const input = shapeOf(builder.tensor(operator.inputs[0]))
  if (shape.length !== 4 || depth !== input.channels) {
    throw unsupported('A CONV_2D of the model has groups, which the training engine does not know.')
  }
  const from = builder.shaped(operator, 0, input)
  const activation = builder.fused(operator)
  // One pixel under one tap is a plain layer.
  if (input.height * input.width * height * width === 1) {
    const dense = { type: 'dense', inputs: depth, outputs: filters, weights, bias, activation } as const
    return builder.emit(operator, dense, from)
  }
  const window = windowOf(operator, input, [height, width])
  builder.emit(operator, { type: 'conv2d', window, filters, weights, bias, activation }, from)
}

const importDepthwise: Import = (builder, operator) => {
  const { shape, weights, bias } = weightsOf(builder, operator, (sizes) => sizes[3] ?? 0)
  const [, height = 0, width = 0, outputs = 0] = shape
  const input = shapeOf(builder.tensor(operator.inputs[0]))
  const window = windowOf(operator, input, [height, width])
  const from = builder.shaped(operator, 0, input)
  const activation = builder.fused(operator)
  if (outputs === input.channels) {
    return builder.emit(operator, { type: 'depthwise-conv2d', window, weights, bias, activation }, from)
  }
  if (input.channels !== 1) {
    throw unsupported('A DEPTHWISE_CONV_2D of the model has several outputs a channel.')
  }
  // Several filters over the only channel are a convolution; its weights have the filters first.
  const taps = height * width
  const turned = weights.map((_, at) => weights[(at % taps) * outputs + Math.floor(at / taps)]!)
  builder.emit(operator, { type: 'conv2d', window, filters: outputs, weights: turned, bias, activation }, from)
}

const importPool: Import = (builder, operator) => {
  const input = shapeOf(builder.tensor(operator.inputs[0]))
  const window = windowOf(operator, input, [option(operator, 'kernelHeight'), option(operator, 'kernelWidth')])
  const type = operator.name === 'MAX_POOL_2D' ? 'max-pool' : 'average-pool'
  if (builder.fused(operator) !== 'linear') throw unsupported(`A ${operator.name} of the model has an activation.`)
  builder.emit(operator, { type, window }, builder.shaped(operator, 0, input))
}

/** Only names and shapes change. */
const importReshape: Import = (builder, operator) => {
  const shape = shapeOf(builder.tensor(operator.outputs[0]))
  const { order } = builder.origin(operator, 0)
  const [output = -1] = operator.outputs
  if (order) {
    if (order.length !== valueCount(shape)) throw inconsistent('A RESHAPE of the model changes the number of values.')
    return builder.define(output, { ...builder.origin(operator, 0), shape })
  }
  builder.define(output, { layer: builder.shaped(operator, 0, shape), shape })
}

/** Kept in mind until a layer takes all values at once: that layer's weights are turned instead. */
const importTranspose: Import = (builder, operator) => {
  const { shape: sizes } = builder.tensor(operator.inputs[0])
  const to = builder.tensor(operator.outputs[0])
  const axes = integersOf(builder, operator, 1)
  if (axes.toSorted((a, b) => a - b).join() !== sizes.map((_, axis) => axis).join()) {
    throw inconsistent('A TRANSPOSE of the model does not fit its input.')
  }
  const steps = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1))
  const before = builder.origin(operator, 0)
  if (to.elements !== valueCount(before.shape) || steps[0]! * sizes[0]! !== to.elements) {
    throw inconsistent('A TRANSPOSE of the model does not fit its output.')
  }
  const order = Array.from({ length: to.elements }, (_, at) => {
    let [rest, from] = [at, 0]
    for (const axis of axes.toReversed()) {
      from += (rest % sizes[axis]!) * steps[axis]!
      rest = Math.floor(rest / sizes[axis]!)
    }
    return before.order?.[from] ?? from
  })
  builder.define(operator.outputs[0] ?? -1, { layer: before.layer, shape: shapeOf(to), order })
}

function integersOf(builder: FloatBuilder, operator: TfliteOperator, position: number): number[] {
  const { data, type, elements } = builder.tensor(operator.inputs[position])
  if (!data || type !== 'int32')
    throw unsupported(`A ${operator.name} of the model computes its numbers while it runs.`)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return Array.from({ length: elements }, (_, at) => view.getInt32(4 * at, true))
}

/** The mean over all pixels is a pool as large as the image. */
const importMean: Import = (builder, operator) => {
  const input = shapeOf(builder.tensor(operator.inputs[0]))
  if (valueCount(shapeOf(builder.tensor(operator.outputs[0]))) !== input.channels || input.height * input.width === 1) {
    throw unsupported('A MEAN of the model is not taken over all pixels.')
  }
  const sliding = { kernel: [input.height, input.width], strides: [1, 1], padding: 'valid' } as const
  const pool: FloatPool = { type: 'average-pool', window: windowOver(input, sliding, 'A MEAN') }
  builder.emit(operator, pool, builder.shaped(operator, 0, input))
}

const importPad: Import = (builder, operator) => {
  const from = builder.tensor(operator.inputs[0])
  if (from.shape.length !== 4) throw unsupported('A PAD of the model pads other than height and width.')
  const values = integersOf(builder, operator, 1)
  const [b0, b1, top = 0, bottom = 0, left = 0, right = 0, c0, c1] = values
  if (b0 || b1 || c0 || c1 || [top, bottom, left, right].some((size) => size < 0 || size > 65_535)) {
    throw unsupported('A PAD of the model pads other than height and width.')
  }
  const input = shapeOf(from)
  builder.emit(operator, { type: 'zero-padding', input, top, bottom, left, right }, builder.shaped(operator, 0, input))
}

/** y = gamma · x + beta, a channel at a time. */
function affine(shape: Shape, gamma: Float32Array, beta: Float32Array): FloatBatchNorm {
  const { channels } = shape
  const zeros = new Float32Array(channels)
  const ones = new Float32Array(channels).fill(1)
  return {
    type: 'batch-norm',
    shape,
    gamma,
    beta,
    mean: zeros,
    variance: ones,
    epsilon: 0,
    momentum: 0.9,
    activation: 'linear',
  }
}

function channelValues(values: Float32Array, { channels }: Shape, operator: TfliteOperator): Float32Array {
  if (values.length === 1) return new Float32Array(channels).fill(values[0]!)
  if (values.length === channels) return values
  throw unsupported(`A ${operator.name} of the model has a constant that is neither one value nor one a channel.`)
}

/** With a constant: a scale or a shift of each channel. */
const importArithmetic: Import = (builder, operator) => {
  const position = builder.isComputed(operator.inputs[0]) ? 0 : 1
  const constant = builder.constants.get(operator.inputs[1 - position])
  const input = shapeOf(builder.tensor(operator.inputs[position]))
  if (!constant) return importSum(builder, operator)
  if (operator.name === 'SUB' && position === 1) throw unsupported('A SUB of the model subtracts from a constant.')
  const values = channelValues(constant, input, operator)
  const ones = new Float32Array(input.channels).fill(1)
  const zeros = new Float32Array(input.channels)
  const shift = operator.name === 'SUB' ? values.map((value) => -value) : values
  const layer = operator.name === 'MUL' ? affine(input, values, zeros) : affine(input, ones, shift)
  builder.emit(operator, { ...layer, activation: builder.fused(operator) }, builder.shaped(operator, position, input))
}

const importSum: Import = (builder, operator) => {
  if (operator.name !== 'ADD') throw unsupported(`The workbench reads ${operator.name} with a constant only.`)
  const [left, right] = [builder.origin(operator, 0), builder.origin(operator, 1)]
  if (!sameShape(left.shape, right.shape)) throw unsupported('An ADD of the model adds values of different shapes.')
  const sum = { type: 'add', with: [right.layer], shape: left.shape, activation: builder.fused(operator) } as const
  builder.emit(operator, { ...sum, with: [...sum.with] }, left.layer)
}

const importConcatenation: Import = (builder, operator) => {
  const to = builder.tensor(operator.outputs[0])
  const axis = operator.options['axis'] ?? 0
  if ((axis < 0 ? axis + to.shape.length : axis) !== to.shape.length - 1) {
    throw unsupported('A CONCATENATION of the model joins other than channels.')
  }
  const shapes = operator.inputs.map((index) => shapeOf(builder.tensor(index)))
  const [first = -1, ...others] = shapes.map((shape, position) => builder.shaped(operator, position, shape))
  builder.emit(operator, { type: 'concat', with: others, inputs: shapes }, first)
}

const LEAKY_ALPHA = 0.2

const importLeaky: Import = (builder, operator) => {
  const alpha = operator.options['alpha'] ?? 0
  if (Math.abs(alpha - LEAKY_ALPHA) > 1e-6) {
    throw unsupported(`A LEAKY_RELU of the model has alpha ${alpha}; the training engine knows ${LEAKY_ALPHA}.`)
  }
  builder.activate(operator, 'leaky-relu')
}

export const FLOAT_IMPORTS: ReadonlyMap<string, Import> = new Map<string, Import>([
  ['ADD', importArithmetic],
  ['AVERAGE_POOL_2D', importPool],
  ['CONCATENATION', importConcatenation],
  ['CONV_2D', importConvolution],
  ['DEPTHWISE_CONV_2D', importDepthwise],
  ['EXPAND_DIMS', importReshape],
  ['FULLY_CONNECTED', importDense],
  ['LEAKY_RELU', importLeaky],
  ['LOGISTIC', (builder, operator) => builder.activate(operator, 'sigmoid')],
  ['MAX_POOL_2D', importPool],
  ['MEAN', importMean],
  ['MUL', importArithmetic],
  ['PAD', importPad],
  ['RELU', (builder, operator) => builder.activate(operator, 'relu')],
  ['RELU6', (builder, operator) => builder.activate(operator, 'relu6')],
  ['RESHAPE', importReshape],
  ['SOFTMAX', (builder, operator) => builder.activate(operator, 'softmax')],
  ['SQUEEZE', importReshape],
  ['SUB', importArithmetic],
  ['TANH', (builder, operator) => builder.activate(operator, 'tanh')],
  ['TRANSPOSE', importTranspose],
])

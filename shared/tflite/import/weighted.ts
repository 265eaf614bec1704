/** Convolutions, fully connected layers and pools of a file as operations. */
import { type Clamp, clampOf, isClamp } from '../../quantize/clamps.ts'
import { effectiveScale, quantizeMultiplier } from '../../quantize/fixed-point.ts'
import { sharedScale } from '../../quantize/operations.ts'
import type { Quantization } from '../../quantize/quantization.ts'
import type { Weighted, WindowGeometry } from '../../quantize/tensor-graph.ts'
import type { TfliteOperator, TfliteTensor } from '../model.ts'
import { ACTIVATIONS } from '../schema.ts'
import { type GraphBuilder, inconsistent, int8Quantization, unsupported } from './builder.ts'

const MAX_SUM = 2 ** 31 - 1
/** Largest distance of an int8 value from a zero point. */
const MAX_DISTANCE = 255
const SAME_PADDING = 0

export function fusedRange(operator: TfliteOperator, output: Quantization): Clamp {
  const activation = ACTIVATIONS[operator.options['activation'] ?? 0]
  if (!activation || !isClamp(activation)) {
    throw unsupported(`A ${operator.name} of the model has an activation that int8 layers cannot fuse.`)
  }
  return clampOf(activation, output)
}

function option(operator: TfliteOperator, name: string): number {
  const value = operator.options[name] ?? 0
  if (value < 1 || value > 65_535) throw inconsistent(`A ${operator.name} of the model has ${name} ${value}.`)
  return value
}

interface Extent {
  input: number
  output: number
  kernel: number
  stride: number
  dilation: number
}

/** Padding before the first value; checks that the file's output has the size that follows. */
function paddingBefore(operator: TfliteOperator, { input, output, kernel, stride, dilation }: Extent): number {
  const same = operator.options['padding'] === SAME_PADDING
  const reach = (kernel - 1) * dilation + 1
  const expected = same ? Math.ceil(input / stride) : Math.ceil((input - reach + 1) / stride)
  if (output !== expected) {
    throw inconsistent(`A ${operator.name} of the model has ${output} outputs where ${expected} follow from its input.`)
  }
  return same ? Math.floor(Math.max(0, (output - 1) * stride + reach - input) / 2) : 0
}

interface KernelSize {
  height: number
  width: number
}

function windowOf(operator: TfliteOperator, from: TfliteTensor, to: TfliteTensor, kernel: KernelSize): WindowGeometry {
  const [batch, inputHeight = 0, inputWidth = 0, inputChannels = 0] = from.shape
  const [outputBatch, outputHeight = 0, outputWidth = 0, outputChannels = 0] = to.shape
  if (from.shape.length !== 4 || to.shape.length !== 4 || batch !== 1 || outputBatch !== 1) {
    throw unsupported(
      `The workbench runs ${operator.name} on one image at a time (shape 1 × height × width × channels).`,
    )
  }
  const dilates = 'dilationHeight' in operator.options
  const strideHeight = option(operator, 'strideHeight')
  const strideWidth = option(operator, 'strideWidth')
  const dilationHeight = dilates ? option(operator, 'dilationHeight') : 1
  const dilationWidth = dilates ? option(operator, 'dilationWidth') : 1
  const vertical = { input: inputHeight, output: outputHeight, stride: strideHeight, dilation: dilationHeight }
  const horizontal = { input: inputWidth, output: outputWidth, stride: strideWidth, dilation: dilationWidth }
  return {
    inputHeight,
    inputWidth,
    inputChannels,
    outputHeight,
    outputWidth,
    outputChannels,
    kernelHeight: kernel.height,
    kernelWidth: kernel.width,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    paddingTop: paddingBefore(operator, { ...vertical, kernel: kernel.height }),
    paddingLeft: paddingBefore(operator, { ...horizontal, kernel: kernel.width }),
  }
}

interface WeightsLayout {
  outputs: number
  /** Dimension of the weights that counts outputs. */
  dimension: number
}

function constantWeights(operator: TfliteOperator, tensor: TfliteTensor): Int8Array {
  if (tensor.type !== 'int8' || !tensor.data) {
    throw unsupported(`A ${operator.name} of the model has ${tensor.type} weights that are not constant int8.`)
  }
  if (tensor.zeroPoints.some((zeroPoint) => zeroPoint !== 0)) {
    throw unsupported(`A ${operator.name} of the model has weights that are not symmetric.`)
  }
  const values = new Int8Array(tensor.data.length)
  values.set(tensor.data)
  return values
}

function constantBias(operator: TfliteOperator, tensor: TfliteTensor | undefined, outputs: number): Int32Array {
  if (!tensor) return new Int32Array(outputs)
  if (tensor.type !== 'int32' || !tensor.data || tensor.elements !== outputs) {
    throw unsupported(`A ${operator.name} of the model needs one constant int32 bias an output.`)
  }
  const view = new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
  return Int32Array.from({ length: outputs }, (_, index) => view.getInt32(4 * index, true))
}

/** The sums of every channel must fit into 32 bits whatever the input. */
function checkSums(operator: TfliteOperator, { weights, bias }: Weighted, { outputs, dimension }: WeightsLayout): void {
  const totals = Float64Array.from(bias, Math.abs)
  const each = weights.length / outputs
  weights.forEach((weight, index) => {
    totals[dimension === 0 ? Math.floor(index / each) : index % outputs]! += MAX_DISTANCE * Math.abs(weight)
  })
  if (totals.some((total) => total > MAX_SUM)) {
    throw unsupported(`The sums of a ${operator.name} of the model do not fit into 32 bits.`)
  }
}

function readWeights(builder: GraphBuilder, operator: TfliteOperator, layout: WeightsLayout): Weighted {
  const input = int8Quantization(builder.input(operator, 0))
  const output = int8Quantization(builder.output(operator))
  const tensor = builder.input(operator, 1)
  const { scales } = tensor
  const perChannel = scales.length > 1
  const matches = !perChannel || (scales.length === layout.outputs && tensor.quantizedDimension === layout.dimension)
  if (scales.length === 0 || !matches || scales.some((scale) => !(scale >= 0 && scale < Infinity))) {
    throw unsupported(`A ${operator.name} of the model has weight scales that do not match its outputs.`)
  }
  const fixed = Array.from({ length: layout.outputs }, (_, channel) => {
    return quantizeMultiplier(effectiveScale(input.scale, scales[perChannel ? channel : 0]!, output.scale))
  })
  if (fixed.some(({ shift }) => shift > 30)) throw unsupported(`A ${operator.name} has an unusable weight scale.`)
  const parts: Weighted = {
    weights: constantWeights(operator, tensor),
    weightScales: Float32Array.from(scales),
    bias: constantBias(operator, builder.optionalInput(operator, 2), layout.outputs),
    multipliers: Int32Array.from(fixed, ({ multiplier }) => multiplier),
    shifts: Int32Array.from(fixed, ({ shift }) => shift),
    inputOffset: -input.zeroPoint + 0,
    outputOffset: output.zeroPoint,
    ...fusedRange(operator, output),
  }
  checkSums(operator, parts, layout)
  return parts
}

export function importConvolution(builder: GraphBuilder, operator: TfliteOperator): void {
  const { shape } = builder.input(operator, 1)
  const [outputs = 0, height = 0, width = 0, depth = 0] = shape
  const to = builder.output(operator)
  const window = windowOf(operator, builder.input(operator, 0), to, { height, width })
  const groups = window.inputChannels / depth
  if (shape.length !== 4 || outputs !== window.outputChannels || !Number.isInteger(groups) || outputs % groups !== 0) {
    throw inconsistent('A CONV_2D of the model has weights that do not match its input and output.')
  }
  const parts = readWeights(builder, operator, { outputs, dimension: 0 })
  builder.emit(operator, { type: 'conv-2d', window, depth, ...parts }, 1, to.elements * height * width * depth)
}

export function importDepthwise(builder: GraphBuilder, operator: TfliteOperator): void {
  const { shape } = builder.input(operator, 1)
  const [first, height = 0, width = 0, outputs = 0] = shape
  const to = builder.output(operator)
  const window = windowOf(operator, builder.input(operator, 0), to, { height, width })
  const depth = outputs / window.inputChannels
  if (shape.length !== 4 || first !== 1 || outputs !== window.outputChannels || !Number.isInteger(depth)) {
    throw inconsistent('A DEPTHWISE_CONV_2D of the model has weights that do not match its input and output.')
  }
  const parts = readWeights(builder, operator, { outputs, dimension: 3 })
  builder.emit(operator, { type: 'depthwise-conv-2d', window, depth, ...parts }, 1, to.elements * height * width)
}

/** Several rows at once are a convolution of 1 × 1 over them. */
function rowsWindow(rows: number, inputs: number, outputs: number): WindowGeometry {
  const one = { inputHeight: 1, outputHeight: 1, kernelHeight: 1, kernelWidth: 1, strideHeight: 1, strideWidth: 1 }
  const sizes = { inputWidth: rows, inputChannels: inputs, outputWidth: rows, outputChannels: outputs }
  return { ...one, ...sizes, dilationHeight: 1, dilationWidth: 1, paddingTop: 0, paddingLeft: 0 }
}

export function importFullyConnected(builder: GraphBuilder, operator: TfliteOperator): void {
  const weights = builder.input(operator, 1)
  const [outputs = 0, inputs = 0] = weights.shape
  const from = builder.input(operator, 0)
  const rows = from.elements / inputs
  if (operator.options['weightsFormat'] !== 0 || weights.shape.length !== 2) {
    throw unsupported('The workbench runs FULLY_CONNECTED with weights of shape outputs × inputs only.')
  }
  if (!(rows >= 1) || !Number.isInteger(rows) || builder.output(operator).elements !== rows * outputs) {
    throw inconsistent('A FULLY_CONNECTED of the model has weights that do not match its input and output.')
  }
  const parts = readWeights(builder, operator, { outputs, dimension: 0 })
  const macs = rows * outputs * inputs
  if (rows === 1)
    return builder.emit(operator, { type: 'fully-connected', inputs, outputs, ...sharedScale(parts) }, 1, macs)
  const window = rowsWindow(rows, inputs, outputs)
  builder.emit(operator, { type: 'conv-2d', window, depth: inputs, ...parts }, 1, macs)
}

export function importPool(builder: GraphBuilder, operator: TfliteOperator): void {
  const from = builder.input(operator, 0)
  const to = builder.output(operator)
  const input = int8Quantization(from)
  const output = int8Quantization(to)
  if (input.scale !== output.scale || input.zeroPoint !== output.zeroPoint) {
    throw unsupported(`A ${operator.name} of the model changes the scale of its values.`)
  }
  const kernel = { height: option(operator, 'kernelHeight'), width: option(operator, 'kernelWidth') }
  const window = windowOf(operator, from, to, kernel)
  if (window.inputChannels !== window.outputChannels) {
    throw inconsistent(`A ${operator.name} of the model changes the number of channels.`)
  }
  const type = operator.name === 'MAX_POOL_2D' ? 'max-pool' : 'average-pool'
  builder.emit(operator, { type, window, ...fusedRange(operator, output) })
}

/** Convolutions as operators of a .tflite file, which knows two kinds of padding; others become an operator before. */
import type { ConvolutionOperation, TensorStep, WindowGeometry } from '../../quantize/tensor-graph.ts'
import { int32, int8, table } from '../flatbuffer-writer.ts'
import type { FilePlan } from './file-plan.ts'
import { activationCode, addWeights, type Making } from './parts.ts'

const TAG_CONVOLUTION = 1
const TAG_DEPTHWISE = 2

interface Extent {
  input: number
  output: number
  kernel: number
  stride: number
  dilation: number
  before: number
}

function extents(w: WindowGeometry): [Extent, Extent] {
  return [
    {
      input: w.inputHeight,
      output: w.outputHeight,
      kernel: w.kernelHeight,
      stride: w.strideHeight,
      dilation: w.dilationHeight,
      before: w.paddingTop,
    },
    {
      input: w.inputWidth,
      output: w.outputWidth,
      kernel: w.kernelWidth,
      stride: w.strideWidth,
      dilation: w.dilationWidth,
      before: w.paddingLeft,
    },
  ]
}

/** Values from the first tap of the first place to the last tap of the last. */
function reachOf({ output, kernel, stride, dilation }: Extent): number {
  return (output - 1) * stride + (kernel - 1) * dilation + 1
}

function isValid(extent: Extent): boolean {
  const { input, kernel, stride, dilation, before, output } = extent
  return before === 0 && output === Math.ceil((input - (kernel - 1) * dilation) / stride)
}

function isSame(extent: Extent): boolean {
  const { input, stride, before, output } = extent
  return output === Math.ceil(input / stride) && before === Math.floor(Math.max(0, reachOf(extent) - input) / 2)
}

export function paddingOf(window: WindowGeometry): 'same' | 'valid' | 'explicit' {
  const both = extents(window)
  if (both.every(isValid)) return 'valid'
  return both.every(isSame) ? 'same' : 'explicit'
}

/** The input with as much around it as the window reaches, or as it is where the file's own padding does. */
function paddedInput(plan: FilePlan, step: TensorStep, w: WindowGeometry): number {
  const [input = -1] = step.inputs
  const from = plan.view(input, [1, w.inputHeight, w.inputWidth, w.inputChannels])
  if (paddingOf(w) !== 'explicit') return from
  const [vertical, horizontal] = extents(w)
  const after = (extent: Extent): number => Math.max(0, reachOf(extent) - extent.before - extent.input)
  const { before: top } = vertical
  const { before: left } = horizontal
  const [bottom, right] = [after(vertical), after(horizontal)]
  const amounts = plan.integers(`pad ${step.output}`, [0, 0, top, bottom, left, right, 0, 0], { shape: [4, 2] })
  const { scale, zeroPoint } = plan.quantization(input)
  const output = plan.add({
    shape: [1, w.inputHeight + top + bottom, w.inputWidth + left + right, w.inputChannels],
    type: 'int8',
    name: `${step.output} padded`,
    scales: [scale],
    zeroPoint,
  })
  plan.operators.push({ name: 'PAD', version: 2, inputs: [from, amounts], output })
  return output
}

export function addConvolution({ plan, graph }: Making, step: TensorStep, operation: ConvolutionOperation): void {
  const { window: w, depth } = operation
  const depthwise = operation.type === 'depthwise-conv-2d'
  const [input = -1] = step.inputs
  const from = paddedInput(plan, step, w)
  const kernel = [w.kernelHeight, w.kernelWidth]
  const weights = addWeights(plan, {
    ...operation,
    name: graph.tensors[step.output]?.name ?? '',
    shape: depthwise ? [1, ...kernel, w.outputChannels] : [w.outputChannels, ...kernel, depth],
    dimension: depthwise ? 3 : 0,
    input,
  })
  const output = plan.define(step.output, [1, w.outputHeight, w.outputWidth, w.outputChannels])
  const strides = [w.strideWidth, w.strideHeight].map(int32)
  const dilations = [w.dilationWidth, w.dilationHeight].map((size) => (size === 1 ? undefined : int32(size)))
  const padding = paddingOf(w) === 'same' ? undefined : int8(1)
  const activation = activationCode(plan, operation, step.output)
  plan.operators.push({
    name: depthwise ? 'DEPTHWISE_CONV_2D' : 'CONV_2D',
    version: 3,
    inputs: [from, ...weights],
    output,
    options: depthwise
      ? { tag: TAG_DEPTHWISE, table: table(padding, ...strides, int32(depth), activation, ...dilations) }
      : { tag: TAG_CONVOLUTION, table: table(padding, ...strides, activation, ...dilations) },
  })
}

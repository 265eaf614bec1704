/** An int8 network of any shape: operators over numbered tensors, as `tflite run` and `tflite c` execute it. */
import type { Quantization } from './quantization.ts'

export type TensorKind = 'int8' | 'uint8' | 'float32'

export interface GraphTensor {
  name: string
  kind: TensorKind
  shape: number[]
  bytes: number
  quantization?: Quantization
  /** Content known beforehand; everything else is computed or an input. */
  constant?: Int8Array
}

/** How a window moves over `[height, width, channels]`; the fields of the runtime's `tml_window`. */
export interface WindowGeometry {
  inputHeight: number
  inputWidth: number
  inputChannels: number
  outputHeight: number
  outputWidth: number
  outputChannels: number
  kernelHeight: number
  kernelWidth: number
  strideHeight: number
  strideWidth: number
  dilationHeight: number
  dilationWidth: number
  paddingTop: number
  paddingLeft: number
}

interface Clamped {
  activationMin: number
  activationMax: number
}

export interface Weighted extends Clamped {
  weights: Int8Array
  /** Real value of a weight's step: one, or one an output channel. Only files need it. */
  weightScales: Float32Array
  bias: Int32Array
  /** One an output channel; a fully connected layer may have one for all. */
  multipliers: Int32Array
  shifts: Int32Array
  inputOffset: number
  outputOffset: number
}

export interface ConvolutionOperation extends Weighted {
  type: 'conv-2d' | 'depthwise-conv-2d'
  window: WindowGeometry
  /** Input channels a filter sees; depthwise: outputs an input channel. */
  depth: number
}

export interface FullyConnectedOperation extends Weighted {
  type: 'fully-connected'
  inputs: number
  outputs: number
}

export interface PoolOperation extends Clamped {
  type: 'max-pool' | 'average-pool'
  window: WindowGeometry
}

/** Four output sizes, and how far each input moves along them: 0 where it is repeated. */
export interface BroadcastShape {
  sizes: number[]
  leftSteps: number[]
  rightSteps: number[]
}

export interface FixedScale {
  multiplier: number
  shift: number
}

export interface AddOperation extends Clamped {
  type: 'add'
  shape: BroadcastShape
  left: FixedScale & { offset: number }
  right: FixedScale & { offset: number; sign: 1 | -1 }
  output: FixedScale & { offset: number }
}

export interface MultiplyOperation extends Clamped {
  type: 'multiply'
  shape: BroadcastShape
  leftOffset: number
  rightOffset: number
  outputOffset: number
  scale: FixedScale
}

export type LookupFunction =
  | { kind: 'logistic' | 'tanh' | 'relu' | 'relu6' | 'requantize' }
  | { kind: 'leaky-relu'; alpha: number }

/** A function of one byte; 256 answers from −128 up, for each way of rounding. */
export interface LookupOperation {
  type: 'lookup'
  function: LookupFunction
  count: number
  double: Int8Array
  single: Int8Array
}

export interface SoftmaxOperation {
  type: 'softmax'
  rows: number
  size: number
  inputMultiplier: number
  inputLeftShift: number
  diffMin: number
}

/** float32 to int8 or back. */
export interface EdgeOperation {
  type: 'quantize' | 'dequantize'
  count: number
  scale: number
  zeroPoint: number
}

/** Copy with steps over five dimensions. */
export interface CopyOperation {
  type: 'copy'
  sizes: number[]
  inputStart: number
  inputSteps: number[]
  outputStart: number
  outputSteps: number[]
}

export interface FillOperation {
  type: 'fill'
  count: number
  value: number
}

/** Sum over some of up to four dimensions, scaled. */
export interface ReduceOperation {
  type: 'reduce'
  keptSizes: number[]
  keptSteps: number[]
  reducedSizes: number[]
  reducedSteps: number[]
  sumOffset: number
  scale: FixedScale
  outputOffset: number
}

/** LSTM over a sequence; gates in the order input, forget, cell, output. The second input is memory for its cells. */
export interface LstmOperation {
  type: 'lstm'
  steps: number
  inputs: number
  units: number
  inputWeights: Int8Array
  recurrentWeights: Int8Array
  bias: Int32Array
  gateScales: Int32Array
  sigmoid: Int32Array
  inputOffset: number
  outputZeroPoint: number
  forget: FixedScale
  update: FixedScale
  output: FixedScale
  cellLimit: number
  cellShift: number
}

export type TensorOperation =
  | ConvolutionOperation
  | FullyConnectedOperation
  | PoolOperation
  | AddOperation
  | MultiplyOperation
  | LookupOperation
  | SoftmaxOperation
  | EdgeOperation
  | CopyOperation
  | FillOperation
  | ReduceOperation
  | LstmOperation

export interface TensorStep {
  /** Of the file's operator it comes from. */
  name: string
  operation: TensorOperation
  /** Numbers of tensors. Several steps may write parts of one output. */
  inputs: number[]
  output: number
  macs: number
}

export interface TensorGraph {
  tensors: GraphTensor[]
  inputs: number[]
  outputs: number[]
  steps: TensorStep[]
}

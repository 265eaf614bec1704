/** The prepared float network with scales for every tensor, as int8 operations. */
import { AppError } from '../contract/errors.ts'
import type { Activation, FloatGraph, FloatLayer } from '../nn/graph.ts'
import { flat, isFlat, valueCount } from '../nn/shape.ts'
import type { Window } from '../nn/window.ts'
import { type Clamp, clampOf, NO_CLAMP } from './clamps.ts'
import { lookupOperation } from './lookups.ts'
import { addOperation, quantizeWeights, sharedScale, softmaxOperation, type WeightedSource } from './operations.ts'
import { sourcesOf } from '../nn/network.ts'
import { isActivation, outputShape } from './prepare.ts'
import { type Quantization, sameQuantization } from './quantization.ts'
import type { Scales } from './scales.ts'
import type {
  CopyOperation,
  GraphTensor,
  LookupFunction,
  TensorGraph,
  TensorStep,
  WindowGeometry,
} from './tensor-graph.ts'

/** What `leaky-relu` of the training engine lets through. */
const LEAKY_ALPHA = 0.2
const MAX_SOFTMAX = 4096

export interface LowerOptions {
  scales: Scales
  perChannel: boolean
  /** Mean of every channel of each layer's output, −1 the input: biases are then corrected. */
  means?: ReadonlyMap<number, Float64Array> | undefined
}

/** Name of a prepared layer's tensor; −1 is the input. */
export function tensorName(graph: FloatGraph, index: number): string {
  const layer = graph.layers[index]
  if (!layer) return 'features'
  return `${index + 1} ${isActivation(layer) ? layer.activation : layer.type}`
}

function windowGeometry(window: Window, outputChannels: number): WindowGeometry {
  return {
    inputHeight: window.height,
    inputWidth: window.width,
    inputChannels: window.channels,
    outputHeight: window.outHeight,
    outputWidth: window.outWidth,
    outputChannels,
    kernelHeight: window.kernelHeight,
    kernelWidth: window.kernelWidth,
    strideHeight: window.strideHeight,
    strideWidth: window.strideWidth,
    dilationHeight: 1,
    dilationWidth: 1,
    paddingTop: window.top,
    paddingLeft: window.left,
  }
}

function clampFor(activation: Activation, output: Quantization): Clamp {
  return activation === 'relu' || activation === 'relu6' ? clampOf(activation, output) : NO_CLAMP
}

function lookupFor(activation: Activation): LookupFunction {
  if (activation === 'leaky-relu') return { kind: 'leaky-relu', alpha: LEAKY_ALPHA }
  if (activation === 'sigmoid') return { kind: 'logistic' }
  if (activation === 'tanh' || activation === 'relu') return { kind: activation }
  return { kind: 'requantize' }
}

/** Values of windows are `[1, height, width, channels]`, plain rows of values `[1, values]`. */
function tensorShape(layer: FloatLayer): number[] {
  const shape = outputShape(layer)
  if (isFlat(shape) && !('window' in layer)) return [1, valueCount(shape)]
  return [1, shape.height, shape.width, shape.channels]
}

interface Rows {
  count: number
  length: number
  outputStart: number
  outputStep: number
}

/** Rows that lie together go to places with gaps between them. */
function rowsCopy({ count, length, outputStart, outputStep }: Rows): CopyOperation {
  return {
    type: 'copy',
    sizes: [1, 1, 1, count, length],
    inputStart: 0,
    inputSteps: [0, 0, 0, length, 1],
    outputStart,
    outputSteps: [0, 0, 0, outputStep, 1],
  }
}

interface Edge {
  inputs: number[]
  output: number
}

class Lowering {
  readonly #tensors: GraphTensor[] = []
  readonly #steps: TensorStep[] = []
  /** Tensor of each layer's output; a reshape has that of its input. */
  readonly #places: number[] = []

  constructor(
    private readonly float: FloatGraph,
    private readonly options: LowerOptions,
  ) {}

  run(): TensorGraph {
    const { float, options } = this
    const input = this.#tensor('features', [1, float.inputs], options.scales.input)
    float.layers.forEach((layer, index) => this.#places.push(this.#layer(layer, index)))
    const output = this.#places.at(-1) ?? input
    return { tensors: this.#tensors, inputs: [input], outputs: [output], steps: this.#steps }
  }

  #tensor(name: string, shape: number[], quantization: Quantization): number {
    const bytes = shape.reduce((product, size) => product * size, 1)
    return this.#tensors.push({ name, kind: 'int8', shape, bytes, quantization }) - 1
  }

  #step(step: Omit<TensorStep, 'macs'> & { macs?: number }): number {
    this.#steps.push({ ...step, macs: step.macs ?? 0 })
    return step.output
  }

  #place(source: number): number {
    return source < 0 ? 0 : this.#places[source]!
  }

  #quantization(tensor: number): Quantization {
    return this.#tensors[tensor]!.quantization!
  }

  #layer(layer: FloatLayer, index: number): number {
    const [input = 0, ...others] = sourcesOf(layer, index).map((source) => this.#place(source))
    if (layer.type === 'reshape') return input
    const scale = this.options.scales.layers[index]!
    const output = this.#tensor(tensorName(this.float, index), tensorShape(layer), scale)
    const edge = { inputs: [input], output }
    switch (layer.type) {
      case 'dense':
        return this.#dense(layer, index, edge)
      case 'conv2d':
      case 'depthwise-conv2d':
        return this.#convolution(layer, index, edge)
      case 'max-pool':
      case 'average-pool': {
        const window = windowGeometry(layer.window, layer.window.channels)
        const name = layer.type === 'max-pool' ? 'MAX_POOL_2D' : 'AVERAGE_POOL_2D'
        return this.#step({ name, operation: { type: layer.type, window, ...NO_CLAMP }, ...edge })
      }
      case 'zero-padding':
        return this.#padding(layer, edge)
      case 'concat':
        return this.#concat(layer, { inputs: [input, ...others], output })
      case 'add':
        if (isActivation(layer)) return this.#activation(layer, edge)
        return this.#add(layer, { inputs: [input, ...others], output })
      case 'batch-norm':
        throw new AppError('app/bug', { message: 'A batch normalisation was not folded.' })
    }
  }

  #source(
    layer: Extract<FloatLayer, { weights: Float32Array }>,
    index: number,
    { inputs, output }: Edge,
  ): WeightedSource {
    const to = this.#quantization(output)
    return {
      name: `layer ${index + 1}`,
      weights: layer.weights,
      bias: layer.bias,
      order: layer.type === 'depthwise-conv2d' ? 'outputs-last' : 'outputs-first',
      input: this.#quantization(inputs[0]!),
      output: to,
      clamp: clampFor(layer.activation, to),
      perChannel: this.options.perChannel,
      inputMeans: this.options.means?.get(sourcesOf(layer, index)[0] ?? -1),
    }
  }

  #dense(layer: Extract<FloatLayer, { type: 'dense' }>, index: number, edge: Edge): number {
    const { inputs, outputs, weights } = layer
    const { bytes } = this.#tensors[edge.inputs[0]!]!
    if (bytes !== inputs || weights.length !== inputs * outputs) {
      throw new AppError('model/malformed', { message: `layer ${index + 1} has ${inputs} inputs; ${bytes} arrive.` })
    }
    const parts = sharedScale(quantizeWeights(this.#source(layer, index, edge)))
    const operation = { type: 'fully-connected', inputs, outputs, ...parts } as const
    return this.#step({ name: 'FULLY_CONNECTED', operation, ...edge, macs: inputs * outputs })
  }

  #convolution(layer: Extract<FloatLayer, { type: 'conv2d' | 'depthwise-conv2d' }>, index: number, edge: Edge): number {
    const full = layer.type === 'conv2d'
    const window = windowGeometry(layer.window, full ? layer.filters : layer.window.channels)
    const taps = window.kernelHeight * window.kernelWidth * (full ? window.inputChannels : 1)
    if (layer.weights.length !== taps * window.outputChannels) {
      throw new AppError('model/malformed', { message: `layer ${index + 1} has weights that do not fit its window.` })
    }
    const parts = quantizeWeights(this.#source(layer, index, edge))
    const operation = full
      ? ({ type: 'conv-2d', window, depth: window.inputChannels, ...parts } as const)
      : ({ type: 'depthwise-conv-2d', window, depth: 1, ...parts } as const)
    const { bytes } = this.#tensors[edge.output]!
    return this.#step({ name: full ? 'CONV_2D' : 'DEPTHWISE_CONV_2D', operation, ...edge, macs: bytes * taps })
  }

  #padding(layer: Extract<FloatLayer, { type: 'zero-padding' }>, edge: Edge): number {
    const { input, top, left } = layer
    const outer = outputShape(layer)
    const row = input.width * input.channels
    const outputStep = outer.width * outer.channels
    const outputStart = top * outputStep + left * outer.channels
    const fill = { type: 'fill', count: valueCount(outer), value: this.#quantization(edge.output).zeroPoint } as const
    const copy = rowsCopy({ count: input.height, length: row, outputStart, outputStep })
    this.#step({ name: 'PAD', operation: fill, inputs: [], output: edge.output })
    return this.#step({ name: 'PAD', operation: copy, ...edge })
  }

  #concat(layer: Extract<FloatLayer, { type: 'concat' }>, { inputs, output }: Edge): number {
    const { height, width, channels } = outputShape(layer)
    const quantization = this.#quantization(output)
    let start = 0
    inputs.forEach((given, position) => {
      const block = (layer.inputs[position] ?? flat(0)).channels
      const operation = rowsCopy({ count: height * width, length: block, outputStart: start, outputStep: channels })
      const input = this.#requantized(given, quantization)
      this.#step({ name: 'CONCATENATION', operation, inputs: [input], output })
      start += block
    })
    return output
  }

  /** The same values in another scale. */
  #requantized(tensor: number, wanted: Quantization): number {
    const { name, shape, bytes } = this.#tensors[tensor]!
    const input = this.#quantization(tensor)
    if (sameQuantization(input, wanted)) return tensor
    const output = this.#tensor(`${name} rescaled`, shape, wanted)
    const operation = lookupOperation({ kind: 'requantize' }, bytes, { input, output: wanted })
    return this.#step({ name: 'QUANTIZE', operation, inputs: [tensor], output })
  }

  #add(layer: Extract<FloatLayer, { type: 'add' }>, { inputs, output }: Edge): number {
    const [left = 0, right = 0] = inputs
    const to = this.#quantization(output)
    const operation = addOperation({
      name: 'ADD',
      shape: { sizes: [1, 1, 1, valueCount(layer.shape)], leftSteps: [0, 0, 0, 1], rightSteps: [0, 0, 0, 1] },
      left: this.#quantization(left),
      right: this.#quantization(right),
      sign: 1,
      output: to,
      clamp: clampFor(layer.activation, to),
    })
    return this.#step({ name: 'ADD', operation, inputs: [left, right], output })
  }

  #activation({ activation, shape }: Extract<FloatLayer, { type: 'add' }>, edge: Edge): number {
    const { channels } = shape
    const { bytes } = this.#tensors[edge.output]!
    const input = this.#quantization(edge.inputs[0]!)
    if (activation === 'softmax') {
      if (channels > MAX_SOFTMAX) {
        throw new AppError('model/unsupported', { message: `A softmax takes at most ${MAX_SOFTMAX} values.` })
      }
      return this.#step({
        name: 'SOFTMAX',
        operation: softmaxOperation(bytes / channels, channels, input.scale),
        ...edge,
      })
    }
    const operation = lookupOperation(lookupFor(activation), bytes, { input, output: this.#quantization(edge.output) })
    return this.#step({ name: operation.function.kind.toUpperCase().replace('-', '_'), operation, ...edge })
  }
}

export function lowerNetwork(graph: FloatGraph, options: LowerOptions): TensorGraph {
  return new Lowering(graph, options).run()
}

/** Fully connected layer without activation: y = x · Wᵀ + b. */
import { padded, type Place } from '../kernels.ts'
import type { LayerRoom, RunningLayer } from './layer.ts'
import { matrixTensor, vectorTensor, type Tensor } from './tensor.ts'

export interface DenseOptions extends LayerRoom {
  outputs: number
  /** False for the first layer: nobody asks for the gradient of the features. */
  needsInputGradient: boolean
  /** False where the network is only asked: no gradients are kept. */
  learns: boolean
}

/** Places of one dense layer. */
interface DenseRoom {
  weights: Tensor
  bias: Tensor
  output: Place
  inputGradient: Place
  /** `[outputs, padded inputs]`, made from the weights before each backward pass. */
  byOutput: Place
}

function denseRoom({ kernels, inputs, outputs, capacity, needsInputGradient, learns }: DenseOptions): DenseRoom {
  return {
    weights: matrixTensor({ kernels, learns }, outputs, inputs),
    bias: vectorTensor({ kernels, learns }, outputs),
    output: kernels.allocate(capacity * padded(outputs)),
    inputGradient: needsInputGradient ? kernels.allocate(capacity * padded(inputs)) : 0,
    byOutput: needsInputGradient ? kernels.allocate(outputs * padded(inputs)) : 0,
  }
}

export function denseLayer(options: DenseOptions): RunningLayer {
  const room = denseRoom(options)
  let input: Place = 0
  return {
    tensors: { weights: room.weights, bias: room.bias },
    forward(given, pass) {
      input = given
      return forward(options, room, { input, rows: pass.rows })
    },
    backward(outputGradient, pass) {
      parameterGradients(options, room, { input, outputGradient, rows: pass.rows })
      return options.needsInputGradient ? inputGradient(options, room, { outputGradient, rows: pass.rows }) : 0
    },
  }
}
function forward(
  { kernels, inputs, outputs }: DenseOptions,
  room: DenseRoom,
  batch: Pick<Batch, 'input' | 'rows'>,
): Place {
  kernels.matmul({
    out: room.output,
    left: batch.input,
    right: room.weights.values,
    bias: room.bias.values,
    rows: batch.rows,
    inner: inputs,
    columns: padded(outputs),
    leftRowStride: padded(inputs),
    leftInnerStride: 1,
  })
  return room.output
}

interface Batch {
  input: Place
  outputGradient: Place
  rows: number
}

/** ∂loss/∂W = xᵀ · ∂loss/∂y, summed over the rows in their order; ∂loss/∂b is the sum of ∂loss/∂y. */
function parameterGradients({ kernels, inputs, outputs }: DenseOptions, room: DenseRoom, batch: Batch): void {
  const columns = padded(outputs)
  kernels.matmul({
    out: room.weights.gradient,
    left: batch.input,
    right: batch.outputGradient,
    bias: 0,
    rows: inputs,
    inner: batch.rows,
    columns,
    leftRowStride: 1,
    leftInnerStride: padded(inputs),
  })
  kernels.columnSums({ out: room.bias.gradient, from: batch.outputGradient, rows: batch.rows, columns })
}

/** ∂loss/∂x = ∂loss/∂y · W. */
function inputGradient(options: DenseOptions, room: DenseRoom, batch: Omit<Batch, 'input'>): Place {
  const { kernels, inputs, outputs } = options
  kernels.transpose({
    out: room.byOutput,
    from: room.weights.values,
    rows: inputs,
    columns: outputs,
    fromStride: padded(outputs),
    outStride: padded(inputs),
  })
  kernels.matmul({
    out: room.inputGradient,
    left: batch.outputGradient,
    right: room.byOutput,
    bias: 0,
    rows: batch.rows,
    inner: outputs,
    columns: padded(inputs),
    leftRowStride: padded(outputs),
    leftInnerStride: 1,
  })
  return room.inputGradient
}

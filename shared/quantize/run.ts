/** Runs the quantized graph on the C kernels: the same code, and so the same bytes, as on a board. */
import { AppError } from '../contract/errors.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { QuantGraph, QuantOperator } from './graph.ts'

export type Rounding = 'double' | 'single'

export interface RunOptions {
  /** `double` (default) as TensorFlow Lite Micro and CMSIS-NN; `single` as LiteRT on a computer. */
  rounding?: Rounding
}

export interface OperatorRun {
  operator: QuantOperator
  rounding: Rounding
}

/** One operator on any number of rows. */
export function runOperator(runtime: Runtime, { operator, rounding }: OperatorRun, input: Int8Array): Int8Array {
  if (operator.type === 'softmax') return runtime.softmax(operator, input)
  return runtime.fullyConnected(
    {
      inputs: operator.inputs,
      outputs: operator.outputs,
      weights: operator.weights,
      bias: operator.bias,
      multipliers: operator.multipliers,
      shifts: operator.shifts,
      inputOffset: -operator.input.zeroPoint,
      outputOffset: operator.output.zeroPoint,
      activationMin: operator.activationMin,
      activationMax: operator.activationMax,
      singleRounding: rounding === 'single',
    },
    input,
  )
}

/**
 * @param input `[n, inputs]` row-major, quantized features.
 * @returns `[n, outputs]`.
 */
export function runQuantGraph(
  runtime: Runtime,
  graph: QuantGraph,
  input: Int8Array,
  options: RunOptions = {},
): Int8Array {
  if (input.length % graph.inputs !== 0) {
    throw new AppError('model/malformed', {
      message: `The model takes ${graph.inputs} bytes a run; ${input.length} is no whole number of runs.`,
    })
  }
  const rounding = options.rounding ?? 'double'
  return graph.operators.reduce((values, operator) => runOperator(runtime, { operator, rounding }, values), input)
}

/** Unscaled features `[n, inputs]` as the network's int8 input: scaler, then quantization, in C. */
export function quantizeFeatures(runtime: Runtime, graph: QuantGraph, features: Float32Array): Int8Array {
  const scaled = graph.scaler ? runtime.scaleFeatures(features, graph.scaler) : features
  return runtime.quantize(scaled, graph.input.scale, graph.input.zeroPoint)
}

/** Unscaled features `[n, inputs]` to scores `[n, outputs]`. */
export function classifyFeatures(
  runtime: Runtime,
  graph: QuantGraph,
  features: Float32Array,
  options: RunOptions = {},
): Float32Array {
  const output = runQuantGraph(runtime, graph, quantizeFeatures(runtime, graph, features), options)
  return runtime.dequantize(output, graph.output.scale, graph.output.zeroPoint)
}

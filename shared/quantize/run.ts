/** Runs the int8 network on the C kernels: the same code, and so the same bytes, as on a board. */
import { graphProgram } from '../codegen/graph-program.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { deployedGraph, type QuantModel } from './quant-model.ts'
import type { Rounding } from './quantization.ts'

export interface RunOptions {
  rounding?: Rounding
  /** Asked between rows, to cancel. */
  check?: () => void
}

/**
 * @param input `[n, inputs]` row-major, quantized features.
 * @returns `[n, outputs]`.
 */
export function runModel(
  runtime: Runtime,
  model: Pick<QuantModel, 'graph'>,
  input: Int8Array,
  { rounding = 'double', check }: RunOptions = {},
): Int8Array {
  const program = graphProgram(deployedGraph(model))
  const runner = runtime.openGraph(program, { singleRounding: rounding === 'single' })
  const output = runner.run(new Uint8Array(input.buffer, input.byteOffset, input.length), check)
  return new Int8Array(output.buffer, output.byteOffset, output.length)
}

/** Unscaled features `[n, inputs]` as the network's int8 input: scaler, then quantization, in C. */
export function quantizeFeatures(
  runtime: Runtime,
  { scaler, input }: Pick<QuantModel, 'scaler' | 'input'>,
  features: Float32Array,
): Int8Array {
  const scaled = scaler ? runtime.scaleFeatures(features, scaler) : features
  return runtime.quantize(scaled, input.scale, input.zeroPoint)
}

/** Unscaled features `[n, inputs]` to scores `[n, outputs]`. */
export function classifyFeatures(
  runtime: Runtime,
  model: QuantModel,
  features: Float32Array,
  options: RunOptions = {},
): Float32Array {
  const output = runModel(runtime, model, quantizeFeatures(runtime, model, features), options)
  return runtime.dequantize(output, model.output.scale, model.output.zeroPoint)
}

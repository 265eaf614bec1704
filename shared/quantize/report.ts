/** What int8 changed in a network, measured on real features: layer by layer, channel by channel, window by window. */
import { graphProgram } from '../codegen/graph-program.ts'
import { AppError } from '../contract/errors.ts'
import type { FloatGraph } from '../nn/graph.ts'
import type { Kernels } from '../nn/kernels.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { layersOf } from './convert.ts'
import { runFloat } from './float-run.ts'
import { type LayerMeasure, LayerTally } from './layer-tally.ts'
import { tensorName } from './lower.ts'
import { isActivation, outputShape } from './prepare.ts'
import type { QuantModel } from './quant-model.ts'
import { quantizeFeatures } from './run.ts'

/** One a layer whose values int8 keeps; the last activation answers scores, which are compared elsewhere. */
export function talliedLayers({ layers }: FloatGraph): number[] {
  const last = layers.length - 1
  const all = [-1, ...layers.keys()]
  return all.filter((index) => {
    const layer = layers[index]
    return layer?.type !== 'reshape' && !(layer && index === last && isActivation(layer))
  })
}

function tallyOf(prepared: FloatGraph, { graph }: QuantModel, layer: number): LayerTally {
  const name = tensorName(prepared, layer)
  const tensor = graph.tensors.findIndex((one) => one.name === name)
  const quantization = graph.tensors[tensor]?.quantization
  if (!quantization) throw new AppError('app/bug', { message: `The int8 network has no tensor “${name}”.` })
  const node = prepared.layers[layer]
  return new LayerTally({ name, tensor, quantization, channels: node ? outputShape(node).channels : prepared.inputs })
}

export interface ReportEngines {
  runtime: Runtime
  kernels: Kernels
}

/** Values of all inner layers of one window after the other, as the kernels leave them. */
function int8Runner(runtime: Runtime, model: QuantModel, tallies: LayerTally[]): (input: Int8Array) => Int8Array[] {
  const inner = tallies.filter(({ tensor }) => !model.graph.inputs.includes(tensor))
  // All layers, also those whose channels a board leaves out.
  const program = graphProgram({ ...model.graph, outputs: inner.map(({ tensor }) => tensor) })
  const runner = runtime.openGraph(program)
  return (input) => {
    const bytes = runner.run(new Uint8Array(input.buffer, input.byteOffset, input.length))
    const rows = bytes.length / program.outputBytes
    let start = 0
    return tallies.map(({ tensor }) => {
      if (!inner.some((one) => one.tensor === tensor)) return input
      const width = model.graph.tensors[tensor]!.bytes
      const values = new Int8Array(rows * width)
      for (let row = 0; row < rows; row++) {
        const from = row * program.outputBytes + start
        values.set(bytes.subarray(from, from + width), row * width)
      }
      start += width
      return values
    })
  }
}

/**
 * Runs both networks side by side and compares the input and every layer (of the last one, the logits).
 * @param features `[n, inputs]` row-major, unscaled, n ≥ 1; for an honest figure not those of the conversion.
 */
export function quantizationReport(
  { runtime, kernels }: ReportEngines,
  { float, int8 }: { float: FloatGraph; int8: QuantModel },
  features: Float32Array,
): LayerMeasure[] {
  if (features.length < float.inputs || features.length % float.inputs !== 0) throw new AppError('testing/empty')
  const graph = layersOf(float, int8)
  const layers = talliedLayers(graph)
  const tallies = layers.map((layer) => tallyOf(graph, int8, layer))
  const run = int8Runner(runtime, int8, tallies)
  const input = quantizeFeatures(runtime, int8, features)
  let done = 0
  let values: Int8Array[] = []
  const see = (layer: number, floats: Float32Array, rows: number): void => {
    if (layer < 0) {
      values = run(input.subarray(done * float.inputs, (done + rows) * float.inputs))
      done += rows
    }
    const at = layers.indexOf(layer)
    if (at >= 0) tallies[at]!.add(floats, values[at]!, rows)
  }
  runFloat({ graph, kernels, see }, features)
  return tallies.map((tally) => tally.measure())
}

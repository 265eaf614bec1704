/** How much each layer lost by becoming int8, measured on real features. */
import { graphProgram } from '../codegen/graph-program.ts'
import { AppError } from '../contract/errors.ts'
import type { FloatGraph } from '../nn/graph.ts'
import type { Kernels } from '../nn/kernels.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { seeOutputs } from './float-run.ts'
import { tensorName } from './lower.ts'
import { isActivation, prepareNetwork } from './prepare.ts'
import type { QuantModel } from './quant-model.ts'
import type { Quantization } from './quantization.ts'
import { quantizeFeatures } from './run.ts'

export interface LayerReport {
  /** “features”, “1 dense” … */
  name: string
  /** Range of the float values. */
  low: number
  high: number
  scale: number
  zeroPoint: number
  /** Share of the float values outside what int8 holds here, 0…1. */
  clippedShare: number
  /** Signal-to-noise ratio of int8 against float; absent where both are equal or all is 0. */
  snrDb?: number
}

/** A tensor of the int8 network beside the float layer it stands for. */
class LayerTally {
  #low = Infinity
  #high = -Infinity
  #clipped = 0
  #signal = 0
  #noise = 0
  #count = 0

  constructor(
    readonly name: string,
    readonly tensor: number,
    private readonly quantization: Quantization,
  ) {}

  add(float: Float32Array, int8: (index: number) => number): void {
    const { scale, zeroPoint } = this.quantization
    const lowest = (-128.5 - zeroPoint) * scale
    const highest = (127.5 - zeroPoint) * scale
    for (let index = 0; index < float.length; index++) {
      const value = float[index]!
      const error = value - (int8(index) - zeroPoint) * scale
      this.#low = Math.min(this.#low, value)
      this.#high = Math.max(this.#high, value)
      if (value < lowest || value > highest) this.#clipped += 1
      this.#signal += value * value
      this.#noise += error * error
    }
    this.#count += float.length
  }

  report(): LayerReport {
    const { scale, zeroPoint } = this.quantization
    const snr = this.#signal > 0 && this.#noise > 0 ? { snrDb: 10 * Math.log10(this.#signal / this.#noise) } : {}
    const clippedShare = this.#clipped / this.#count
    return { name: this.name, low: this.#low, high: this.#high, scale, zeroPoint, clippedShare, ...snr }
  }
}

/** One a layer whose values int8 keeps; the last activation answers scores, which are compared elsewhere. */
function talliesOf(prepared: FloatGraph, { graph }: QuantModel): Map<number, LayerTally> {
  const tallies = new Map<number, LayerTally>()
  for (let layer = -1; layer < prepared.layers.length; layer++) {
    const last = layer === prepared.layers.length - 1
    const node = prepared.layers[layer]
    if (node?.type === 'reshape' || (node && last && isActivation(node))) continue
    const name = tensorName(prepared, layer)
    const tensor = graph.tensors.findIndex((one) => one.name === name)
    const quantization = graph.tensors[tensor]?.quantization
    if (!quantization) throw new AppError('app/bug', { message: `The int8 network has no tensor “${name}”.` })
    tallies.set(layer, new LayerTally(name, tensor, quantization))
  }
  return tallies
}

export interface ReportEngines {
  runtime: Runtime
  kernels: Kernels
}

/**
 * Runs both networks side by side and compares the input and every layer (of the last one, the logits).
 * @param features `[n, inputs]` row-major, unscaled, n ≥ 1; for an honest figure not those of the conversion.
 */
export function quantizationReport(
  { runtime, kernels }: ReportEngines,
  { float, int8 }: { float: FloatGraph; int8: QuantModel },
  features: Float32Array,
): LayerReport[] {
  if (features.length < float.inputs || features.length % float.inputs !== 0) throw new AppError('testing/empty')
  const prepared = prepareNetwork(float)
  const tallies = talliesOf(prepared, int8)
  const inner = [...tallies.values()].filter(({ tensor }) => !int8.graph.inputs.includes(tensor))
  const program = graphProgram({ ...int8.graph, outputs: inner.map(({ tensor }) => tensor) })
  const runner = runtime.openGraph(program)
  const input = quantizeFeatures(runtime, int8, features)
  const starts = new Map<LayerTally, number>()
  inner.reduce((start, tally) => {
    starts.set(tally, start)
    return start + (int8.graph.tensors[tally.tensor]?.bytes ?? 0)
  }, 0)
  let done = 0
  let block: Int8Array = new Int8Array()
  let outputs: Int8Array = new Int8Array()
  seeOutputs(prepared, features, kernels, (layer, values, rows) => {
    if (layer < 0) {
      block = input.subarray(done * float.inputs, (done + rows) * float.inputs)
      outputs = new Int8Array(runner.run(new Uint8Array(block.buffer, block.byteOffset, block.length)).buffer)
      done += rows
    }
    const tally = tallies.get(layer)
    if (!tally) return
    const start = starts.get(tally)
    const width = values.length / rows
    tally.add(values, (index) => {
      if (start === undefined) return block[index]!
      return outputs[Math.floor(index / width) * program.outputBytes + start + (index % width)]!
    })
  })
  return [...tallies.values()].map((tally) => tally.report())
}

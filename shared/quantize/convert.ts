/** Post-training conversion: float network and representative set in, int8 network out. */
import { AppError } from '../contract/errors.ts'
import { denseLayers, type FloatDense, type FloatGraph } from '../nn/graph.ts'
import { calibrate } from './calibrate.ts'
import {
  clamp,
  effectiveScale,
  INT8_MAX,
  INT8_MIN,
  quantizationOfRange,
  quantizeMultiplier,
  roundHalfAway,
  SOFTMAX_MIN_INPUT_SCALE,
  softmaxParameters,
} from './fixed-point.ts'
import type { Quantization, QuantFullyConnected, QuantGraph, QuantOperator } from './graph.ts'

export interface ConvertOptions {
  /**
   * One weight scale an output channel (default; sharper), or one a layer, for runtimes from before 2024,
   * which read only the first scale of a fully connected layer.
   */
  weightScales?: 'per-channel' | 'per-tensor'
}

/** int8 softmax always answers in steps of 1/256 from −128. */
export const SOFTMAX_OUTPUT: Quantization = { scale: 1 / 256, zeroPoint: INT8_MIN }
/** Leaves the int32 accumulator room for 32,767 products of 255 · 127 besides the bias. */
const BIAS_LIMIT = 2 ** 30
const MAX_INPUTS = 32_767

function checkGraph(graph: FloatGraph): void {
  let width = graph.inputs
  denseLayers(graph).forEach((layer, index) => {
    const name = `layer ${index + 1}`
    const last = index === graph.layers.length - 1
    if (layer.inputs !== width || layer.weights.length !== layer.inputs * layer.outputs) {
      throw new AppError('model/malformed', { message: `${name} has ${layer.inputs} inputs; ${width} arrive.` })
    }
    if (layer.inputs > MAX_INPUTS) {
      throw new AppError('model/unsupported', {
        message: `${name} has ${layer.inputs} inputs; int8 sums hold at most ${MAX_INPUTS}.`,
      })
    }
    if (layer.activation === 'softmax' && !last) {
      throw new AppError('model/unsupported', { message: `${name} is a softmax before the end of the network.` })
    }
    if (!layer.weights.every(Number.isFinite) || !layer.bias.every(Number.isFinite)) {
      throw new AppError('training/diverged', { message: `${name} holds weights that are not finite numbers.` })
    }
    width = layer.outputs
  })
  if (graph.layers.length === 0) throw new AppError('model/malformed', { message: 'The network has no layers.' })
}

/** Scale of one group of weights: as fine as ±127 allows, as coarse as its biases need to fit into int32. */
function weightScale(largestWeight: number, largestBias: number, inputScale: number): number {
  const forWeights = largestWeight / INT8_MAX
  const forBias = largestBias / (inputScale * BIAS_LIMIT)
  const scale = Math.fround(Math.max(forWeights, forBias))
  // Without weights and bias any scale is right; subnormal ones would lose the bias.
  return scale > 2 ** -100 ? scale : 2 ** -20
}

function largestMagnitude(values: Float32Array, start: number, count: number): number {
  let largest = 0
  for (let index = start; index < start + count; index++) largest = Math.max(largest, Math.abs(values[index]!))
  return largest
}

function chooseWeightScales(layer: FloatDense, inputScale: number, perChannel: boolean): Float32Array {
  if (!perChannel) {
    const largestWeight = largestMagnitude(layer.weights, 0, layer.weights.length)
    const largestBias = largestMagnitude(layer.bias, 0, layer.bias.length)
    return Float32Array.of(weightScale(largestWeight, largestBias, inputScale))
  }
  return Float32Array.from({ length: layer.outputs }, (_, unit) =>
    weightScale(
      largestMagnitude(layer.weights, unit * layer.inputs, layer.inputs),
      Math.abs(layer.bias[unit]!),
      inputScale,
    ),
  )
}

interface LayerRange {
  input: Quantization
  output: Quantization
  perChannel: boolean
}

function quantizeDense(layer: FloatDense, { input, output, perChannel }: LayerRange): QuantFullyConnected {
  const weightScales = chooseWeightScales(layer, input.scale, perChannel)
  const weights = new Int8Array(layer.weights.length)
  const bias = new Int32Array(layer.outputs)
  const multipliers = new Int32Array(layer.outputs)
  const shifts = new Int32Array(layer.outputs)
  for (let unit = 0; unit < layer.outputs; unit++) {
    const scale = weightScales[weightScales.length === 1 ? 0 : unit]!
    for (let index = unit * layer.inputs; index < (unit + 1) * layer.inputs; index++) {
      weights[index] = clamp(roundHalfAway(layer.weights[index]! / scale), -INT8_MAX, INT8_MAX)
    }
    bias[unit] = clamp(roundHalfAway(layer.bias[unit]! / (input.scale * scale)), -BIAS_LIMIT, BIAS_LIMIT)
    const factor = effectiveScale(input.scale, scale, output.scale)
    const { multiplier, shift } = quantizeMultiplier(factor)
    if (shift > 30) throw new AppError('training/diverged', { message: 'A layer scales its input by more than 2^30.' })
    multipliers[unit] = multiplier
    shifts[unit] = shift
  }
  return {
    type: 'fully-connected',
    inputs: layer.inputs,
    outputs: layer.outputs,
    weights,
    weightScales,
    bias,
    input,
    output,
    multipliers,
    shifts,
    activationMin: layer.activation === 'relu' ? Math.max(INT8_MIN, output.zeroPoint) : INT8_MIN,
    activationMax: INT8_MAX,
  }
}

/**
 * Converts a trained network to int8: symmetric weights, int32 biases, activation ranges by minimum and
 * maximum over the representative set.
 * @param representative `[n, inputs]` row-major, unscaled features, n ≥ 1.
 */
export function quantizeGraph(
  graph: FloatGraph,
  representative: Float32Array,
  options: ConvertOptions = {},
): QuantGraph {
  checkGraph(graph)
  const ranges = calibrate(graph, representative)
  const perChannel = options.weightScales !== 'per-tensor'
  const input = quantizationOfRange(ranges.input.low, ranges.input.high)
  const operators: QuantOperator[] = []
  let current = input
  denseLayers(graph).forEach((layer, index) => {
    const { low, high } = ranges.layers[index]!
    const softmax = layer.activation === 'softmax'
    const output = quantizationOfRange(low, high, softmax ? SOFTMAX_MIN_INPUT_SCALE : undefined)
    operators.push(quantizeDense(layer, { input: current, output, perChannel }))
    current = output
    if (!softmax) return
    operators.push({ type: 'softmax', size: layer.outputs, input: output, ...softmaxParameters(output.scale) })
    current = SOFTMAX_OUTPUT
  })
  return {
    inputs: graph.inputs,
    input,
    output: current,
    ...(graph.scaler ? { scaler: graph.scaler } : {}),
    operators,
    labels: graph.labels,
  }
}

/** Which layer costs accuracy: the float network with one layer alone as int8 keeps it. */
import type { FloatGraph, FloatLayer } from '../nn/graph.ts'
import type { Kernels } from '../nn/kernels.ts'
import { clamp, INT8_MAX, INT8_MIN, roundHalfAway } from './fixed-point.ts'
import { layersOf } from './convert.ts'
import { runFloat } from './float-run.ts'
import { tensorName } from './lower.ts'
import type { QuantModel } from './quant-model.ts'
import type { Quantization } from './quantization.ts'
import { talliedLayers } from './report.ts'

export interface LayerCost {
  name: string
  /** Share of windows whose answer changes. */
  answersChanged: number
  /** How far the outputs move, relative to their size. */
  outputChange: number
}

/** As int8 gives it back. */
function rounded({ scale, zeroPoint }: Quantization): (value: number) => number {
  return (value) => (clamp(roundHalfAway(value / scale) + zeroPoint, INT8_MIN, INT8_MAX) - zeroPoint) * scale
}

/** The layer with its weights as int8 holds them. */
function withInt8Weights(layer: FloatLayer, { graph }: QuantModel, tensor: number): FloatLayer {
  const operation = graph.steps.find(({ output }) => output === tensor)?.operation
  if (!('weights' in layer) || !operation || !('weights' in operation)) return layer
  const { weights, weightScales } = operation
  const channels = layer.bias.length
  const taps = weights.length / channels
  const channelOf = (at: number): number => (layer.type === 'depthwise-conv2d' ? at % channels : Math.floor(at / taps))
  const scaleOf = (at: number): number => weightScales[weightScales.length === 1 ? 0 : channelOf(at)]!
  return { ...layer, weights: Float32Array.from(weights, (weight, at) => weight * scaleOf(at)) }
}

interface Asking {
  graph: FloatGraph
  kernels: Kernels
  features: Float32Array
  change?: (layer: number) => ((value: number) => number) | undefined
}

/** `[rows, outputs]` before the last activation, which never changes which output is largest. */
function logitsOf({ graph, kernels, features, change }: Asking): Float32Array {
  const rows = features.length / graph.inputs
  let logits = new Float32Array()
  let done = 0
  const see = (layer: number, values: Float32Array, count: number): void => {
    if (layer !== graph.layers.length - 1) return
    if (done === 0) logits = new Float32Array((values.length / count) * rows)
    logits.set(values, done)
    done += values.length
  }
  runFloat({ graph, kernels, see, ...(change && { change }) }, features)
  return logits
}

/** One output says yes above 0, several say which is largest. */
function answerOf(logits: Float32Array, row: number, outputs: number): number {
  const own = logits.subarray(row * outputs, (row + 1) * outputs)
  return outputs === 1 ? Math.sign(own[0]!) : own.indexOf(own.reduce((most, value) => Math.max(most, value)))
}

export interface CostQuestion {
  float: FloatGraph
  int8: QuantModel
  kernels: Kernels
  /** `[n, inputs]`, unscaled, n ≥ 1. */
  features: Float32Array
  /** Asked between layers. */
  onLayer?: (done: number, total: number) => void
}

export function layerCosts({ float, int8, kernels, features, onLayer }: CostQuestion): LayerCost[] {
  const graph = layersOf(float, int8)
  const exact = logitsOf({ graph, kernels, features })
  const rows = features.length / float.inputs
  const outputs = exact.length / rows
  const size = exact.reduce((sum, value) => sum + value * value, 0)
  const layers = talliedLayers(graph)
  return layers.map((layer, index) => {
    onLayer?.(index, layers.length)
    const name = tensorName(graph, layer)
    const tensor = int8.graph.tensors.findIndex((one) => one.name === name)
    const quantization = int8.graph.tensors[tensor]!.quantization!
    const own = graph.layers.map((one, at) => (at === layer ? withInt8Weights(one, int8, tensor) : one))
    const change = (at: number): ((value: number) => number) | undefined => {
      return at === layer ? rounded(quantization) : undefined
    }
    const logits = logitsOf({ graph: { ...graph, layers: own }, kernels, features, change })
    let [noise, changed] = [0, 0]
    logits.forEach((value, at) => (noise += (value - exact[at]!) ** 2))
    for (let row = 0; row < rows; row++) {
      if (answerOf(logits, row, outputs) !== answerOf(exact, row, outputs)) changed += 1
    }
    return { name, answersChanged: changed / rows, outputChange: size > 0 ? Math.sqrt(noise / size) : 0 }
  })
}

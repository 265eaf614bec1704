/** How many bytes the weights of a network take, as they are and compressed. */
import { deflateSync } from 'fflate'
import { joinBytes } from '../../formats/bytes.ts'
import type { FloatGraph } from '../../nn/graph.ts'
import type { QuantModel } from '../quant-model.ts'

export interface Weights {
  bytes: Uint8Array
  count: number
  zeros: number
}

export interface WeightSizes {
  weightBytes: number
  compressedBytes: number
  /** Share of the weights that are zero. */
  zeros: number
}

type Numbers = Float32Array | Int8Array | Int32Array

function weightsOf(arrays: readonly Numbers[], biases: readonly Numbers[]): Weights {
  const bytes = [...arrays, ...biases].map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  const count = arrays.reduce((sum, array) => sum + array.length, 0)
  const zeros = arrays.reduce((sum, array) => sum + array.filter((value: number) => value === 0).length, 0)
  return { bytes: joinBytes(bytes), count, zeros }
}

export function floatWeights({ layers }: FloatGraph): Weights {
  const weighted = layers.filter((layer) => 'weights' in layer)
  return weightsOf(
    weighted.map(({ weights }) => weights),
    weighted.map(({ bias }) => bias),
  )
}

export function int8Weights({ graph }: Pick<QuantModel, 'graph'>): Weights {
  const weighted = graph.steps.flatMap(({ operation }) =>
    operation.type === 'conv-2d' || operation.type === 'depthwise-conv-2d' || operation.type === 'fully-connected'
      ? [operation]
      : [],
  )
  return weightsOf(
    weighted.map(({ weights }) => weights),
    weighted.map(({ bias }) => bias),
  )
}

/** Compressed as ZIP and PNG do it, at the strongest level: how small an update over the air can be. */
export function weightSizes({ bytes, count, zeros }: Weights): WeightSizes {
  return {
    weightBytes: bytes.length,
    compressedBytes: deflateSync(bytes, { level: 9 }).length,
    zeros: count === 0 ? 0 : zeros / count,
  }
}

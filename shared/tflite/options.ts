/** Which numbers of an operator's options the workbench reads: field number, type and default of the schema. */
import type { TableReader } from './flatbuffer-reader.ts'

type Kind = 'int8' | 'int32' | 'float32'
type Field = readonly [id: number, kind: Kind, fallback?: number]

const CONVOLUTION = { padding: [0, 'int8'], strideWidth: [1, 'int32'], strideHeight: [2, 'int32'] } as const
const POOL = { ...CONVOLUTION, kernelWidth: [3, 'int32'], kernelHeight: [4, 'int32'], activation: [5, 'int8'] } as const
const ACTIVATION = { activation: [0, 'int8'] } as const

const FIELDS: Record<string, Record<string, Field>> = {
  CONV_2D: {
    ...CONVOLUTION,
    activation: [3, 'int8'],
    dilationWidth: [4, 'int32', 1],
    dilationHeight: [5, 'int32', 1],
  },
  DEPTHWISE_CONV_2D: {
    ...CONVOLUTION,
    activation: [4, 'int8'],
    dilationWidth: [5, 'int32', 1],
    dilationHeight: [6, 'int32', 1],
  },
  MAX_POOL_2D: POOL,
  AVERAGE_POOL_2D: POOL,
  FULLY_CONNECTED: { ...ACTIVATION, weightsFormat: [1, 'int8'] },
  SOFTMAX: { beta: [0, 'float32'] },
  CONCATENATION: { axis: [0, 'int32'], activation: [1, 'int8'] },
  ADD: ACTIVATION,
  SUB: ACTIVATION,
  MUL: ACTIVATION,
  LEAKY_RELU: { alpha: [0, 'float32'] },
  STRIDED_SLICE: {
    beginMask: [0, 'int32'],
    endMask: [1, 'int32'],
    ellipsisMask: [2, 'int32'],
    newAxisMask: [3, 'int32'],
    shrinkAxisMask: [4, 'int32'],
  },
  PACK: { count: [0, 'int32'], axis: [1, 'int32'] },
  UNIDIRECTIONAL_SEQUENCE_LSTM: {
    activation: [0, 'int8'],
    cellClip: [1, 'float32'],
    projectionClip: [2, 'float32'],
    timeMajor: [3, 'int8'],
  },
}

export type OperatorOptions = Readonly<Record<string, number>>

/** All listed options of the operator; the schema's defaults where the file is silent. */
export function readOptions(name: string, table: TableReader | undefined): OperatorOptions {
  const entries = Object.entries(FIELDS[name] ?? {}).map(([option, [id, kind, fallback = 0]]) => {
    return [option, table ? table[kind](id, fallback) : fallback] as const
  })
  return Object.fromEntries(entries)
}

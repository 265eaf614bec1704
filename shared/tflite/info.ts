/** What `tflite info` tells of a model: operators, shapes, work and memory. */
import { graphProgram } from '../codegen/graph-program.ts'
import { type ProgramCost, programCost } from '../codegen/graph-cost.ts'
import { planArenaTightly } from '../codegen/planner.ts'
import { AppError } from '../contract/errors.ts'
import { simplifyGraph } from '../quantize/simplify.ts'
import type { TfliteModel, TfliteOperator, TfliteTensor } from './model.ts'
import { tfliteToTensorGraph } from './to-tensor-graph.ts'

export interface TensorInfo {
  name: string
  type: string
  shape: number[]
  /** Of the whole tensor; absent where it is not quantized. */
  scale?: number
  zeroPoint?: number
}

export interface OperatorInfo {
  name: string
  version: number
  /** Of the tensors it reads, weights included; an optional one that is left out is not listed. */
  inputShapes: number[][]
  outputShape: number[]
  macs: number
}

export interface TfliteInfo {
  description: string
  operators: OperatorInfo[]
  inputs: TensorInfo[]
  outputs: TensorInfo[]
  /** Multiply-adds of one run. */
  macs: number
  /** Input, output and all tensors that are computed, in one arena; without what an interpreter needs for itself. */
  arenaBytes: number
  weightBytes: number
  /** What exported C costs, without channels that cannot change an answer; absent where the workbench cannot run the model. */
  exported?: ProgramCost
  /** Why the workbench cannot run the model. */
  unsupported?: string
}

function tensorInfo(tensor: TfliteTensor): TensorInfo {
  const [scale] = tensor.scales
  const { name, type, shape } = tensor
  return { name, type, shape, ...(scale === undefined ? {} : { scale, zeroPoint: tensor.zeroPoints[0] ?? 0 }) }
}

/** Multiply-adds of one operator; 0 for those that only move or compare. */
function operatorMacs(operator: TfliteOperator, tensors: TfliteTensor[]): number {
  const inputs = operator.inputs.map((index) => tensors[index])
  const output = tensors[operator.outputs[0] ?? -1]
  const weights = inputs[1]
  if (!output || !weights) return 0
  const [first = 1, height = 1, width = 1, depth = 1] = weights.shape
  if (operator.name === 'FULLY_CONNECTED') return output.elements * (weights.elements / Math.max(1, first))
  if (operator.name === 'CONV_2D') return output.elements * height * width * depth
  if (operator.name === 'DEPTHWISE_CONV_2D') return output.elements * height * width
  if (operator.name === 'UNIDIRECTIONAL_SEQUENCE_LSTM') return lstmMacs(inputs, output)
  return 0
}

/** Every step multiplies all gate matrices once. */
function lstmMacs(inputs: (TfliteTensor | undefined)[], output: TfliteTensor): number {
  const matrices = inputs.slice(1, 9).reduce((sum, tensor) => sum + (tensor?.elements ?? 0), 0)
  return (matrices * output.elements) / Math.max(1, output.shape.at(-1) ?? 1)
}

/** Steps during which each computed tensor must be there. */
function arenaBytes(model: TfliteModel): number {
  const end = model.operators.length
  const first = new Map<number, number>(model.inputs.map((index) => [index, 0]))
  const last = new Map<number, number>(model.outputs.map((index) => [index, end]))
  model.operators.forEach((operator, step) => {
    for (const index of operator.outputs) if (!first.has(index)) first.set(index, step)
    for (const index of [...operator.inputs, ...operator.outputs]) last.set(index, Math.max(last.get(index) ?? 0, step))
  })
  const computed = [...first].flatMap(([index, firstUse]) => {
    const tensor = model.tensors[index]
    return tensor && !tensor.data ? [{ bytes: tensor.bytes, firstUse, lastUse: last.get(index) ?? firstUse }] : []
  })
  return planArenaTightly(computed, 16).arenaBytes
}

function exportCost(model: TfliteModel): Pick<TfliteInfo, 'exported' | 'unsupported'> {
  try {
    const graph = simplifyGraph(tfliteToTensorGraph(model))
    return { exported: programCost(graph, graphProgram(graph)) }
  } catch (error) {
    if (error instanceof AppError && error.code !== 'app/bug') return { unsupported: error.message }
    throw error
  }
}

export function tfliteInfo(model: TfliteModel): TfliteInfo {
  const operators = model.operators.map((operator) => ({
    name: operator.name,
    version: operator.version,
    inputShapes: operator.inputs.flatMap((index) => {
      const shape = model.tensors[index]?.shape
      return shape ? [shape] : []
    }),
    outputShape: model.tensors[operator.outputs[0] ?? -1]?.shape ?? [],
    macs: operatorMacs(operator, model.tensors),
  }))
  const named = (indices: number[]): TensorInfo[] =>
    indices.flatMap((index) => {
      const tensor = model.tensors[index]
      return tensor ? [tensorInfo(tensor)] : []
    })
  return {
    description: model.description,
    operators,
    inputs: named(model.inputs),
    outputs: named(model.outputs),
    macs: operators.reduce((sum, { macs }) => sum + macs, 0),
    arenaBytes: arenaBytes(model),
    weightBytes: model.tensors.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
    ...exportCost(model),
  }
}

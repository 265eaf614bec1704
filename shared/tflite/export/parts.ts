/** Pieces that several kinds of operators have in a .tflite file. */
import { AppError } from '../../contract/errors.ts'
import { type Clamp, clampName } from '../../quantize/clamps.ts'
import type { TensorGraph } from '../../quantize/tensor-graph.ts'
import { int8, type Scalar } from '../flatbuffer-writer.ts'
import { ACTIVATIONS } from '../schema.ts'
import type { FilePlan } from './file-plan.ts'

export interface Making {
  plan: FilePlan
  graph: TensorGraph
}

export function notWritable(what: string): AppError {
  return new AppError('export/failed', { message: `A .tflite file cannot hold ${what}.` })
}

/** Code of the fused activation that clamps so. */
export function activationCode(plan: FilePlan, clamp: Clamp, output: number): Scalar {
  const name = clampName(clamp, plan.quantization(output))
  if (!name) throw notWritable('a layer with this clamp')
  return int8(ACTIVATIONS.indexOf(name))
}

interface WeightParts {
  name: string
  /** Of the weights. */
  shape: number[]
  /** That the scales count. */
  dimension: number
  /** Tensor of the graph that is multiplied with them. */
  input: number
  weights: Int8Array
  weightScales: Float32Array
  bias: Int32Array
}

/** Weights and biases; the tensors' numbers, in the order in which operators take them. */
export function addWeights(plan: FilePlan, { name, shape, dimension, input, ...values }: WeightParts): number[] {
  const { weights, weightScales, bias } = values
  const { scale } = plan.quantization(input)
  const weightTensor = plan.add({
    shape,
    type: 'int8',
    name: `${name}/weights`,
    scales: weightScales,
    zeroPoint: 0,
    ...(weightScales.length > 1 ? { dimension } : {}),
    data: new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength),
  })
  const scales = weightScales.map((weightScale) => scale * weightScale)
  return [weightTensor, plan.integers(`${name}/bias`, [...bias], { scales })]
}

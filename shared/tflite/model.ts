/** A .tflite file as plain data. */
import type { OperatorOptions } from './options.ts'
import type { TensorType } from './schema.ts'

export interface TfliteTensor {
  name: string
  type: TensorType
  /** Empty for a scalar. −1 does not occur: unknown sizes are given as 1, as the file's shape has them. */
  shape: number[]
  /** Product of the shape. */
  elements: number
  bytes: number
  /** Empty where the tensor is not quantized. */
  scales: number[]
  zeroPoints: number[]
  quantizedDimension: number
  /** Constant content, a view of the file; absent for what is computed. */
  data?: Uint8Array
  isVariable: boolean
}

export interface TfliteOperator {
  /** Builtin name, or for a custom operator its own. */
  name: string
  custom: boolean
  version: number
  /** Indices of tensors; −1 for an optional one that is left out. */
  inputs: number[]
  outputs: number[]
  /** Of the operators that `options.ts` lists. */
  options: OperatorOptions
  /** Tensors with the quantization of values inside the operator. */
  intermediates: number[]
}

export interface TfliteModel {
  description: string
  tensors: TfliteTensor[]
  inputs: number[]
  outputs: number[]
  operators: TfliteOperator[]
  /** By name, views of the file. */
  metadata: Map<string, Uint8Array>
}

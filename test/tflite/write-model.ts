/** Writes .tflite files of single operators, so that another interpreter can be asked about each of them. */
import {
  bytes,
  float32,
  float32s,
  int32,
  int32s,
  int64s,
  int8,
  references,
  table,
  text,
  uint8,
  writeFlatBuffer,
} from '../../shared/tflite/flatbuffer-writer.ts'
import {
  FILE_IDENTIFIER,
  operatorCode,
  SCHEMA_VERSION,
  tensorTypeCode,
  type TensorType,
} from '../../shared/tflite/schema.ts'

export interface TensorSpec {
  shape: number[]
  type?: TensorType
  /** One, or one a channel. */
  scales?: number[]
  zeroPoint?: number
  quantizedDimension?: number
  data?: Int8Array | Int32Array
}

export interface OperatorSpec {
  name: string
  inputs: number[]
  outputs: number[]
  /** Tag of the schema's options union, and its fields in order: `f` marks a float32, `b` a byte. */
  optionsType?: number
  options?: (number | { b: number } | { f: number } | undefined)[]
}

export interface ModelSpec {
  tensors: TensorSpec[]
  operators: OperatorSpec[]
  inputs: number[]
  outputs: number[]
}

type Node = ReturnType<typeof table>

function optionField(value: number | { b: number } | { f: number } | undefined): Parameters<typeof table>[number] {
  if (value === undefined) return undefined
  if (typeof value === 'number') return int32(value)
  return 'b' in value ? int8(value.b) : float32(value.f)
}

function raw(data: Int8Array | Int32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function tensorNode(tensor: TensorSpec, index: number): Node {
  const scales = tensor.scales ?? []
  const quantization =
    scales.length > 0
      ? table(
          undefined,
          undefined,
          float32s(scales),
          int64s(scales.map(() => tensor.zeroPoint ?? 0)),
          undefined,
          undefined,
          int32(tensor.quantizedDimension ?? 0),
        )
      : undefined
  const type = int8(tensorTypeCode(tensor.type ?? 'int8'))
  return table(int32s(tensor.shape), type, int32(tensor.data ? index + 1 : 0), text(`t${index}`), quantization)
}

export function writeModel({ tensors, operators, inputs, outputs }: ModelSpec): Uint8Array {
  const names = [...new Set(operators.map(({ name }) => name))]
  const buffers = [table(), ...tensors.map(({ data }) => (data ? table(bytes(raw(data), 16)) : table()))]
  const subgraph = table(
    references(tensors.map(tensorNode)),
    int32s(inputs),
    int32s(outputs),
    references(
      operators.map((operator) =>
        table(
          int32(names.indexOf(operator.name)),
          int32s(operator.inputs),
          int32s(operator.outputs),
          operator.optionsType ? uint8(operator.optionsType) : undefined,
          operator.options ? table(...operator.options.map(optionField)) : undefined,
        ),
      ),
    ),
  )
  const codes = names.map((name) => {
    const code = operatorCode(name)
    return table(int8(Math.min(code, 127)), undefined, int32(1), int32(code))
  })
  const model = table(
    int32(SCHEMA_VERSION),
    references(codes),
    references([subgraph]),
    text('test'),
    references(buffers),
  )
  return writeFlatBuffer(model, FILE_IDENTIFIER)
}

/** Reads any .tflite file of schema 3 into plain data, or says where it is damaged. */
import { AppError } from '../contract/errors.ts'
import { FlatBufferReader, malformed, type TableReader } from './flatbuffer-reader.ts'
import { readOptions } from './options.ts'
import type { TfliteModel, TfliteOperator, TfliteTensor } from './model.ts'
import { FILE_IDENTIFIER, operatorName, SCHEMA_VERSION, TENSOR_TYPES } from './schema.ts'

const MAX_TENSOR_BYTES = 2 ** 40
/** Networks for microcontrollers have tens to hundreds. */
const MAX_PARTS = 10_000
const CUSTOM_OPERATOR = 'CUSTOM'
/** Code in the old one-byte field that says: look into the 32-bit field. */
const LAST_BYTE_CODE = 127

interface OperatorCode {
  name: string
  custom: boolean
  version: number
}

function readOperatorCode(table: TableReader): OperatorCode {
  const old = table.int8(0)
  const name = operatorName(old === LAST_BYTE_CODE ? table.int32(3) : Math.max(old, table.int32(3)))
  const custom = name === CUSTOM_OPERATOR
  return { name: custom ? table.text(1) || CUSTOM_OPERATOR : name, custom, version: table.int32(2, 1) }
}

function readShape(table: TableReader): { shape: number[]; elements: number } {
  const shape = table.int32s(0)
  if (shape.some((size) => size < 0)) throw malformed('a tensor of negative size', table.position)
  const elements = shape.reduce((product, size) => product * size, 1)
  if (elements > MAX_TENSOR_BYTES) throw malformed('a tensor of impossible size', table.position)
  return { shape, elements }
}

function readTensor(table: TableReader, buffers: Uint8Array[]): TfliteTensor {
  const typeCode = table.uint8(1)
  const type = TENSOR_TYPES[typeCode]
  if (!type) {
    throw new AppError('model/unsupported', {
      message: `This model has a tensor of a type (${typeCode}) not known here.`,
    })
  }
  const { shape, elements } = readShape(table)
  const bytes = Math.ceil((elements * type.bits) / 8)
  const data = buffers[table.uint32(2)]
  if (!data) throw malformed('a tensor without its buffer', table.position)
  if (data.length > 0 && type.bits > 0 && data.length < bytes) {
    throw malformed(`a tensor of ${bytes} bytes with only ${data.length}`, table.position)
  }
  const quantization = table.table(4)
  return {
    name: table.text(3),
    type: type.name,
    shape,
    elements,
    bytes,
    scales: quantization?.float32s(2) ?? [],
    zeroPoints: quantization?.int64s(3) ?? [],
    quantizedDimension: quantization?.int32(6) ?? 0,
    ...(data.length > 0 ? { data: type.bits > 0 ? data.subarray(0, bytes) : data } : {}),
    isVariable: table.int8(5) !== 0,
  }
}

function readIndices(table: TableReader, id: number, limit: number, optional: boolean): number[] {
  const indices = table.int32s(id)
  const lowest = optional ? -1 : 0
  if (indices.some((index) => index < lowest || index >= limit)) {
    throw malformed('a tensor number that does not exist', table.position)
  }
  return indices
}

function readOperator(table: TableReader, codes: OperatorCode[], tensorCount: number): TfliteOperator {
  const code = codes[table.uint32(0)]
  if (!code) throw malformed('an operator without its code', table.position)
  const optionsType = table.uint8(3)
  return {
    ...code,
    inputs: readIndices(table, 1, tensorCount, true),
    outputs: readIndices(table, 2, tensorCount, false),
    options: readOptions(code.name, optionsType === 0 ? undefined : table.table(4)),
    intermediates: readIndices(table, 8, tensorCount, true),
  }
}

function readMetadata(model: TableReader, buffers: Uint8Array[]): Map<string, Uint8Array> {
  return new Map(model.tables(6).map((entry) => [entry.text(0), buffers[entry.uint32(1)] ?? new Uint8Array()]))
}

/**
 * Reads a .tflite file. Content is not copied: the views in the result keep `bytes` alive.
 * Throws `model/malformed` with the place for anything truncated, damaged or hostile.
 */
export function readTflite(bytes: Uint8Array): TfliteModel {
  const model = new FlatBufferReader(bytes).root(FILE_IDENTIFIER)
  const version = model.uint32(0)
  if (version !== SCHEMA_VERSION) {
    throw new AppError('model/unsupported', { message: `This model has schema ${version}; the workbench reads 3.` })
  }
  const subgraphs = model.tables(2)
  const [main] = subgraphs
  if (!main) throw malformed('no network', model.position)
  if (main.tables(0).length > MAX_PARTS || main.tables(3).length > MAX_PARTS) {
    throw new AppError('model/unsupported', { message: `This model has more than ${MAX_PARTS} tensors or operators.` })
  }
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0))
  const codes = model.tables(1).map(readOperatorCode)
  const tensors = main.tables(0).map((tensor) => readTensor(tensor, buffers))
  return {
    description: model.text(3),
    tensors,
    inputs: readIndices(main, 1, tensors.length, false),
    outputs: readIndices(main, 2, tensors.length, false),
    operators: main.tables(3).map((operator) => readOperator(operator, codes, tensors.length)),
    metadata: readMetadata(model, buffers),
  }
}

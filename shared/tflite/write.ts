/** Writes the int8 network as a .tflite file that LiteRT and TensorFlow Lite Micro run unchanged. */
import { deployedGraph, type QuantModel } from '../quantize/quant-model.ts'
import {
  bytes,
  float32s,
  int32,
  int32s,
  int64s,
  int8,
  references,
  table,
  type TableNode,
  text,
  uint8,
  writeFlatBuffer,
} from './flatbuffer-writer.ts'
import { planFile } from './export/plan-file.ts'
import type { OperatorPlan, TensorPlan } from './export/file-plan.ts'
import { METADATA_NAME, SCALER_NAME, scalerBytes } from './metadata.ts'
import { FILE_IDENTIFIER, operatorCode, SCHEMA_VERSION, tensorTypeCode } from './schema.ts'

export interface TfliteOptions {
  /** Shown by viewers as the model's description. */
  name: string
  /** Stored as JSON beside the labels and the scaler, for example the impulse and the seed. */
  metadata?: Record<string, unknown>
}

/** The schema forces this alignment on tensor data; on a board the file is used in place. */
const DATA_ALIGNMENT = 16

function quantizationNode({ scales, zeroPoint, dimension }: TensorPlan): TableNode | undefined {
  if (!scales || scales.length === 0) return undefined
  const zeroPoints = Array.from(scales, () => zeroPoint)
  const quantized = [undefined, undefined, float32s(scales), int64s(zeroPoints)]
  return dimension ? table(...quantized, undefined, undefined, int32(dimension)) : table(...quantized)
}

function tensorNode(tensor: TensorPlan, buffer: number): TableNode {
  return table(
    int32s(tensor.shape),
    int8(tensorTypeCode(tensor.type)),
    buffer === 0 ? undefined : int32(buffer),
    text(tensor.name),
    quantizationNode(tensor),
  )
}

function operatorNode(operator: OperatorPlan, codes: string[]): TableNode {
  const { options } = operator
  return table(
    int32(codes.indexOf(codeKey(operator))),
    int32s(operator.inputs),
    int32s([operator.output]),
    options && uint8(options.tag),
    options?.table,
  )
}

function codeKey(operator: OperatorPlan): string {
  return `${operator.name} ${operator.version}`
}

function codeNode(key: string): TableNode {
  const [name = '', version = ''] = key.split(' ')
  const code = operatorCode(name)
  return table(int8(code), undefined, int32(Number(version)), int32(code))
}

/** What the file's operators do not hold: labels, the scaler before the network, and the caller's own entries. */
function metadataEntries(
  model: QuantModel,
  metadata: Record<string, unknown> | undefined,
): { name: string; content: Uint8Array }[] {
  const json = JSON.stringify({ labels: model.labels, ...metadata })
  const own = { name: METADATA_NAME, content: new TextEncoder().encode(json) }
  return model.scaler ? [own, { name: SCALER_NAME, content: scalerBytes(model.scaler) }] : [own]
}

/** The int8 network as .tflite bytes: int8 in (the scaled, quantized features), int8 out. */
export function writeTflite(model: QuantModel, options: TfliteOptions): Uint8Array {
  const { tensors, operators, input, output } = planFile(deployedGraph(model))
  const constants = tensors.filter((tensor) => tensor.data)
  const entries = metadataEntries(model, options.metadata)
  // Buffer 0 is the empty one of all tensors that are computed.
  const buffers = [
    table(),
    ...constants.map((tensor) => table(bytes(tensor.data!, DATA_ALIGNMENT))),
    ...entries.map(({ content }) => table(bytes(content, DATA_ALIGNMENT))),
  ]
  const codes = [...new Set(operators.map(codeKey))]
  const subgraph = table(
    references(tensors.map((tensor) => tensorNode(tensor, constants.indexOf(tensor) + 1))),
    int32s([input]),
    int32s([output]),
    references(operators.map((operator) => operatorNode(operator, codes))),
    text('main'),
  )
  const file = table(
    int32(SCHEMA_VERSION),
    references(codes.map(codeNode)),
    references([subgraph]),
    text(options.name),
    references(buffers),
    undefined,
    references(entries.map(({ name }, index) => table(text(name), int32(buffers.length - entries.length + index)))),
  )
  return writeFlatBuffer(file, FILE_IDENTIFIER)
}

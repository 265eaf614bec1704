/** Writes the quantized graph as a .tflite file that LiteRT and TensorFlow Lite Micro run unchanged. */
import type { Quantization, QuantFullyConnected, QuantGraph, QuantSoftmax } from '../quantize/graph.ts'
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
  type TableNode,
  text,
  uint8,
  writeFlatBuffer,
} from './flatbuffer-writer.ts'
import {
  ACTIVATIONS,
  FILE_IDENTIFIER,
  operatorCode,
  OPTIONS_FULLY_CONNECTED,
  OPTIONS_SOFTMAX,
  SCHEMA_VERSION,
  tensorTypeCode,
} from './schema.ts'
import { activationOf } from './activation.ts'

export interface TfliteOptions {
  /** Shown by viewers as the model's description. */
  name: string
  /** Stored as JSON beside the labels and the scaler, for example the impulse and the seed. */
  metadata?: Record<string, unknown>
}

/** Name of the metadata entry that holds the workbench's JSON. */
export const METADATA_NAME = 'tinyml-workbench'
/** The schema forces this alignment on tensor data; on a board the file is used in place. */
const DATA_ALIGNMENT = 16

interface TensorPlan {
  shape: number[]
  type: 'int8' | 'int32'
  name: string
  scales: ArrayLike<number>
  zeroPoint: number
  data?: Uint8Array
}

interface OperatorPlan {
  code: 'FULLY_CONNECTED' | 'SOFTMAX'
  version: number
  inputs: number[]
  outputs: number[]
  optionsType: number
  options: TableNode
}

/** Collects tensors and operators in the order of execution. */
class ModelPlan {
  readonly tensors: TensorPlan[] = []
  readonly operators: OperatorPlan[] = []

  add(tensor: TensorPlan): number {
    return this.tensors.push(tensor) - 1
  }

  activation(name: string, size: number, { scale, zeroPoint }: Quantization): number {
    return this.add({ shape: [1, size], type: 'int8', name, scales: [scale], zeroPoint })
  }

  fullyConnected(layer: QuantFullyConnected, input: number, name: string): number {
    const { weightScales, outputs, inputs } = layer
    const weights = this.add({
      shape: [outputs, inputs],
      type: 'int8',
      name: `${name}/weights`,
      scales: weightScales,
      zeroPoint: 0,
      data: bytesOf(layer.weights),
    })
    const bias = this.add({
      shape: [outputs],
      type: 'int32',
      name: `${name}/bias`,
      scales: weightScales.map((scale) => layer.input.scale * scale),
      zeroPoint: 0,
      data: littleEndian(layer.bias),
    })
    const output = this.activation(name, outputs, layer.output)
    this.operators.push({
      code: 'FULLY_CONNECTED',
      // 4: int8; 12: one weight scale a channel.
      version: weightScales.length > 1 ? 12 : 4,
      inputs: [input, weights, bias],
      outputs: [output],
      optionsType: OPTIONS_FULLY_CONNECTED,
      options: table(int8(ACTIVATIONS.indexOf(activationOf(layer)))),
    })
    return output
  }

  softmax(layer: QuantSoftmax, input: number, output: Quantization): number {
    const tensor = this.activation('scores', layer.size, output)
    this.operators.push({
      code: 'SOFTMAX',
      version: 2,
      inputs: [input],
      outputs: [tensor],
      optionsType: OPTIONS_SOFTMAX,
      options: table(float32(1)),
    })
    return tensor
  }
}

function bytesOf(values: Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

function littleEndian(values: Int32Array): Uint8Array {
  return int32s(values).bytes
}

function tensorNode(tensor: TensorPlan, buffer: number): TableNode {
  const zeroPoints = Array.from(tensor.scales, () => tensor.zeroPoint)
  // The quantized dimension (field 6) stays at its default 0: the output channel.
  const quantization = table(undefined, undefined, float32s(tensor.scales), int64s(zeroPoints))
  return table(
    int32s(tensor.shape),
    int8(tensorTypeCode(tensor.type)),
    buffer === 0 ? undefined : int32(buffer),
    text(tensor.name),
    quantization,
  )
}

function operatorNode(operator: OperatorPlan, codes: string[]): TableNode {
  return table(
    int32(codes.indexOf(codeKey(operator))),
    int32s(operator.inputs),
    int32s(operator.outputs),
    uint8(operator.optionsType),
    operator.options,
  )
}

function codeKey(operator: OperatorPlan): string {
  return `${operator.code} ${operator.version}`
}

function codeNode(key: string): TableNode {
  const [name = '', version = ''] = key.split(' ')
  const code = operatorCode(name)
  return table(int8(code), undefined, int32(Number(version)), int32(code))
}

function planGraph(graph: QuantGraph): { plan: ModelPlan; input: number; output: number } {
  const plan = new ModelPlan()
  const input = plan.activation('features', graph.inputs, graph.input)
  let current = input
  graph.operators.forEach((operator, index) => {
    current =
      operator.type === 'softmax'
        ? plan.softmax(operator, current, graph.output)
        : plan.fullyConnected(operator, current, `dense${index + 1}`)
  })
  return { plan, input, output: current }
}

/** The shortest decimal numbers that read back as the same float32 values. */
function decimals(values: Float32Array): number[] {
  return Array.from(values, (value) => {
    const candidates = [6, 7, 8, 9].map((digits) => Number(value.toPrecision(digits)))
    return candidates.find((candidate) => Math.fround(candidate) === value) ?? value
  })
}

/** What the file's operators do not hold: labels, the scaler before the network, and the caller's own entries. */
function metadataJson(graph: QuantGraph, metadata: Record<string, unknown> | undefined): string {
  const scaler = graph.scaler && { mean: decimals(graph.scaler.mean), scale: decimals(graph.scaler.scale) }
  return JSON.stringify({ labels: graph.labels, scaler, ...metadata })
}

/** The int8 network as .tflite bytes: int8 in (the scaled, quantized features), int8 out. */
export function writeTflite(graph: QuantGraph, options: TfliteOptions): Uint8Array {
  const { plan, input, output } = planGraph(graph)
  const constants = plan.tensors.filter((tensor) => tensor.data)
  const json = new TextEncoder().encode(metadataJson(graph, options.metadata))
  // Buffer 0 is the empty one of all tensors that are computed.
  const buffers = [
    table(),
    ...constants.map((tensor) => table(bytes(tensor.data!, DATA_ALIGNMENT))),
    table(bytes(json, DATA_ALIGNMENT)),
  ]
  const codes = [...new Set(plan.operators.map(codeKey))]
  const subgraph = table(
    references(plan.tensors.map((tensor) => tensorNode(tensor, constants.indexOf(tensor) + 1))),
    int32s([input]),
    int32s([output]),
    references(plan.operators.map((operator) => operatorNode(operator, codes))),
    text('main'),
  )
  const model = table(
    int32(SCHEMA_VERSION),
    references(codes.map(codeNode)),
    references([subgraph]),
    text(options.name),
    references(buffers),
    undefined,
    references([table(text(METADATA_NAME), int32(buffers.length - 1))]),
  )
  return writeFlatBuffer(model, FILE_IDENTIFIER)
}

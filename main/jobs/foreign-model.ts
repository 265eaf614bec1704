/** Reads a model that somebody else made: what it takes, what it answers, and the network it is. */
import { z } from 'zod'
import { AppError } from '../../shared/contract/errors.ts'
import type { FeatureScaler, FloatGraph } from '../../shared/nn/graph.ts'
import { softmaxOperation } from '../../shared/quantize/operations.ts'
import type { Quantization } from '../../shared/quantize/quantization.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import type { GraphTensor, TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import { manifestSchema } from '../../shared/tfjs/weights.ts'
import { tfjsToFloatGraph } from '../../shared/tfjs/to-float-graph.ts'
import { METADATA_NAME, readModelMetadata } from '../../shared/tflite/metadata.ts'
import type { TfliteModel } from '../../shared/tflite/model.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToFloatGraph } from '../../shared/tflite/to-float-graph.ts'
import { computesFloats, tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'

export interface ModelFile {
  name: string
  bytes: Uint8Array
}

const manifestOf = z.object({ weightsManifest: manifestSchema })

type Int8Network = Pick<QuantModel, 'graph' | 'input' | 'output'>

export interface ForeignModel {
  name: string
  format: 'tflite' | 'tfjs'
  /** Of one window, without the batch. */
  shape: number[]
  inputs: number
  outputs: number
  /** Only where the file names them. */
  labels?: string[]
  /** Only where the file holds one. */
  scaler?: FeatureScaler
  network: { precision: 'float'; graph: FloatGraph } | { precision: 'int8'; int8: Int8Network; bytes: Uint8Array }
}

function unsupported(message: string): AppError {
  return new AppError('model/unsupported', { message })
}

export function readForeignModel(files: readonly ModelFile[]): ForeignModel {
  const [first] = files
  if (!first) throw new AppError('file/unreadable', { message: 'No model file was given.' })
  const topology = files.find(({ name }) => name.toLowerCase().endsWith('.json'))
  if (topology) return readTfjs(topology, files)
  if (files.length > 1) {
    throw new AppError('file/unreadable', {
      message: `${files.length} files were given, but none of them is a model.json.`,
      hint: 'Choose one .tflite file, or a model.json together with its weight files.',
    })
  }
  return readFile(first)
}

function readFile({ name, bytes }: ModelFile): ForeignModel {
  const model = readTflite(bytes)
  const known = model.metadata.has(METADATA_NAME)
  if (computesFloats(model)) {
    const { graph, input } = tfliteToFloatGraph(model)
    const { scaler, labels } = graph
    return {
      name,
      format: 'tflite',
      shape: sizesOf([input.height, input.width, input.channels]),
      inputs: graph.inputs,
      outputs: labels.length,
      ...(known && { labels }),
      ...(scaler && { scaler }),
      network: { precision: 'float', graph },
    }
  }
  const int8 = int8Network(model)
  const [input, output] = ends(int8.graph)
  const { labels, scaler } = readModelMetadata(model, output.bytes)
  return {
    name,
    format: 'tflite',
    shape: sizesOf(input.shape),
    inputs: input.bytes,
    outputs: output.bytes,
    ...(known && { labels }),
    ...(scaler && { scaler }),
    network: { precision: 'int8', int8, bytes },
  }
}

/** Weight files are found by their last name: paths are those of the computer that saved them. */
function readTfjs(topology: ModelFile, files: readonly ModelFile[]): ForeignModel {
  const json = new TextDecoder().decode(topology.bytes)
  const parts = weightPaths(json).map((path) => {
    const name = path.split('/').at(-1) ?? path
    const found = files.find((file) => file.name.split(/[/\\]/).at(-1) === name)
    if (found) return found.bytes
    throw new AppError('file/not-found', {
      message: `The weights of this model are in ${name}, which was not given.`,
      hint: `Choose ${name} together with ${topology.name}.`,
    })
  })
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  const { graph, input } = tfjsToFloatGraph(json, bytes)
  return {
    name: topology.name,
    format: 'tfjs',
    shape: sizesOf([input.height, input.width, input.channels]),
    inputs: graph.inputs,
    outputs: graph.labels.length,
    network: { precision: 'float', graph },
  }
}

/** Names of weight files, in their order; a file that is no model is refused by its reader. */
function weightPaths(json: string): string[] {
  try {
    return manifestOf.parse(JSON.parse(json)).weightsManifest.flatMap(({ paths }) => paths)
  } catch {
    return []
  }
}

function sizesOf(shape: readonly number[]): number[] {
  const sizes = [...shape]
  while (sizes.length > 1 && sizes[0] === 1) sizes.shift()
  return sizes
}

function ends({ tensors, inputs, outputs }: TensorGraph): [GraphTensor, GraphTensor] {
  const [input, output] = [tensors[inputs[0] ?? -1], tensors[outputs[0] ?? -1]]
  if (!input || !output || inputs.length > 1 || outputs.length > 1) {
    throw unsupported('The model has several inputs or outputs; the workbench feeds one and reads one.')
  }
  return [input, output]
}

function int8Network(model: TfliteModel): Int8Network {
  const graph = withInt8Ends(tfliteToTensorGraph(model))
  const [input, output] = ends(graph)
  return { graph, input: quantizationOf(input), output: quantizationOf(output) }
}

function quantizationOf({ name, kind, quantization }: GraphTensor): Quantization {
  if (kind === 'int8' && quantization) return quantization
  throw unsupported(`The tensor “${name}” at an end of the model is ${kind}; int8 with a scale is needed.`)
}

/** Without the steps that only turn float32 into int8 at the front and back at the end: the workbench does that itself. */
function withInt8Ends(graph: TensorGraph): TensorGraph {
  const { inputs, outputs, steps, tensors } = graph
  const readers = steps.filter((step) => step.inputs.includes(inputs[0] ?? -1))
  const first = readers.length === 1 && readers[0]?.operation.type === 'quantize' ? readers[0] : undefined
  const last = steps.find((step) => step.output === outputs[0] && step.operation.type === 'dequantize')
  return {
    tensors,
    inputs: first ? [first.output] : inputs,
    outputs: last ? [last.inputs[0] ?? -1] : outputs,
    steps: steps.filter((step) => step !== first && step !== last),
  }
}

/** What softmax answers, everywhere. */
const SHARES: Quantization = { scale: 1 / 256, zeroPoint: -128 }

/** Shares of labels from a model that ends without softmax: which label wins stays as it was. */
export function answeringShares({ graph, input, output }: Int8Network): Int8Network {
  const low = (-128 - output.zeroPoint) * output.scale
  const high = (127 - output.zeroPoint) * output.scale
  const [, end] = ends(graph)
  if ((low > -0.01 && high < 1.01) || end.bytes < 2) return { graph, input, output }
  const place = graph.tensors.length
  const operation = softmaxOperation(1, end.bytes, output.scale)
  return {
    graph: {
      ...graph,
      tensors: [...graph.tensors, { ...end, name: 'shares', quantization: SHARES }],
      outputs: [place],
      steps: [...graph.steps, { name: 'SOFTMAX', operation, inputs: [...graph.outputs], output: place, macs: 0 }],
    },
    input,
    output: SHARES,
  }
}

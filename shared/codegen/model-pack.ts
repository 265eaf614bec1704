/** Writes a model pack; its layout is in resources/runtime/MODEL-PACK.md. The same model gives the same bytes. */
import { sha256 } from '@noble/hashes/sha2.js'
import { crc32, hexOf } from '../formats/bytes.ts'
import { AppError } from '../contract/errors.ts'
import type { DspContext } from '../dsp/block.ts'
import { flattenParams } from '../dsp/flatten.ts'
import { contextOf, inputBlocksOf } from '../dsp/impulse-features.ts'
import { numberOf } from '../dsp/parameters.ts'
import { readyBlock } from '../dsp/registry.ts'
import { spectralParams } from '../dsp/spectral-params.ts'
import { classificationStrideMs, frequencyOf, strideReadings, windowReadings } from '../dsp/windows.ts'
import type { DspBlock, Impulse } from '../model/impulse.ts'
import type { QuantFullyConnected, QuantGraph, QuantOperator } from '../quantize/graph.ts'
import type { BlockField } from '../runtime/params.ts'
import { PACK_AT, PACK_BLOCK, PACK_FORMAT, PACK_LANGUAGE, PACK_MAGIC, PACK_OPERATOR } from './model-pack-layout.ts'
import { PackWriter, type Word } from './model-pack-writer.ts'

export interface ModelPack {
  bytes: Uint8Array
  /** SHA-256 of the payload, lower-case hex: the model's name. */
  hash: string
}

interface WrittenBlock {
  at: number
  features: number
  scratchFloats: number
}

export interface PackInput {
  impulse: Impulse
  learnId: string
  graph: QuantGraph
}

export function encodeModelPack({ impulse, learnId, graph }: PackInput): ModelPack {
  const writer = new PackWriter(PACK_AT.end)
  const blocks = inputBlocksOf(impulse, learnId).map((block) => writeBlock(writer, impulse, block))
  const features = blocks.reduce((sum, block) => sum + block.features, 0)
  checkGraph(graph, features)
  const input = impulse.input
  const field = (at: number, value: number): void => writer.setUint32(at, value)
  writer.setFloat32(PACK_AT.rateHz, frequencyOf(input))
  field(PACK_AT.rows, windowReadings(input))
  field(PACK_AT.axes, input.axes.length)
  field(PACK_AT.strideRows, strideReadings(input, classificationStrideMs(input)))
  field(PACK_AT.axisNames, writer.strings(input.axes))
  field(PACK_AT.blockCount, blocks.length)
  field(PACK_AT.blocks, writer.words(blocks.map((block) => block.at)))
  field(PACK_AT.features, features)
  field(PACK_AT.scaler, graph.scaler ? writer.floats([...graph.scaler.mean, ...graph.scaler.scale]) : 0)
  writer.setFloat32(PACK_AT.inputScale, graph.input.scale)
  field(PACK_AT.inputZeroPoint, graph.input.zeroPoint)
  field(PACK_AT.operatorCount, graph.operators.length)
  field(PACK_AT.operators, writer.words(graph.operators.map((operator) => writeOperator(writer, operator))))
  field(PACK_AT.labelCount, graph.labels.length)
  field(PACK_AT.labels, writer.strings(graph.labels))
  field(PACK_AT.arenaBytes, arenaBytes(features, blocks, graph))
  return sealed(writer.finish())
}

function sealed(bytes: Uint8Array): ModelPack {
  const view = new DataView(bytes.buffer)
  const hash = sha256(bytes.subarray(PACK_AT.payload))
  view.setUint32(0, PACK_MAGIC, true)
  view.setUint32(PACK_AT.version, PACK_FORMAT, true)
  view.setUint32(PACK_AT.length, bytes.length, true)
  bytes.set(hash, PACK_AT.hash)
  view.setUint32(PACK_AT.crc32, crc32(bytes.subarray(PACK_AT.hash)), true)
  return { bytes, hash: hexOf(hash) }
}

function refuse(message: string): never {
  throw new AppError('model/unsupported', { message })
}

function checkGraph(graph: QuantGraph, features: number): void {
  if (graph.inputs !== features) {
    refuse(`The network takes ${graph.inputs} features, but the impulse makes ${features}. Train again.`)
  }
  if (graph.scaler && (graph.scaler.mean.length !== features || graph.scaler.scale.length !== features)) {
    refuse(`The scaler has ${graph.scaler.mean.length} means for ${features} features. Train again.`)
  }
  const last = graph.operators.at(-1)
  const outputs = last?.type === 'softmax' ? last.size : last?.outputs
  if (outputs !== graph.labels.length) {
    refuse(`The network answers ${outputs ?? 0} scores for ${graph.labels.length} labels. Train again.`)
  }
  if (graph.output.zeroPoint !== -128 || Math.abs(graph.output.scale - 1 / 256) > 1e-9) {
    refuse('The network must end in a softmax with output scale 1/256 and zero point −128.')
  }
}

function writeBlock(writer: PackWriter, impulse: Impulse, block: DspBlock): WrittenBlock {
  const context = contextOf(impulse, block)
  const { type, params } = readyBlock(block, context)
  const features = type.featureNames(params, context).length
  const axes = writer.words(context.axes.map((axis) => impulse.input.axes.indexOf(axis)))
  const head = (kind: number): number[] => [kind, block.implementationVersion, features, context.axes.length, axes]
  if (block.code) {
    const { language, text } = block.code
    const values = type.parameters.map(({ id }) => Number(params[id]))
    const at = writer.record([
      ...head(PACK_BLOCK.custom),
      PACK_LANGUAGE[language],
      writer.strings([text]),
      values.length,
      writer.floats(values.map((value) => (Number.isFinite(value) ? value : 0))),
    ])
    return { at, features, scratchFloats: 0 }
  }
  const record = type.record?.(params, context)
  if (record) {
    const at = writer.record([...head(record.kind), ...record.fields.map((field) => wordOf(writer, field))])
    return { at, features, scratchFloats: record.scratchFloats }
  }
  switch (type.id) {
    case 'spectral-analysis':
      return writeSpectral(
        writer,
        head(PACK_BLOCK.spectralAnalysis),
        spectralParams(params, context),
        features,
        context,
      )
    case 'raw': {
      const at = writer.record([...head(PACK_BLOCK.raw), { float: numberOf(params, 'scale-axes') }])
      return { at, features, scratchFloats: 0 }
    }
    case 'flatten': {
      const { scale, statistics } = flattenParams(params)
      const at = writer.record([...head(PACK_BLOCK.flatten), { float: scale }, statistics])
      return { at, features, scratchFloats: context.rows }
    }
    default:
      return refuse(`The block ${type.name} cannot run on a board yet.`)
  }
}

/** A field as it stands in a pack: tables become offsets, 0 where they are empty. */
function wordOf(writer: PackWriter, field: BlockField): Word {
  if (typeof field === 'number' || 'float' in field) return field
  if ('floats' in field) return field.floats.length > 0 ? writer.floats([...field.floats]) : 0
  return field.integers.length > 0 ? writer.words(field.integers) : 0
}

function writeSpectral(
  writer: PackWriter,
  head: number[],
  p: ReturnType<typeof spectralParams>,
  features: number,
  context: DspContext,
): WrittenBlock {
  const floats = (values: Float32Array): number => (values.length > 0 ? writer.floats([...values]) : 0)
  const steps = new Float32Array(p.decimations.flatMap((step) => [...step.coefficients]))
  const at = writer.record([
    ...head,
    { float: p.scale },
    p.decimations.length,
    ...[0, 1, 2].map((index) => p.decimations[index]?.factor ?? 0),
    floats(steps),
    p.filter.length / 5,
    floats(p.filter),
    p.fftLength,
    Number(p.overlap),
    Number(p.takeLog),
    p.firstBin,
    p.binCount,
    p.low?.firstBin ?? 0,
    p.low?.binCount ?? 0,
    p.low ? floats(p.low.decimation.coefficients) : 0,
  ])
  return { at, features, scratchFloats: 3 * p.fftLength + 1 + context.rows }
}

function writeOperator(writer: PackWriter, operator: QuantOperator): number {
  if (operator.type === 'fully-connected') return writeFullyConnected(writer, operator)
  const { size, inputMultiplier, inputLeftShift, diffMin } = operator
  return writer.record([PACK_OPERATOR.softmax, size, inputMultiplier, inputLeftShift, diffMin])
}

function writeFullyConnected(writer: PackWriter, operator: QuantFullyConnected): number {
  const perChannel = new Set(operator.multipliers).size > 1 || new Set(operator.shifts).size > 1
  const channels = perChannel ? operator.outputs : 1
  if (operator.multipliers.length < channels || operator.shifts.length < channels) {
    refuse('A layer has fewer multipliers than outputs.')
  }
  return writer.record([
    PACK_OPERATOR.fullyConnected,
    operator.inputs,
    operator.outputs,
    writer.bytes(operator.weights),
    writer.words(operator.bias),
    writer.words(operator.multipliers.subarray(0, channels)),
    writer.words(operator.shifts.subarray(0, channels)),
    Number(perChannel),
    -operator.input.zeroPoint,
    operator.output.zeroPoint,
    operator.activationMin,
    operator.activationMax,
  ])
}

/** The same sum as in tml_pack.c; opening a pack compares the two. */
function arenaBytes(features: number, blocks: WrittenBlock[], graph: QuantGraph): number {
  const roundUp = (bytes: number): number => (bytes + 3) & ~3
  const widths = graph.operators.map((operator) => (operator.type === 'softmax' ? operator.size : operator.outputs))
  const network = 2 * roundUp(Math.max(...widths))
  const scratch = 4 * Math.max(...blocks.map((block) => block.scratchFloats))
  return 4 * features + roundUp(features) + Math.max(network, scratch)
}

export { readModelPack } from './model-pack-read.ts'
export type { ModelPackSummary } from './model-pack-read.ts'

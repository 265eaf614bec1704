/** Writes a model pack; its layout is in resources/runtime/MODEL-PACK.md. The same model gives the same bytes. */
import { sha256 } from '@noble/hashes/sha2.js'
import { crc32, hexOf } from '../formats/bytes.ts'
import { AppError } from '../contract/errors.ts'
import type { DspContext } from '../dsp/block.ts'
import { flattenHistoryFloats, flattenParams } from '../dsp/flatten.ts'
import { contextOf, inputBlocksOf } from '../dsp/impulse-features.ts'
import { numberOf } from '../dsp/parameters.ts'
import { readyBlock } from '../dsp/registry.ts'
import { spectralParams } from '../dsp/spectral-params.ts'
import { classificationStrideMs, frequencyOf, strideReadings, windowReadings } from '../dsp/windows.ts'
import type { DspBlock, Impulse } from '../model/impulse.ts'
import { deployedGraph, modelInputs, modelOutputs, type QuantModel } from '../quantize/quant-model.ts'
import type { BlockField } from '../runtime/params.ts'
import { graphProgram } from './graph-program.ts'
import { PACK_AT, PACK_BLOCK, PACK_FORMAT, PACK_LANGUAGE, PACK_MAGIC } from './model-pack-layout.ts'
import { writeOperator } from './model-pack-operators.ts'
import { anomalyScratchFloats, blocksBeside, type PackUsual, writeAnomaly } from './pack-anomaly.ts'
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
  /** What it keeps from window to window. */
  historyFloats?: number
}

export interface PackInput {
  impulse: Impulse
  learnId: string
  model: QuantModel
  /** Beside the network, where there is one. */
  usual?: PackUsual | undefined
}

export function encodeModelPack({ impulse, learnId, model, usual }: PackInput): ModelPack {
  const writer = new PackWriter(PACK_AT.end)
  const ofNetwork = inputBlocksOf(impulse, learnId)
  const inOrder = [...ofNetwork, ...blocksBeside(ofNetwork, usual)]
  const blocks = inOrder.map((block) => writeBlock(writer, impulse, block))
  const features = blocks.reduce((sum, block) => sum + block.features, 0)
  const networkFeatures = blocks.slice(0, ofNetwork.length).reduce((sum, block) => sum + block.features, 0)
  checkModel(model, networkFeatures)
  const { scaler } = model
  const program = graphProgram(deployedGraph(model))
  const operators = program.calls.map((call) => writeOperator(writer, call, program))
  const scratchFloats = blocks.reduce((most, block) => Math.max(most, block.scratchFloats), 0)
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
  field(PACK_AT.scaler, scaler ? writer.floats([...scaler.mean, ...scaler.scale]) : 0)
  writer.setFloat32(PACK_AT.inputScale, model.input.scale)
  field(PACK_AT.inputZeroPoint, model.input.zeroPoint)
  field(PACK_AT.operatorCount, operators.length)
  field(PACK_AT.operators, writer.words(operators))
  field(PACK_AT.labelCount, model.labels.length)
  field(PACK_AT.labels, writer.strings(model.labels))
  const historyFloats = blocks.reduce((sum, block) => sum + (block.historyFloats ?? 0), 0)
  const workFloats = Math.max(scratchFloats, usual ? anomalyScratchFloats(usual.model) : 0)
  const arena = 4 * features + roundUp(networkFeatures) + Math.max(4 * workFloats, roundUp(program.arenaBytes))
  // The same sum as in tml_pack.c; opening a pack compares the two.
  field(PACK_AT.arenaBytes, arena + 4 * historyFloats)
  writer.setFloat32(PACK_AT.outputScale, model.output.scale)
  field(PACK_AT.outputZeroPoint, model.output.zeroPoint)
  field(PACK_AT.scratchFloats, scratchFloats)
  const widths = new Map(inOrder.map(({ id }, index) => [id, blocks[index]!.features]))
  if (usual) field(PACK_AT.anomaly, writeAnomaly(writer, usual, { widths, networkFeatures }))
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

function checkModel(model: QuantModel, features: number): void {
  const { scaler, labels } = model
  const [inputs, outputs] = [modelInputs(model), modelOutputs(model)]
  if (inputs !== features) {
    refuse(`The network takes ${inputs} features, but the impulse makes ${features}. Train again.`)
  }
  if (scaler && (scaler.mean.length !== features || scaler.scale.length !== features)) {
    refuse(`The scaler has ${scaler.mean.length} means for ${features} features. Train again.`)
  }
  if (outputs !== labels.length) {
    refuse(`The network answers ${outputs} scores for ${labels.length} labels. Train again.`)
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
      const { scale, statistics, windows } = flattenParams(params)
      const at = writer.record([...head(PACK_BLOCK.flatten), { float: scale }, statistics, windows])
      const historyFloats = flattenHistoryFloats(windows, context.axes.length)
      return { at, features, scratchFloats: context.rows, historyFloats }
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

function roundUp(bytes: number): number {
  return (bytes + 3) & ~3
}

export { readModelPack } from './model-pack-read.ts'
export type { ModelPackSummary } from './model-pack-read.ts'

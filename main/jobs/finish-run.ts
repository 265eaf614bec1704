/** From a trained float network to a run: conversion, judgement by both networks, cost and findings. */
import { impulseCost } from '../../shared/codegen/cost.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { windowReadings } from '../../shared/dsp/windows.ts'
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import { mostLikely } from '../../shared/nn/most-likely.ts'
import type { Rows } from '../../shared/nn/rows.ts'
import type { JudgedWindow } from '../../shared/nn/session-findings.ts'
import { type ConvertOptions, quantizeNetwork } from '../../shared/quantize/convert.ts'
import { representativeRows } from '../../shared/quantize/representative.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { evaluateModel } from './evaluate-task.ts'
import type { LearningData, LearningInput } from './learning-data.ts'
import { runFindings } from './run-findings.ts'
import type { FinishedRun, ModelBlobs, SampleFacts, WindowScores } from './tasks.ts'
import type { Engines } from './train-task.ts'

export interface Finished {
  learn: NetworkBlock
  data: LearningData
  graph: FloatGraph
  course: Pick<Run, 'epochs' | 'bestEpoch' | 'stopped' | 'trainMs'>
  /** How conversion chooses scales; as it usually does where absent. */
  conversion?: Pick<ConvertOptions, 'ranges' | 'weightScales'>
  /** A model that came as int8; `graph` then has no layers, only its ends. */
  given?: { quant: QuantModel; tflite: Uint8Array }
}

export function finishRun(
  input: LearningInput,
  finished: Finished,
  engines: Engines,
): { run: FinishedRun; blobs: ModelBlobs } {
  const { learn, data, graph, course } = finished
  const { quant, tflite, pack, convertMs } = convert(input, finished, engines)
  const both = (rows: Rows): JudgedTwice => judgeBoth({ graph, quant, rows, learn }, engines)
  const judged = { validation: both(data.validation), test: both(data.test) }
  const fresh = Object.values(judged).flatMap(({ windows }) => windows)
  const validation = judged.validation.evaluations
  return {
    run: {
      learnId: learn.id,
      block: learn.block,
      modelHash: pack.hash,
      labels: data.names,
      settings: learn.training,
      ...course,
      convertMs,
      ...costOf(input, learn, quant),
      splitRule: data.rule,
      validation,
      test: judged.test.evaluations,
      findings: runFindings({
        learn,
        data,
        ...course,
        validation: finished.given ? validation.int8 : validation.float,
        fresh: withSessions(fresh, input.samples),
      }),
    },
    blobs: { graph, quant, tflite, pack: pack.bytes },
  }
}

interface Judged {
  graph: FloatGraph
  quant: QuantModel
  rows: Rows
  learn: NetworkBlock
}

interface JudgedTwice {
  evaluations: Run['validation']
  windows: { sampleId: number; right: boolean }[]
}

/** int8 is not judged where the settings say so, and then shown as a set without windows. */
function judgeBoth({ graph, quant, rows, learn }: Judged, engines: Engines): JudgedTwice {
  const hasFloat = graph.layers.length > 0
  const judge = (precision: 'float' | 'int8', judged: Rows): WindowScores =>
    evaluateModel({ graph, quant, precision, rows: judged, threshold: 0 }, engines)
  const profile = learn.training.profileInt8 ?? true
  const int8 = judge('int8', profile || !hasFloat ? rows : withoutRows(rows))
  const float = hasFloat ? judge('float', rows) : judge('int8', withoutRows(rows))
  return {
    evaluations: { float: float.evaluation, int8: int8.evaluation },
    windows: rightWindows(rows, hasFloat ? float.scores : int8.scores),
  }
}

/** Of labels only: a value is neither right nor wrong. */
function rightWindows({ truth, names, sampleIds }: Rows, scores: Float32Array): JudgedTwice['windows'] {
  if (truth.kind !== 'label') return []
  return Array.from(sampleIds, (sampleId, row) => ({
    sampleId,
    right: mostLikely(scores, row * names.length, names.length) === truth.labels[row],
  }))
}

function withSessions(windows: JudgedTwice['windows'], samples: readonly SampleFacts[]): JudgedWindow[] {
  const sessions = new Map(samples.map(({ id, session }) => [id, session]))
  return windows.map(({ sampleId, right }) => ({ session: sessions.get(sampleId) ?? '', right }))
}

function withoutRows(rows: Rows): Rows {
  const { truth } = rows
  const nothing =
    truth.kind === 'label' ? { ...truth, labels: new Int32Array() } : { ...truth, targets: new Float32Array() }
  return { ...rows, features: new Float32Array(), sampleIds: new Int32Array(), samples: 0, truth: nothing }
}

type Cost = Pick<Run, 'parameters' | 'macs' | 'flashBytes' | 'ramBytes'>

function costOf({ impulse }: Pick<LearningInput, 'impulse'>, learn: NetworkBlock, quant: QuantModel): Cost {
  const { parameters, macs, flashBytes, ramBytes } = impulseCost(
    quant,
    describeImpulse(impulse, []).dsp.filter((block) => learn.inputs.includes(block.id)),
    windowReadings(impulse.input) * impulse.input.axes.length,
  )
  return { parameters, macs, flashBytes, ramBytes }
}

interface Converted {
  quant: QuantModel
  tflite: Uint8Array
  pack: { bytes: Uint8Array; hash: string }
  convertMs: number
}

function convert(
  { impulse, learnId }: Pick<LearningInput, 'impulse' | 'learnId'>,
  finished: Finished,
  { kernels }: Engines,
): Converted {
  const started = performance.now()
  const { given } = finished
  const quant = given?.quant ?? quantized(finished, kernels)
  const pack = encodeModelPack({ impulse, learnId, model: quant })
  const metadata = { impulse, modelHash: pack.hash }
  // A file that came as int8 goes out as it came.
  const tflite = given?.tflite ?? writeTflite(quant, { name: 'TinyML Workbench', metadata })
  return { quant, tflite, pack, convertMs: performance.now() - started }
}

function quantized({ graph, data, conversion, learn }: Finished, kernels: Engines['kernels']): QuantModel {
  const { features, truth } = data.train
  const labels = truth.kind === 'label' ? truth.labels : undefined
  const representative = representativeRows({ graph, features, labels })
  const settings = learn.training.conversion
  return quantizeNetwork(graph, representative, { kernels, settings, ...conversion })
}

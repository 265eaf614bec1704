/** Training and conversion in one go: windows in, a run and its model out. */
import { impulseCost } from '../../shared/codegen/cost.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { windowReadings } from '../../shared/dsp/windows.ts'
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import type { Evaluation, Run } from '../../shared/model/run.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { learnRows } from '../../shared/nn/learn.ts'
import type { Rows } from '../../shared/nn/rows.ts'
import { quantizeGraph } from '../../shared/quantize/convert.ts'
import type { QuantGraph } from '../../shared/quantize/graph.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { evaluateModel } from './evaluate-task.ts'
import { learningData, networkOf } from './learning-data.ts'
import { runFindings } from './run-findings.ts'
import type { TaskContext, Tasks } from './tasks.ts'

type Input = Tasks['train']['input']
type Output = Tasks['train']['output']

export interface Engines {
  runtime: Runtime
  kernels: Kernels
}

export function trainTask(input: Input, context: TaskContext<Tasks['train']['progress']>, engines: Engines): Output {
  const learn = networkOf(input)
  const { training: settings } = learn
  const data = learningData(input, learn)
  const { train, validation, test } = data
  const result = learnRows({
    learn,
    train,
    ...(validation.sampleIds.length > 0 && { validation }),
    kernels: engines.kernels,
    ...(input.resume && { resume: input.resume }),
    shouldCancel: context.cancelled,
    shouldStop: context.stopped,
    onEpoch: (epoch) => context.progress({ stage: 'training', epoch, epochs: settings.trainingCycles }),
  })
  const { graph, state, ...course } = result
  context.progress({ stage: 'converting', epoch: null, epochs: settings.trainingCycles })
  const { quant, tflite, pack, convertMs } = convert(input, graph, train.features)
  const both = (rows: Rows): Run['validation'] => judgeBoth({ graph, quant, rows, learn }, engines)
  const judged = { validation: both(validation), test: both(test) }
  return {
    run: {
      learnId: learn.id,
      block: learn.block,
      modelHash: pack.hash,
      labels: data.names,
      settings,
      ...course,
      convertMs,
      ...costOf(input, learn, quant),
      splitRule: data.rule,
      ...judged,
      findings: runFindings({ learn, data, ...course, validation: judged.validation.float }),
    },
    blobs: { graph, quant, tflite, pack: pack.bytes },
    state,
  }
}

interface Judged {
  graph: FloatGraph
  quant: QuantGraph
  rows: Rows
  learn: NetworkBlock
}

/** int8 is not judged where the settings say so, and then shown as a set without windows. */
function judgeBoth({ graph, quant, rows, learn }: Judged, engines: Engines): Run['validation'] {
  const judge = (precision: 'float' | 'int8', judged: Rows): Evaluation =>
    evaluateModel({ graph, quant, precision, rows: judged, threshold: 0 }, engines).evaluation
  const profile = learn.training.profileInt8 ?? true
  return { float: judge('float', rows), int8: judge('int8', profile ? rows : withoutRows(rows)) }
}

function withoutRows(rows: Rows): Rows {
  const { truth } = rows
  const nothing =
    truth.kind === 'label' ? { ...truth, labels: new Int32Array() } : { ...truth, targets: new Float32Array() }
  return { ...rows, features: new Float32Array(), sampleIds: new Int32Array(), samples: 0, truth: nothing }
}

type Cost = Pick<Run, 'parameters' | 'macs' | 'flashBytes' | 'ramBytes'>

function costOf({ impulse }: Input, learn: NetworkBlock, quant: QuantGraph): Cost {
  const { parameters, macs, flashBytes, ramBytes } = impulseCost(
    quant,
    describeImpulse(impulse, []).dsp.filter((block) => learn.inputs.includes(block.id)),
    windowReadings(impulse.input) * impulse.input.axes.length,
  )
  return { parameters, macs, flashBytes, ramBytes }
}

interface Converted {
  quant: QuantGraph
  tflite: Uint8Array
  pack: { bytes: Uint8Array; hash: string }
  convertMs: number
}

function convert({ impulse, learnId }: Input, graph: FloatGraph, representative: Float32Array): Converted {
  const started = performance.now()
  const quant = quantizeGraph(graph, representative)
  const pack = encodeModelPack({ impulse, learnId, graph: quant })
  const tflite = writeTflite(quant, { name: 'TinyML Workbench', metadata: { impulse, modelHash: pack.hash } })
  return { quant, tflite, pack, convertMs: performance.now() - started }
}

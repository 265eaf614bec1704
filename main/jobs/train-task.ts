/** Training and conversion in one go: windows in, a run and its model out. */
import { impulseCost } from '../../shared/codegen/cost.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { windowReadings } from '../../shared/dsp/windows.ts'
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { learnRows } from '../../shared/nn/learn.ts'
import type { EpochControl } from '../../shared/nn/pace.ts'
import { mostLikely } from '../../shared/nn/most-likely.ts'
import type { Rows } from '../../shared/nn/rows.ts'
import type { JudgedWindow } from '../../shared/nn/session-findings.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { evaluateModel } from './evaluate-task.ts'
import { learningData, networkOf } from './learning-data.ts'
import { runFindings } from './run-findings.ts'
import type { SampleFacts, TaskContext, Tasks, WindowScores } from './tasks.ts'

type Input = Tasks['train']['input']
type Output = Tasks['train']['output']

export interface Engines {
  runtime: Runtime
  kernels: Kernels
}

/** control: asked after every epoch, where the network is described by code that asks for it. */
export function trainTask(
  input: Input,
  context: TaskContext<Tasks['train']['progress']>,
  engines: Engines,
  control?: EpochControl,
): Output {
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
    ...(control && { control }),
    shouldCancel: context.cancelled,
    shouldStop: context.stopped,
    onEpoch: (epoch) => context.progress({ stage: 'training', epoch, epochs: settings.trainingCycles }),
  })
  const { graph, state, ...course } = result
  context.progress({ stage: 'converting', epoch: null, epochs: settings.trainingCycles })
  const { quant, tflite, pack, convertMs } = convert(input, graph, {
    representative: train.features,
    kernels: engines.kernels,
  })
  const both = (rows: Rows): JudgedTwice => judgeBoth({ graph, quant, rows, learn }, engines)
  const judged = { validation: both(validation), test: both(test) }
  const fresh = Object.values(judged).flatMap(({ windows }) => windows)
  const validationScore = judged.validation.evaluations
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
      validation: validationScore,
      test: judged.test.evaluations,
      findings: runFindings({
        learn,
        data,
        ...course,
        validation: validationScore.float,
        fresh: withSessions(fresh, input.samples),
      }),
    },
    blobs: { graph, quant, tflite, pack: pack.bytes },
    state,
    division: data.division,
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
  const judge = (precision: 'float' | 'int8', judged: Rows): WindowScores =>
    evaluateModel({ graph, quant, precision, rows: judged, threshold: 0 }, engines)
  const profile = learn.training.profileInt8 ?? true
  const [float, int8] = [judge('float', rows), judge('int8', profile ? rows : withoutRows(rows))]
  return {
    evaluations: { float: float.evaluation, int8: int8.evaluation },
    windows: rightWindows(rows, float.scores),
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

function costOf({ impulse }: Input, learn: NetworkBlock, quant: QuantModel): Cost {
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

interface Conversion {
  representative: Float32Array
  kernels: Kernels
}

function convert({ impulse, learnId }: Input, graph: FloatGraph, { representative, kernels }: Conversion): Converted {
  const started = performance.now()
  const quant = quantizeNetwork(graph, representative, { kernels })
  const pack = encodeModelPack({ impulse, learnId, model: quant })
  const tflite = writeTflite(quant, { name: 'TinyML Workbench', metadata: { impulse, modelHash: pack.hash } })
  return { quant, tflite, pack, convertMs: performance.now() - started }
}

/** The parity ladder: the same test windows through every place where the model runs, compared bit by bit. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Output, ParsedInput, Progress } from '../../shared/contract/operations.ts'
import { runModel } from '../../shared/quantize/run.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { windowAt } from '../../shared/dsp/windows.ts'
import type { Classification, PackModel } from '../../shared/runtime/pack-model.ts'
import { type BoardInference, createBoardLink, type BoardLink } from '../devices/board-link.ts'
import { refuseCustomCode } from './custom-code.ts'
import { isSimulatedPico } from '../devices/port-lister.ts'
import { getRuntime } from '../runtime-file.ts'
import type { Context } from '../services/context.ts'
import { trainedModel, type TrainedModel } from '../services/model-store.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import { openSerialPort } from '../devices/serial-port.ts'

type Parity = Output<'parity/run'>
type Stage = Parity['stages'][number]
const DEFAULT_LIMIT = 200

interface TestWindow {
  sampleId: number
  startMs: number
  raw: Float32Array
  /** What training saw. */
  features: Float32Array
  /** How strange the testing page finds it; empty without an anomaly detector. */
  anomaly: Float32Array
}

export async function checkParity(
  context: Context,
  options: ParsedInput<'parity/run'>,
  signal: AbortSignal,
  progress: (progress: Progress<'parity/run'>) => void,
): Promise<Parity> {
  const model = trainedModel(context.project())
  refuseCustomCode(model.impulse, 'The model pack')
  const windows = await testWindows(context, model, options.limit ?? DEFAULT_LIMIT, signal)
  if (windows.length === 0) throw new AppError('testing/empty')
  const pack = getRuntime().openPack(model.pack)
  const own = windows.map((window) => pack.classify(window.raw))
  const stages = workbenchStages({ model, pack, windows, own })
  pack.dispose()
  progress({ stage: 'this computer', done: windows.length, total: windows.length, stages })
  const { modelHash } = model.run
  if (options.port === undefined) return { modelHash, stages, board: null }
  const told: BoardRun['progress'] = (done, soFar) =>
    progress({ stage: 'board', done, total: windows.length, stages: [...stages, ...soFar] })
  const { board, stages: more } = await onBoard(context, options.port, { windows, own, signal, progress: told })
  return { modelHash, stages: [...stages, ...more], board }
}

async function testWindows(
  context: Context,
  model: TrainedModel,
  limit: number,
  signal: AbortSignal,
): Promise<TestWindow[]> {
  const project = context.project()
  const { windows } = await context.features.compute(project, model.impulse, { signal })
  const rows = rowsOfTest(context, windows)
  const anomalies = await anomalyScores(context, model, signal)
  const step = Math.max(1, Math.ceil(rows.length / limit))
  return rows
    .filter((_row, index) => index % step === 0)
    .map((row) => {
      const sampleId = windows.sampleIds[row]!
      const startMs = windows.startMs[row]!
      const signalOfSample = { ...project.sample(sampleId), values: project.values(sampleId) }
      const from = row * windows.featureCount
      return {
        sampleId,
        startMs,
        raw: windowAt(model.impulse.input, signalOfSample, startMs),
        features: windows.features.slice(from, from + windows.featureCount),
        anomaly: anomalies?.subarray(row, row + 1) ?? new Float32Array(),
      }
    })
}

/** Of every window, as Testing works them out: features of many windows, then their scores. */
async function anomalyScores(
  context: Context,
  { impulse, usual }: TrainedModel,
  signal: AbortSignal,
): Promise<Float32Array | null> {
  if (!usual) return null
  const { blocks, model } = usual
  const inputs = blocks.map(({ id }) => id)
  const learn = impulse.learn.map((block) => ({ ...block, inputs }))
  const project = context.project()
  const { windows } = await context.features.compute(project, { ...impulse, dsp: blocks, learn }, { signal })
  return context.compute.run('anomalyScores', { model, features: windows.features }, { signal })
}

function rowsOfTest(context: Context, windows: WindowSet): number[] {
  const project = context.project()
  return [...windows.sampleIds.keys()].filter((row) => project.sample(windows.sampleIds[row]!).split === 'test')
}

interface Workbench {
  model: TrainedModel
  pack: PackModel
  windows: TestWindow[]
  own: Classification[]
}

function workbenchStages({ model, pack, windows, own }: Workbench): Stage[] {
  const runtime = getRuntime()
  const graph = tfliteToTensorGraph(readTflite(model.tflite))
  const fileOutputs = own.map((one) => runModel(runtime, { graph }, one.input))
  return [
    compare(
      'features: training = model pack',
      windows,
      windows.map((one) => one.features),
      own.map((one) => one.features.subarray(0, pack.networkFeatures)),
    ),
    compare(
      'scores: .tflite = model pack',
      windows,
      fileOutputs,
      own.map((one) => one.output),
    ),
    ...anomalyStage(
      'anomaly: testing = model pack',
      windows,
      windows.map((one) => one.anomaly),
      own,
    ),
  ]
}

interface BoardRun {
  windows: TestWindow[]
  own: Classification[]
  signal: AbortSignal
  progress: (done: number, stages: Stage[]) => void
}

type BoardParity = Pick<Parity, 'stages' | 'board'>

async function onBoard(context: Context, portName: string, run: BoardRun): Promise<BoardParity> {
  return context.devices.whileReleased(portName, async () => {
    const port = isSimulatedPico(portName) ? await context.simulated.open() : await openSerialPort(portName)
    const link = createBoardLink(port)
    try {
      return await askBoard(link, run)
    } finally {
      link.close()
      await port.close()
    }
  })
}

/** Told what is equal so far after every so many windows: comparing takes far less than asking. */
const TELL_EVERY = 5

async function askBoard(link: BoardLink, { windows, own, signal, progress }: BoardRun): Promise<BoardParity> {
  const { modelHash } = await link.hello()
  const answers: BoardInference[] = []
  for (const window of windows) {
    if (signal.aborted) throw new AppError('app/cancelled')
    answers.push(await link.infer(window.raw))
    if (answers.length % TELL_EVERY === 0) progress(answers.length, boardStages(answers, windows, own))
  }
  const mean = (of: (answer: BoardInference) => number): number =>
    answers.reduce((sum, answer) => sum + of(answer), 0) / 1000 / answers.length
  const board = {
    modelHash: modelHash ?? null,
    dspMs: mean(({ dspUs }) => dspUs),
    networkMs: mean(({ inferenceUs }) => inferenceUs),
  }
  return { stages: boardStages(answers, windows, own), board }
}

/** Of the windows that the board has answered. */
function boardStages(answers: BoardInference[], all: TestWindow[], everyOwn: Classification[]): Stage[] {
  const windows = all.slice(0, answers.length)
  const own = everyOwn.slice(0, answers.length)
  const stage = (what: string, left: Values[], right: Values[]): Stage =>
    compare(`${what}: board = workbench`, windows, left, right)
  return [
    stage(
      'features',
      answers.map((one) => one.features),
      own.map((one) => one.features),
    ),
    stage(
      'int8 input',
      answers.map((one) => one.input),
      own.map((one) => one.input),
    ),
    stage(
      'scores',
      answers.map((one) => one.output),
      own.map((one) => one.output),
    ),
    ...anomalyStage(
      'anomaly: board = workbench',
      windows,
      answers.map((one) => one.anomaly),
      own,
    ),
  ]
}

/** Nothing to compare where the pack has no anomaly detector. */
function anomalyStage(name: string, windows: TestWindow[], left: Values[], own: Classification[]): Stage[] {
  const right = own.map((one) => one.anomaly)
  return right.some(({ length }) => length > 0) ? [compare(name, windows, left, right)] : []
}

type Values = Float32Array | Int8Array

/** Windows whose values are all the same, bit by bit, and the first place where they are not. */
export function compare(
  name: string,
  windows: Pick<TestWindow, 'sampleId' | 'startMs'>[],
  left: Values[],
  right: Values[],
): Stage {
  let equal = 0
  let firstDifference: Stage['firstDifference'] = null
  windows.forEach(({ sampleId, startMs }, at) => {
    const [a, b] = [left[at]!, right[at]!]
    const index =
      a.length === b.length ? a.findIndex((value, place) => !Object.is(value, b[place])) : Math.min(a.length, b.length)
    if (index === -1) equal++
    else firstDifference ??= { sampleId, startMs, index, left: a[index] ?? 0, right: b[index] ?? 0 }
  })
  return { name, compared: windows.length, equal, firstDifference }
}

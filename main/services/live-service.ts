/** Live classification of the open board's stream, on the computer, on the board, or both side by side. */
import { classificationStrideMs } from '../../shared/dsp/windows.ts'
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardSession } from '../devices/board-session.ts'
import { createLiveJudge } from '../devices/live-judge.ts'
import { createRowHistory, type RowHistory } from '../devices/row-history.ts'
import { refuseCustomCode } from '../deploy/custom-code.ts'
import { openLiveModel } from './live-model.ts'
import type { Context } from './context.ts'
import { trainedModel, type TrainedModel } from './model-store.ts'

type LiveHandlers = Pick<Handlers, 'live/start' | 'live/stop' | 'live/correct'>

/** No more answers than four a second: the eye reads no more, and a small chip needs its time. */
const SHORTEST_STRIDE_MS = 250
const HISTORY_SECONDS = 60
const RATE_TOLERANCE = 0.02

interface Running {
  model: TrainedModel
  session: BoardSession
  history: RowHistory
  windowRows: number
  pickAxes(rows: Float32Array): Float32Array
  /** Board time and number of a row, to find the window of an answer again. */
  rowTime: { row: number; tMs: number }
  end(): Promise<void>
}

export function liveHandlers(context: Context, setLive: (live: boolean) => void): LiveHandlers {
  let running: Running | null = null

  async function stop(): Promise<void> {
    const ending = running
    running = null
    await ending?.end()
    setLive(false)
  }

  return {
    'live/start': async ({ on, threshold }) => {
      await stop()
      const model = trainedModel(context.project())
      if (on !== 'computer') refuseCustomCode(model.impulse, 'The board')
      const session = await readySession(context, model, on)
      running = await startJudging(context, { model, session, on, threshold, onEnd: () => void stop() })
      context.project().setSetting('liveTried', model.run.modelHash)
      setLive(true)
      return {}
    },
    'live/stop': async () => {
      await stop()
      return {}
    },
    'live/correct': ({ tMs, label }) => {
      if (!running)
        throw new AppError('device/none', { message: 'Nothing is being judged.', hint: 'Press Start first.' })
      const sampleId = saveWindow(context, running, tMs, label)
      context.samplesChanged([sampleId])
      return { sampleId }
    },
  }
}

/** The open board, streaming at the model's rate and, if it shall judge, holding this model. */
async function readySession(
  context: Context,
  model: TrainedModel,
  on: 'computer' | 'board' | 'both',
): Promise<BoardSession> {
  const session = context.devices.session()
  if (!session) throw new AppError('device/none')
  const wanted = signalRateHz(model)
  if (Math.abs(session.rateHz() / wanted - 1) > RATE_TOLERANCE) await context.devices.restartStream()
  if (Math.abs(session.rateHz() / wanted - 1) > RATE_TOLERANCE) {
    throw new AppError('device/unsupported', {
      message: `The board sends ${rateText(session.rateHz())} readings a second; the model wants ${rateText(wanted)} readings a second.`,
      hint: 'Choose a board that can, or a lower frequency on the Impulse page and train again.',
    })
  }
  if (on === 'computer') return session
  const onBoard = session.info?.modelHash ?? null
  if (onBoard !== model.run.modelHash) {
    const has = onBoard ? `has model ${onBoard.slice(0, 6)}` : 'has no model'
    throw new AppError('device/unsupported', {
      message: `The board ${has}; the project has ${model.run.modelHash.slice(0, 6)}.`,
      hint: 'Flash the board, then start again.',
    })
  }
  return session
}

/** A board streams signals; a model of pictures is tried on the samples under Testing. */
function signalRateHz({ impulse }: TrainedModel): number {
  if (impulse.input.kind === 'time-series') return impulse.input.frequencyHz
  throw new AppError('device/unsupported', {
    message: 'This model looks at pictures; the board sends a signal.',
    hint: 'Try it on your samples: press Run test on the Testing page.',
  })
}

function rateText(rateHz: number): string {
  return rateHz.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

interface JudgingOptions {
  model: TrainedModel
  session: BoardSession
  on: 'computer' | 'board' | 'both'
  threshold: number
  onEnd(): void
}

async function startJudging(
  context: Context,
  { model, session, on, threshold, onEnd }: JudgingOptions,
): Promise<Running> {
  const rateHz = session.rateHz()
  const axes = session.axes.length
  const { windowRows, dispose, ...classify } = openLiveModel(context, model)
  const strideMs = Math.max(SHORTEST_STRIDE_MS, classificationStrideMs(model.impulse.input))
  const strideRows = Math.max(1, Math.round((strideMs * rateHz) / 1000))
  const history = createRowHistory(Math.max(Math.ceil(HISTORY_SECONDS * rateHz), windowRows * 4), axes)
  const pickAxes = axisPicker(session, model.impulse.input.axes)
  const judge = createLiveJudge({
    on,
    threshold,
    rateHz,
    model: { windowRows, strideRows, labels: model.run.labels, output: model.quant.output, ...classify },
    history,
    pickAxes,
    publish: (result) => context.hub.publish('live/result', result),
    now: () => performance.now(),
    onEnd,
  })
  const rowTime = { row: 0, tMs: 0 }
  const unlisten = context.devices.listen({
    readings(readings) {
      Object.assign(rowTime, { row: readings.row, tMs: readings.tMs })
      judge.readings(readings)
    },
    answer: (answer) => judge.answer(answer),
    text: () => undefined,
    streamChanged: onEnd,
  })
  if (on !== 'computer') await session.link?.order({ kind: 'start-live', strideRows })
  return {
    model,
    session,
    history,
    windowRows,
    pickAxes,
    rowTime,
    async end() {
      unlisten()
      // The board may be gone already; then there is nothing to stop.
      if (on !== 'computer' && context.devices.session() === session) await session.link?.order({ kind: 'stop-live' })
      dispose()
    },
  }
}

/** Takes the model's axes, by name whatever the case, out of rows that may hold more. */
function axisPicker(session: BoardSession, wanted: string[]): (rows: Float32Array) => Float32Array {
  const names = session.axes.map((axis) => axis.name.toLowerCase())
  const places = wanted.map((axis) => names.indexOf(axis.toLowerCase()))
  const missing = wanted.filter((_axis, index) => places[index] === -1)
  if (missing.length > 0) {
    throw new AppError('impulse/axes-missing', {
      message: `The board does not send ${missing.join(', ')}. It sends ${session.axes.map((axis) => axis.name).join(', ')}.`,
    })
  }
  return (rows) => {
    const count = rows.length / names.length
    return Float32Array.from({ length: count * wanted.length }, (_, index) => {
      const row = Math.floor(index / wanted.length)
      return rows[row * names.length + places[index % wanted.length]!]!
    })
  }
}

function saveWindow(context: Context, running: Running, tMs: number, label: string): number {
  const rateHz = running.session.rateHz()
  const last = Math.round(running.rowTime.row + ((tMs - running.rowTime.tMs) * rateHz) / 1000)
  const rows = running.history.slice(last - running.windowRows + 1, last)
  if (!rows)
    throw new AppError('data/no-such-sample', {
      message: 'This moment is no longer kept.',
      hint: 'Only the last minute can be corrected.',
    })
  const wanted = running.model.impulse.input.axes
  const axes = wanted.map(
    (name) => running.session.axes.find((axis) => axis.name.toLowerCase() === name.toLowerCase()) ?? { name, unit: '' },
  )
  const project = context.project()
  return project.addSample({
    name: `${label}.live.${project.summary().samples + 1}`,
    label,
    split: 'train',
    session: `live ${new Date().toISOString().slice(0, 10)}`,
    rateHz,
    axes: axes.map(({ unit }, index) => ({ name: wanted[index]!, unit })),
    values: running.pickAxes(rows),
    source: context.devices.connection()?.simulated ? 'simulated' : 'recorded',
    metadata: { from: 'corrected live answer' },
  }).id
}

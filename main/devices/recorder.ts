/** Records takes from the open boards into the project file, committing as the readings come. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Recording, RecordingTrigger } from '../../shared/model/recording.ts'
import type { Health, Split } from '../../shared/model/sample.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { BoardSession, Readings } from './board-session.ts'
import type { DeviceManager } from './device-manager.ts'
import { followClocks } from './follow-clocks.ts'
import {
  type RecordingEvent,
  type RecordingPlan,
  type RecordingState,
  recordingStep,
  startRecording,
  type Transition,
} from './recording-machine.ts'
import { createRunOfTakes, type RunOfTakes } from './run-of-takes.ts'
import { createTriggerWatch } from './trigger-watch.ts'

const TICK_MS = 50
/** Health is looked at this often while a take runs. */
const HEALTH_EVERY_MS = 250
/** Longest wait for the last readings of further boards. */
const LAST_READINGS_MS = 1000

export interface RecordingRequest {
  /** The label of each take. */
  labels: readonly string[]
  /** null: until stopped. */
  seconds: number | null
  countdownMs: number
  restMs: number
  trigger: RecordingTrigger
  split: Split
  session: string
  metadata: Record<string, string>
}

export interface RecordingResult {
  sampleIds: number[]
  takes: number
  rateHz: number
  lost: number
  /** Length of the last take: shorter than asked where it was stopped or the board was unplugged. */
  seconds: number
  /** Of the first take that is not good, else of the last one. */
  health: Health
}

export interface Recorder {
  record(
    project: ProjectFile,
    request: RecordingRequest,
    onChange: (state: Recording | null) => void,
  ): Promise<RecordingResult>
  /** Ends the take now and keeps what came. */
  stop(): void
  /** Begins the take that waits for it, or ends one without an end. */
  trigger(): void
  /** What follows has another label. */
  switchLabel(label: string): void
  isRecording(): boolean
}

export function createRecorder(devices: DeviceManager): Recorder {
  let step: ((event: RecordingEvent) => void) | null = null
  const clocks = followClocks(devices)

  async function record(
    project: ProjectFile,
    request: RecordingRequest,
    onChange: (state: Recording | null) => void,
  ): Promise<RecordingResult> {
    if (step) throw new AppError('app/busy', { message: 'A recording is already running.' })
    const session = devices.session()
    if (!session) throw new AppError('device/none')
    const rateHz = session.rateHz()
    const plan: RecordingPlan = {
      labels: request.labels,
      rowsPerTake: request.seconds === null ? null : Math.max(1, Math.round(request.seconds * rateHz)),
      countdownMs: request.countdownMs,
      restMs: request.restMs,
      trigger: request.trigger.by,
    }
    const takes = createRunOfTakes({ devices, project, request, session, clocks })
    try {
      return await run({ request, plan, session, rateHz, takes, onChange })
    } finally {
      step = null
      onChange(null)
    }
  }

  interface Run {
    request: RecordingRequest
    plan: RecordingPlan
    session: BoardSession
    rateHz: number
    takes: RunOfTakes
    onChange: (state: Recording | null) => void
  }

  function run({ request, plan, session, rateHz, takes, onChange }: Run): Promise<RecordingResult> {
    const watch = createTriggerWatch(request.trigger, session.axes, rateHz)
    const begun = startRecording(plan)
    let state: RecordingState = begun.state
    let health: Health | null = null
    let ticks = 0

    const isOver = (): boolean => state.phase === 'finished'

    function apply({ state: next, actions }: Transition, batch: Readings | null): void {
      state = next
      for (const action of actions) {
        if (action.do === 'begin-take') takes.begin(action.label)
        else if (action.do === 'switch-label') takes.switchLabel(action.label)
        else if (action.do === 'keep') takes.keep(batch, action)
        else {
          takes.finish()
          watch.reset()
          health = null
        }
      }
      onChange(describe(state, { plan, rateHz, boards: takes.boards, health }))
    }

    return new Promise((resolve, reject) => {
      const ticker = setInterval(tick, TICK_MS)
      const unlisten = devices.listen({
        readings(batch) {
          const rows = batch.values.length / session.axes.length
          // It watches all the time: what came before, and what rest is, must be known when the waiting begins.
          const onset = watch.readings(batch)
          if (onset && state.phase === 'waiting') {
            take({ type: 'trigger' })
            take({ type: 'rows', rows: onset.values.length / session.axes.length, lost: 0 }, onset)
          } else take({ type: 'rows', rows, lost: batch.lost }, batch)
        },
        other: (port, batch) => takes.otherReadings(port, batch),
        otherChanged: (port) => takes.otherGone(port),
        answer: () => undefined,
        text: () => undefined,
        button: () => request.trigger.by === 'board' && take({ type: 'trigger' }),
        streamChanged() {
          takes.unplugged(request.seconds)
          take({ type: 'unplugged' })
        },
      })
      function tick(): void {
        if (++ticks % Math.round(HEALTH_EVERY_MS / TICK_MS) === 0) health = takes.health()
        take({ type: 'time', ms: TICK_MS })
      }
      function take(event: RecordingEvent, batch: Readings | null = null): void {
        if (isOver()) return
        try {
          apply(recordingStep(plan, state, event), batch)
          if (isOver()) void end()
        } catch (error) {
          fail(error)
        }
      }
      function close(): void {
        clearInterval(ticker)
        unlisten()
      }
      function fail(error: unknown): void {
        state = { phase: 'finished', take: state.take, label: state.label }
        close()
        reject(error)
      }
      async function end(): Promise<void> {
        clearInterval(ticker)
        try {
          await takes.whenLastReadingsCame(LAST_READINGS_MS)
          unlisten()
          resolve(takes.result(plan.labels.length))
        } catch (error) {
          fail(error)
        }
      }
      step = take
      apply(begun, null)
    })
  }

  return {
    record,
    stop: () => step?.({ type: 'stop' }),
    trigger: () => step?.({ type: 'trigger' }),
    switchLabel: (label) => step?.({ type: 'label', label }),
    isRecording: () => step !== null,
  }
}

function describe(
  state: RecordingState,
  { plan, rateHz, boards, health }: { plan: RecordingPlan; rateHz: number; boards: number; health: Health | null },
): Recording | null {
  if (state.phase === 'finished') return null
  return {
    state: state.phase,
    label: state.label,
    nextLabel: plan.labels[state.take] ?? null,
    take: state.take,
    takes: plan.labels.length,
    trigger: plan.trigger,
    leftMs: 'leftMs' in state ? Math.max(0, state.leftMs) : 0,
    elapsedMs: state.phase === 'recording' ? (state.rows * 1000) / rateHz : 0,
    totalMs: plan.rowsPerTake === null ? null : (plan.rowsPerTake * 1000) / rateHz,
    boards,
    health,
  }
}

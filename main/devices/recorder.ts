/** Records takes from the open board into the project file, committing as the readings come. */
import { joinFloats } from '../../shared/formats/bytes.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Gap, Health, Split } from '../../shared/model/sample.ts'
import type { Recording } from '../../shared/model/state.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { BoardSession, Readings } from './board-session.ts'
import type { DeviceManager } from './device-manager.ts'
import { assessHealth } from './health.ts'
import {
  type RecordingPlan,
  type RecordingState,
  recordingStep,
  startRecording,
  type Transition,
} from './recording-machine.ts'
import { createRateMeter } from './rate-meter.ts'

const TICK_MS = 50

export interface RecordingRequest {
  label: string
  seconds: number
  takes: number
  countdownMs: number
  restMs: number
  split: Split
  session: string
  metadata: Record<string, string>
}

export interface RecordingResult {
  sampleIds: number[]
  rateHz: number
  lost: number
  /** Length of the last take: shorter than asked where it was stopped or the board was unplugged. */
  seconds: number
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
}

interface OpenTake {
  writer: ReturnType<ProjectFile['beginRecording']>
  rows: number
  gaps: Gap[]
  parts: Float32Array[]
}

export function createRecorder(devices: DeviceManager): Recorder {
  let stopNow: (() => void) | null = null

  async function record(
    project: ProjectFile,
    request: RecordingRequest,
    onChange: (state: Recording | null) => void,
  ): Promise<RecordingResult> {
    if (stopNow) throw new AppError('app/busy', { message: 'A recording is already running.' })
    const session = devices.session()
    if (!session) throw new AppError('device/none')
    const rateHz = session.rateHz()
    const plan: RecordingPlan = {
      takes: request.takes,
      rowsPerTake: Math.max(1, Math.round(request.seconds * rateHz)),
      countdownMs: request.countdownMs,
      restMs: request.restMs,
    }
    try {
      return await run({ project, request, plan, session, rateHz, onChange })
    } finally {
      stopNow = null
      onChange(null)
    }
  }

  interface Run {
    project: ProjectFile
    request: RecordingRequest
    plan: RecordingPlan
    session: BoardSession
    rateHz: number
    onChange: (state: Recording | null) => void
  }

  function run({ project, request, plan, session, rateHz, onChange }: Run): Promise<RecordingResult> {
    const sampleIds: number[] = []
    const meter = createRateMeter()
    let health: Health | null = null
    let lostInAll = 0
    let seconds = 0
    let unplugged = false
    let open: OpenTake | null = null
    let state: RecordingState

    function begin(): void {
      meter.reset()
      const writer = project.beginRecording({
        name: `${request.label}.${project.summary().samples + 1}`,
        label: request.label,
        split: request.split,
        session: request.session,
        rateHz,
        axes: session.axes,
        source: devices.connection()?.simulated ? 'simulated' : 'recorded',
        metadata: request.metadata,
      })
      open = { writer, rows: 0, gaps: [], parts: [] }
    }

    function keep(take: OpenTake, batch: Readings | null, rows: number, lost: number): void {
      if (lost > 0) take.gaps.push({ afterReading: take.rows, readings: lost })
      lostInAll += lost
      if (!batch || rows === 0) return
      const values = batch.values.slice(0, rows * session.axes.length)
      meter.add(batch.tMs, rows + lost)
      take.writer.append(values)
      take.parts.push(values)
      take.rows += rows
    }

    function finish(take: OpenTake): void {
      open = null
      if (take.rows === 0) return take.writer.discard()
      const values = joinFloats(take.parts)
      const measuredRateHz = meter.rateHz() || rateHz
      health = assessHealth({ values, axes: session.axes, rateHz, measuredRateHz, gaps: take.gaps })
      seconds = take.rows / rateHz
      if (unplugged) health = flagged(health, cutOff(seconds, request.seconds))
      sampleIds.push(take.writer.finish({ gaps: take.gaps, health }).id)
    }

    function apply({ state: next, actions }: Transition, batch: Readings | null): void {
      state = next
      for (const action of actions) {
        if (action.do === 'begin-take') begin()
        else if (open && action.do === 'keep') keep(open, batch, action.rows, action.lost)
        else if (open && action.do === 'finish-take') finish(open)
      }
      onChange(describe(request, plan, state, rateHz))
    }

    return new Promise((resolve, reject) => {
      const ticker = setInterval(() => step({ type: 'time', ms: TICK_MS }), TICK_MS)
      const unlisten = devices.listen({
        readings: (batch) =>
          step({ type: 'rows', rows: batch.values.length / session.axes.length, lost: batch.lost }, batch),
        answer: () => undefined,
        text: () => undefined,
        streamChanged() {
          unplugged = true
          step({ type: 'unplugged' })
        },
      })
      function step(event: Parameters<typeof recordingStep>[2], batch: Readings | null = null): void {
        try {
          apply(recordingStep(plan, state, event), batch)
          if (state.phase === 'finished') end(null)
        } catch (error) {
          end(error)
        }
      }
      function end(error: unknown): void {
        clearInterval(ticker)
        unlisten()
        if (error) return reject(error)
        if (!health) return reject(unplugged ? unpluggedTooEarly() : new AppError('record/nothing'))
        if (unplugged && health.ok) health = flagged(health, missingTakes(sampleIds.length, request.takes))
        resolve({ sampleIds, rateHz: health.measuredRateHz, lost: lostInAll, seconds, health })
      }
      stopNow = () => step({ type: 'stop' })
      apply(startRecording(plan), null)
    })
  }

  return { record, stop: () => stopNow?.() }
}

function cutOff(seconds: number, wanted: number): string {
  return `The board was unplugged after ${seconds.toFixed(1)} s of ${wanted.toFixed(1)} s. What came is kept.`
}

function missingTakes(taken: number, wanted: number): string {
  return `The board was unplugged after ${taken} of ${wanted} takes. These are kept.`
}

function unpluggedTooEarly(): AppError {
  return new AppError('device/unplugged', {
    message: 'The board was unplugged before the take began. Nothing was recorded.',
    hint: 'Plug it in again, then press Record.',
  })
}

/** A take that ended too early is never taken for a good one. */
function flagged(health: Health, sentence: string): Health {
  return { ...health, ok: false, findings: [{ kind: 'gap', sentence }, ...health.findings] }
}

function describe(
  request: RecordingRequest,
  plan: RecordingPlan,
  state: RecordingState,
  rateHz: number,
): Recording | null {
  if (state.phase === 'finished') return null
  const recording = state.phase === 'recording'
  return {
    state: state.phase,
    label: request.label,
    take: state.take,
    takes: plan.takes,
    leftMs: recording ? 0 : Math.max(0, state.leftMs),
    elapsedMs: recording ? (state.rows * 1000) / rateHz : 0,
    totalMs: (plan.rowsPerTake * 1000) / rateHz,
  }
}

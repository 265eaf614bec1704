/** Takes that a board with AT commands records by itself and hands over as files. */
import { AppError } from '../../shared/contract/errors.ts'
import { type Acquisition, parseAcquisition } from '../../shared/formats/acquisition.ts'
import type { Health } from '../../shared/model/sample.ts'
import type { Recording } from '../../shared/model/recording.ts'
import type { AtSensor } from '../../shared/wire/at-config.ts'
import type { SampleDialogue } from '../../shared/wire/at-protocol.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { BoardSession } from './board-session.ts'
import { assessHealth } from './health.ts'
import type { RecordingRequest, RecordingResult } from './recorder.ts'

/** The board's buffer is filled up to words of four bytes. */
const MOST_PADDING = 3
const PADDING = 0xff
const DEFAULT_INTERVAL_MS = 10

export interface BoardRecordingOptions {
  commands: NonNullable<BoardSession['commands']>
  project: ProjectFile
  request: RecordingRequest
  /** The rate that the impulse wants, if any. */
  wantedRateHz: number | null
  /** After the take that runs. */
  isStopped: () => boolean
  onChange(recording: Recording | null): void
}

/** Each take is in the project as soon as it has arrived. */
export async function recordOnBoard(options: BoardRecordingOptions): Promise<RecordingResult> {
  const { commands, project, request } = options
  const seconds = lengthOf(request)
  const sensor = chooseSensor(commands.config.sensors, seconds)
  const intervalMs = intervalFor(sensor, options.wantedRateHz)
  const kept: { id: number; health: Health; seconds: number }[] = []
  try {
    for (const [index, label] of request.labels.entries()) {
      if (index > 0 && options.isStopped()) break
      const bytes = await commands.client.sample(commands.config, {
        sensor: sensor.name,
        label: wordOf(label),
        intervalMs,
        lengthMs: Math.round(seconds * 1000),
        onStage: (dialogue) => options.onChange(describe(request, { index, seconds }, dialogue)),
      })
      kept.push(keep(project, request, label, readPadded(bytes)))
    }
  } finally {
    options.onChange(null)
  }
  const last = kept.at(-1)
  if (!last) throw new AppError('record/nothing')
  const { health } = kept.find((take) => !take.health.ok) ?? last
  const sampleIds = kept.map((take) => take.id)
  return { sampleIds, takes: kept.length, rateHz: health.measuredRateHz, lost: 0, seconds: last.seconds, health }
}

function lengthOf({ seconds, trigger }: RecordingRequest): number {
  if (seconds === null || trigger.by !== 'none') {
    throw new AppError('device/unsupported', {
      message: 'This board records by itself, for a length that is told before.',
      hint: 'Give a length in seconds, and no trigger.',
    })
  }
  return seconds
}

function keep(project: ProjectFile, request: RecordingRequest, label: string, taken: Acquisition) {
  const { axes, values, rateHz } = taken
  if (values.length === 0) throw new AppError('record/nothing')
  const health = assessHealth({ values, axes, rateHz, measuredRateHz: rateHz, gaps: [] })
  const { split, session, metadata } = request
  const name = `${label}.${project.sampleCount + 1}`
  const sample = { name, label, split, session, metadata, axes, values, rateHz, health, source: 'recorded' as const }
  return { id: project.addSample(sample).id, health, seconds: values.length / axes.length / rateHz }
}

/** Words of AT commands hold no commas, spaces or line ends; the label in the project stays as it was typed. */
function wordOf(label: string): string {
  return label.replace(/[^A-Za-z0-9_.-]+/g, '_')
}

function chooseSensor(sensors: readonly AtSensor[], seconds: number): AtSensor {
  const sensor = sensors[0]
  if (!sensor) throw new AppError('device/unsupported', { message: 'This board has no sensor to record from.' })
  if (sensor.maxSampleSeconds !== null && seconds > sensor.maxSampleSeconds) {
    throw new AppError('device/unsupported', {
      message: `seconds is ${seconds}; ${sensor.name} of this board records up to ${sensor.maxSampleSeconds} s at once.`,
      hint: 'Record shorter takes.',
    })
  }
  return sensor
}

/** The sensor's rate that is nearest to the wanted one; its highest where none is wanted. */
export function intervalFor(sensor: AtSensor, wantedRateHz: number | null): number {
  const rates = sensor.frequenciesHz.filter((rate) => rate > 0)
  if (rates.length === 0) return wantedRateHz === null ? DEFAULT_INTERVAL_MS : 1000 / wantedRateHz
  const wanted = wantedRateHz ?? Math.max(...rates)
  const nearest = rates.reduce((best, rate) => (Math.abs(rate - wanted) < Math.abs(best - wanted) ? rate : best))
  return Math.round(100_000 / nearest) / 100
}

/** A file may itself end in the padding byte: it is read with as much of it as makes sense. */
export function readPadded(bytes: Uint8Array): Acquisition {
  let firstError: unknown = null
  for (let padding = 0; padding <= MOST_PADDING; padding++) {
    if (padding > 0 && bytes[bytes.length - padding] !== PADDING) break
    try {
      return parseAcquisition(bytes.subarray(0, bytes.length - padding))
    } catch (error) {
      firstError ??= error
    }
  }
  throw firstError
}

function describe(
  { labels }: RecordingRequest,
  { index, seconds }: { index: number; seconds: number },
  { stage, startsInMs }: SampleDialogue,
): Recording {
  const state = stage === 'sampling' ? 'recording' : stage === 'asked' || stage === 'starting' ? 'countdown' : 'saving'
  return {
    state,
    label: labels[index] ?? '',
    nextLabel: labels[index + 1] ?? null,
    take: index + 1,
    takes: labels.length,
    trigger: 'none',
    leftMs: startsInMs ?? 0,
    elapsedMs: 0,
    totalMs: seconds * 1000,
    boards: 1,
    health: null,
  }
}

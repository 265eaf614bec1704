/** The takes of one recording: what the first board sends makes them, further boards follow on the computer's clock. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Health } from '../../shared/model/sample.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { BoardSession, Readings } from './board-session.ts'
import type { DeviceManager } from './device-manager.ts'
import { createFollower, type Follower, type FollowerResult } from './follower.ts'
import type { Clocks } from './follow-clocks.ts'
import type { RecordingRequest, RecordingResult } from './recorder.ts'
import { createTakeWriter, type TakeMeta, type TakeWriter } from './take-writer.ts'

const WAIT_EVERY_MS = 20

export interface RunOfTakes {
  /** How many boards are recorded together. */
  readonly boards: number
  begin(label: string): void
  switchLabel(label: string): void
  keep(batch: Readings | null, kept: { rows: number; lost: number }): void
  finish(): void
  otherReadings(port: string, batch: Readings): void
  otherGone(port: string): void
  /** The first board went away; `wanted` is the length of a take. */
  unplugged(wanted: number | null): void
  /** Of the take that runs, all boards together. */
  health(): Health | null
  /** Further boards may still be sending what belongs to the last take. */
  whenLastReadingsCame(timeoutMs: number): Promise<void>
  result(takesWanted: number): RecordingResult
}

interface Options {
  devices: DeviceManager
  project: ProjectFile
  request: RecordingRequest
  session: BoardSession
  clocks: Clocks
}

interface Following {
  follower: Follower
  from: BoardSession
  isSimulated: boolean
}

/** A stretch of one label in a take; the sample exists from the first reading on. */
interface Stretch {
  label: string
  writer: TakeWriter | null
}

export function createRunOfTakes({ devices, project, request, session, clocks }: Options): RunOfTakes {
  const rateHz = session.rateHz()
  const simulated = devices.connection()?.simulated ?? false
  const sampleIds: number[] = []
  const healths: Health[] = []
  const followers = openFollowers()
  let takes = 0
  let seconds = 0
  let lost = 0
  let unpluggedFrom: { wanted: number | null } | null = null
  /** Names what was recorded together. */
  let takeId = ''
  let stretches = 0
  let open: Stretch | null = null
  /** By the computer's clock, the end of what was kept of the first board. */
  let endMs = 0

  function openFollowers(): Map<string, Following> {
    const preRollMs = request.trigger.by === 'level' ? request.trigger.preRollMs : 0
    const opened = new Map<string, Following>()
    for (const { connection, session: from } of devices.others()) {
      if (!from || from.axes.length === 0) continue
      const { port, name, simulated: isSimulated } = connection
      const onFinished = (result: FollowerResult | null): void => finished(result, name)
      const follower = createFollower({ session: from, clock: clocks.of(port), name, preRollMs, onFinished })
      opened.set(port, { follower, from, isSimulated })
    }
    return opened
  }

  function finished(result: FollowerResult | null, name: string): void {
    if (result) {
      sampleIds.push(result.id)
      lost += result.health.lost
    }
    const nothing: Health = { ok: false, measuredRateHz: 0, lost: 0, findings: [] }
    const health = result?.health ?? flagged(nothing, 'It sent nothing in this take.')
    healths.push(named(health, name))
  }

  function metaOf(label: string, fromMs: number): TakeMeta {
    const startedAt = wallTime(fromMs)
    if (takeId === '') takeId = startedAt
    const stretch = stretches > 1 ? { stretch: String(stretches) } : {}
    const offset = followers.size > 0 ? { offsetMs: '0.0' } : {}
    const { split, session: sitting } = request
    const metadata = { ...request.metadata, startedAt, take: takeId, ...stretch, ...offset }
    return { name: `${label}.${project.sampleCount + 1}`, label, split, session: sitting, metadata }
  }

  function openStretch(stretch: Stretch, tMs: number): TakeWriter {
    const fromMs = clocks.first.toHost(tMs)
    stretches++
    const meta = metaOf(stretch.label, fromMs)
    for (const following of followers.values()) follow(following, fromMs, meta)
    stretch.writer = createTakeWriter({ project, session, rateHz, simulated, meta })
    return stretch.writer
  }

  function follow({ follower, from, isSimulated }: Following, fromMs: number, meta: TakeMeta): void {
    follower.end(fromMs)
    follower.begin({
      fromMs,
      open(offsetMs) {
        const board = from.info?.board ?? follower.name
        const times = { startedAt: wallTime(fromMs + offsetMs), offsetMs: offsetMs.toFixed(1) }
        const own = { ...meta, name: `${meta.name} ${follower.name}`, metadata: { ...meta.metadata, ...times, board } }
        return createTakeWriter({ project, session: from, rateHz: from.rateHz(), simulated: isSimulated, meta: own })
      },
    })
  }

  function closeStretch(): void {
    const ended = open
    open = null
    if (!ended?.writer) return
    const length = ended.writer.seconds()
    const cut = unpluggedFrom
    const result = ended.writer.finish((health) => (cut ? flagged(health, cutOff(length, cut.wanted)) : health))
    if (!result) return
    seconds = length
    lost += result.health.lost
    sampleIds.push(result.id)
    healths.push(result.health)
  }

  return {
    boards: followers.size + 1,
    begin(label) {
      takeId = ''
      stretches = 0
      open = { label, writer: null }
    },
    switchLabel(label) {
      closeStretch()
      open = { label, writer: null }
    },
    keep(batch, { rows, lost: missing }) {
      if (!open) return
      if (!batch || rows === 0) return open.writer?.keepGap(missing)
      const writer = open.writer ?? openStretch(open, batch.tMs)
      writer.keep(batch, { first: 0, end: rows, lost: missing })
      endMs = clocks.first.toHost(batch.tMs + (rows * 1000) / rateHz)
      for (const { follower } of followers.values()) follower.advance(endMs)
    },
    finish() {
      if (open?.writer || stretches > 0) takes++
      closeStretch()
      for (const { follower } of followers.values()) follower.end(endMs)
    },
    otherReadings: (port, batch) => followers.get(port)?.follower.readings(batch),
    otherGone(port) {
      followers.get(port)?.follower.close('It was unplugged in this take. What came is kept.')
      followers.delete(port)
    },
    unplugged: (wanted) => void (unpluggedFrom = { wanted }),
    health() {
      const own = open?.writer?.health() ?? null
      if (!own) return null
      const others = [...followers.values()].flatMap(({ follower }) => {
        const health = follower.health()
        return health ? named(health, follower.name).findings : []
      })
      return others.length === 0 ? own : { ...own, ok: false, findings: [...own.findings, ...others] }
    },
    async whenLastReadingsCame(timeoutMs) {
      const isWaiting = (): boolean => [...followers.values()].some(({ follower }) => follower.isWaiting())
      for (let waited = 0; waited < timeoutMs && isWaiting(); waited += WAIT_EVERY_MS) {
        await new Promise((resolve) => setTimeout(resolve, WAIT_EVERY_MS))
      }
      for (const { follower } of followers.values()) follower.close('Its last readings did not come in time.')
    },
    result(takesWanted) {
      const last = healths.at(-1)
      if (!last || sampleIds.length === 0) {
        throw unpluggedFrom ? unpluggedTooEarly() : new AppError('record/nothing')
      }
      const worst = healths.find((health) => !health.ok) ?? last
      const health = unpluggedFrom && worst.ok ? flagged(worst, missingTakes(takes, takesWanted)) : worst
      return { sampleIds, takes, rateHz: health.measuredRateHz, lost, seconds, health }
    },
  }
}

function wallTime(hostMs: number): string {
  return new Date(performance.timeOrigin + hostMs).toISOString()
}

function named(health: Health, name: string): Health {
  const findings = health.findings.map((finding) => ({ ...finding, sentence: `${name}: ${finding.sentence}` }))
  return { ...health, findings }
}

/** A take that ended too early is never taken for a good one. */
function flagged(health: Health, sentence: string): Health {
  return { ...health, ok: false, findings: [{ kind: 'gap', sentence }, ...health.findings] }
}

function cutOff(seconds: number, wanted: number | null): string {
  const of = wanted === null ? '' : ` of ${wanted.toFixed(1)} s`
  return `The board was unplugged after ${seconds.toFixed(1)} s${of}. What came is kept.`
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

/** One take of one board while it grows in the project file: readings, gaps and health. */
import type { Gap, Health } from '../../shared/model/sample.ts'
import type { ProjectFile, RecordingMeta } from '../project/project-file.ts'
import type { BoardSession, Readings } from './board-session.ts'
import { healthOf } from './health.ts'
import { createRateMeter } from './rate-meter.ts'
import { createGapEstimator, createJitterMeter } from './stream-timing.ts'
import { createTakeStatistics } from './take-statistics.ts'

export type TakeMeta = Omit<RecordingMeta, 'axes' | 'rateHz' | 'source'>

export interface TakeWriter {
  /** The rows `first` up to but not including `end` of a batch, with `lost` missing before them. */
  keep(batch: Readings, part: { first: number; end: number; lost: number }): void
  /** Readings without an end that belong to no batch. */
  keepGap(lost: number): void
  health(): Health
  /** Kept and missing readings together. */
  seconds(): number
  /** Makes it a sample; `flag` may add what the readings do not tell. */
  finish(flag: (health: Health) => Health): { id: number; health: Health } | null
}

interface Options {
  project: ProjectFile
  session: BoardSession
  rateHz: number
  simulated: boolean
  meta: TakeMeta
}

export function createTakeWriter({ project, session, rateHz, simulated, meta }: Options): TakeWriter {
  const { axes } = session
  const source = simulated ? 'simulated' : 'recorded'
  const writer = project.beginRecording({ ...meta, axes, rateHz, source })
  const statistics = createTakeStatistics(axes)
  const meter = createRateMeter()
  const jitter = createJitterMeter(rateHz)
  // Most lines of text carry no numbers: what is missing shows only in when they come.
  const isGuessing = session.protocol === 'data-forwarder' && session.counted !== true
  const estimator = isGuessing ? createGapEstimator(rateHz) : null
  const gaps: Gap[] = []
  let row = 0

  function addGap(gap: Gap): void {
    gaps.push(gap)
    writer.addGap(gap)
  }

  function keepGap(lost: number): void {
    if (lost <= 0) return
    addGap({ afterReading: statistics.rows, readings: lost })
    row += lost
  }

  function append(values: Float32Array, tMs: number): void {
    statistics.add(values)
    writer.append(values, tMs)
    row += values.length / axes.length
  }

  function currentHealth(): Health {
    return healthOf({
      statistics,
      rateHz,
      measuredRateHz: meter.rateHz() || rateHz,
      gaps,
      jitterMs: jitter.jitterMs(),
      lostIsEstimated: estimator !== null,
    })
  }

  return {
    keepGap,
    keep(batch, { first, end, lost }) {
      keepGap(lost)
      if (end <= first) return
      const tMs = batch.tMs + (first * 1000) / rateHz
      meter.add(tMs, end - first + lost)
      jitter.add(tMs, row)
      // Readings that came damaged are told already: they are no gap in time.
      estimator?.add(tMs - (lost * 1000) / rateHz, end - first + lost).forEach(addGap)
      let place = first
      for (const stretch of finiteStretches(batch.values.slice(first * axes.length, end * axes.length), axes.length)) {
        keepGap(stretch.lost)
        place += stretch.lost
        if (stretch.values.length > 0) append(stretch.values, batch.tMs + (place * 1000) / rateHz)
        place += stretch.values.length / axes.length
      }
    },
    health: currentHealth,
    seconds: () => row / rateHz,
    finish(flag) {
      if (statistics.rows === 0) {
        writer.discard()
        return null
      }
      estimator?.end().forEach(addGap)
      const health = flag(currentHealth())
      return { id: writer.finish({ health }).id, health }
    },
  }
}

/** A row that holds no number is a missing one: it never ends a recording. */
function finiteStretches(values: Float32Array, axes: number): { lost: number; values: Float32Array }[] {
  if (values.every((value) => Number.isFinite(value))) return [{ lost: 0, values }]
  const stretches: { lost: number; values: Float32Array }[] = []
  let lost = 0
  let start = 0
  const close = (end: number): void => {
    if (end <= start) return
    stretches.push({ lost, values: values.slice(start, end) })
    lost = 0
  }
  for (let at = 0; at < values.length; at += axes) {
    if (values.subarray(at, at + axes).every((value) => Number.isFinite(value))) continue
    close(at)
    lost++
    start = at + axes
  }
  close(values.length)
  return lost > 0 ? [...stretches, { lost, values: new Float32Array(0) }] : stretches
}

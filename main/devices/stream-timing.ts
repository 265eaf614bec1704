/** What the times of a stream tell beside its readings: how uneven it is, and what is missing where nothing counts it. */

/** Batches that are looked at together. */
const WINDOW_MS = 2000

export interface JitterMeter {
  /** `tMs` is the time of the first row; `row` counts missing rows too. */
  add(tMs: number, row: number): void
  /** The furthest that a batch strayed from an even pace. */
  jitterMs(): number
}

export function createJitterMeter(rateHz: number): JitterMeter {
  const batches: { tMs: number; late: number }[] = []
  let worst = 0
  return {
    add(tMs, row) {
      batches.push({ tMs, late: tMs - (row * 1000) / rateHz })
      while (batches[0] && batches[0].tMs < tMs - WINDOW_MS) batches.shift()
      const first = batches[0]
      const last = batches.at(-1)
      if (!first || !last || last.tMs - first.tMs < WINDOW_MS / 4) return
      // A rate that is a little off is none of the unevenness: the line through both ends is taken away.
      const slope = (last.late - first.late) / (last.tMs - first.tMs)
      const strays = batches.map((batch) => batch.late - first.late - slope * (batch.tMs - first.tMs))
      worst = Math.max(
        worst,
        strays.reduce((most, stray) => Math.max(most, stray), 0),
      )
    },
    jitterMs: () => worst,
  }
}

/** A pause is called a gap only when what was missing does not come after all within this time. */
const SETTLE_MS = 500
const LEAST_LATE_MS = 30
const LEAST_LATE_PERIODS = 1.5
/** How quickly the even pace follows a rate that is a little off. */
const FOLLOW = 0.2

export interface GapEstimate {
  afterReading: number
  readings: number
}

export interface GapEstimator {
  /** `rows` arrived whose first was taken at `tMs` by the clock of arrival. Gaps that are certain by now are returned. */
  add(tMs: number, rows: number): GapEstimate[]
  /** Those still in doubt when the stream ends. */
  end(): GapEstimate[]
}

/**
 * Without sequence numbers a gap shows as a pause that is never made good: readings that were only held up arrive in a
 * burst afterwards, and the lateness falls back to what it was.
 */
export function createGapEstimator(rateHz: number): GapEstimator {
  const periodMs = 1000 / rateHz
  const pauseMs = Math.max(LEAST_LATE_MS, LEAST_LATE_PERIODS * periodMs)
  let expectedMs: number | null = null
  let received = 0
  let doubts: { atMs: number; afterReading: number; missingMs: number }[] = []

  const inDoubtMs = (): number => doubts.reduce((sum, doubt) => sum + doubt.missingMs, 0)

  /** The latest pause is made good first. */
  function makeGood(ms: number): void {
    for (const doubt of doubts.toReversed()) {
      const good = Math.min(doubt.missingMs, ms)
      doubt.missingMs -= good
      ms -= good
    }
    doubts = doubts.filter((doubt) => doubt.missingMs > 0)
  }

  function settle(isSettled: (atMs: number) => boolean): GapEstimate[] {
    const certain = doubts.filter((doubt) => isSettled(doubt.atMs))
    doubts = doubts.filter((doubt) => !isSettled(doubt.atMs))
    return certain.flatMap(({ afterReading, missingMs }) => {
      if (expectedMs !== null) expectedMs += missingMs
      const readings = Math.round(missingMs / periodMs)
      return readings > 0 ? [{ afterReading, readings }] : []
    })
  }

  return {
    add(tMs, rows) {
      expectedMs ??= tMs
      const lateMs = tMs - expectedMs
      const beyondMs = lateMs - inDoubtMs()
      if (beyondMs > pauseMs) doubts.push({ atMs: tMs, afterReading: received, missingMs: beyondMs })
      else if (beyondMs < 0 && doubts.length > 0) makeGood(-beyondMs)
      if (doubts.length === 0) expectedMs += FOLLOW * lateMs
      expectedMs += rows * periodMs
      received += rows
      return settle((atMs) => tMs - atMs > SETTLE_MS)
    },
    end: () => settle(() => true),
  }
}

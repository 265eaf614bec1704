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

/** A pause is called a gap only when the stream went on at its even pace for this long without making it good. */
const SETTLE_MS = { running: 500, ending: 100 }
/** The same for a pause no longer than this many times one that was made good before. */
const USUAL_SETTLE_MS = { running: 2000, ending: 1000 }
const USUAL_TIMES = 2
/** What does not come within this time is not late any more, however unevenly the rest comes. */
const LONGEST_LATE_MS = 10_000
const LEAST_LATE_MS = 30
const LEAST_LATE_PERIODS = 1.5
/** How quickly the even pace follows a rate that is a little off. */
const FOLLOW = 0.2

export interface GapEstimate {
  afterReading: number
  readings: number
}

interface Doubt {
  atMs: number
  afterReading: number
  missingMs: number
  /** What came after all. */
  goodMs: number
}

export interface GapEstimator {
  /** `rows` arrived whose first was taken at `tMs` by the clock of arrival. Gaps that are certain by now are returned. */
  add(tMs: number, rows: number): GapEstimate[]
  /** Those still in doubt when the stream ends. */
  end(): GapEstimate[]
}

const SLICE_MS = 100
const SLICE_PERIODS = 4
const EVEN_MS = 5
const EVEN_PERIODS = 0.5
/** A board's clock may be this much off the rate that it is said to have. */
const EVEN_SLOPE = 0.03

/** Tells since when a stream comes at an even pace: then the least lateness of one slice of time is that of the next. */
function createRestWatch(periodMs: number) {
  const sliceMs = Math.max(SLICE_MS, SLICE_PERIODS * periodMs)
  const evenMs = Math.max(EVEN_MS, EVEN_PERIODS * periodMs)
  let slice: { startMs: number; least: number } | null = null
  let reference: { startMs: number; least: number } | null = null
  let sinceMs = 0

  function close(ended: { startMs: number; least: number }): void {
    const isEven =
      reference !== null &&
      Math.abs(ended.least - reference.least) <= evenMs + EVEN_SLOPE * (ended.startMs - reference.startMs)
    if (isEven) return
    if (reference !== null) sinceMs = ended.startMs
    reference = ended
  }

  return {
    begin(tMs: number): void {
      slice = null
      reference = null
      sinceMs = tMs
    },
    add(tMs: number, lateMs: number): void {
      if (slice && tMs - slice.startMs >= sliceMs) {
        close(slice)
        slice = null
      }
      slice ??= { startMs: tMs, least: lateMs }
      slice.least = Math.min(slice.least, lateMs)
    },
    sinceMs: () => sinceMs,
  }
}

/**
 * Without sequence numbers a gap shows as a pause that is never made good: readings that were only held up arrive in a
 * burst afterwards, and the lateness falls back to what it was. As long as they still come in bursts, on a computer that
 * is too busy to read evenly, nothing is certain.
 */
export function createGapEstimator(rateHz: number): GapEstimator {
  const periodMs = 1000 / rateHz
  const pauseMs = Math.max(LEAST_LATE_MS, LEAST_LATE_PERIODS * periodMs)
  const rest = createRestWatch(periodMs)
  let expectedMs: number | null = null
  let lastMs = 0
  let received = 0
  let doubts: Doubt[] = []
  /** The longest lateness that was made good so far. */
  let usualMs = 0

  const inDoubtMs = (): number => doubts.reduce((sum, doubt) => sum + doubt.missingMs, 0)

  /** The latest pause is made good first. */
  function makeGood(ms: number): void {
    for (const doubt of doubts.toReversed()) {
      const good = Math.min(doubt.missingMs, ms)
      doubt.missingMs -= good
      doubt.goodMs += good
      usualMs = Math.max(usualMs, doubt.goodMs)
      ms -= good
    }
    doubts = doubts.filter((doubt) => doubt.missingMs > 0)
  }

  function settle(when: 'running' | 'ending'): GapEstimate[] {
    const restMs = lastMs - rest.sinceMs()
    function isCertain({ atMs, missingMs }: Doubt): boolean {
      const isUsual = missingMs <= USUAL_TIMES * usualMs
      return restMs > (isUsual ? USUAL_SETTLE_MS : SETTLE_MS)[when] || lastMs - atMs > LONGEST_LATE_MS
    }
    const certain = doubts.filter(isCertain)
    doubts = doubts.filter((doubt) => !isCertain(doubt))
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
      if (beyondMs > pauseMs) {
        doubts.push({ atMs: tMs, afterReading: received, missingMs: beyondMs, goodMs: 0 })
        rest.begin(tMs)
      } else if (beyondMs < 0 && doubts.length > 0) makeGood(-beyondMs)
      rest.add(tMs, lateMs)
      if (doubts.length === 0) {
        usualMs = Math.max(usualMs, -lateMs)
        expectedMs += FOLLOW * lateMs
      }
      expectedMs += rows * periodMs
      received += rows
      lastMs = tMs
      return settle('running')
    },
    end: () => settle('ending'),
  }
}

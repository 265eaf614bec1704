/** Follows the rate of a stream that tells none: what was heard in its first second may have come in a rush. */

export interface RateWatch {
  /** Rows that arrived, with those known to be missing. */
  add(arrivalMs: number, rows: number): void
  readonly rateHz: number
}

const WINDOW_MS = 1000
const WINDOWS = 5
const LEAST_WINDOWS = 3
const TOLERANCE = 0.02

/** `snap` finds the nominal rate beside a measured one. */
export function createRateWatch(firstRateHz: number, snap: (measuredHz: number) => number): RateWatch {
  let rateHz = firstRateHz
  let startMs: number | null = null
  let rows = 0
  let measured: number[] = []

  return {
    add(arrivalMs, count) {
      startMs ??= arrivalMs
      const elapsedMs = arrivalMs - startMs
      // The rows of the first batch came before it.
      if (elapsedMs > 0) rows += count
      if (elapsedMs < WINDOW_MS) return
      measured = [...measured, (rows * 1000) / elapsedMs].slice(-WINDOWS)
      startMs = arrivalMs
      rows = 0
      if (measured.length < LEAST_WINDOWS) return
      // One pause or rush among the windows changes nothing.
      const middle = measured.toSorted((left, right) => left - right)[measured.length >> 1]!
      if (Math.abs(middle / rateHz - 1) > TOLERANCE) rateHz = snap(middle)
    },
    get rateHz() {
      return rateHz
    },
  }
}

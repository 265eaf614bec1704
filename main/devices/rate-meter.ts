/** True rate of a stream: rows divided by the time between batches, over the last two seconds. */

const WINDOW_MS = 2000

export interface RateMeter {
  /** `rows` arrived whose first was taken at `tMs`. */
  add(tMs: number, rows: number): void
  /** Readings a second; 0 while there is too little to tell. */
  rateHz(): number
  reset(): void
}

export function createRateMeter(): RateMeter {
  let batches: { tMs: number; rows: number }[] = []
  return {
    add(tMs, rows) {
      batches.push({ tMs, rows })
      while (batches.length > 2 && batches[0]!.tMs < tMs - WINDOW_MS) batches.shift()
    },
    rateHz() {
      const first = batches[0]
      const last = batches.at(-1)
      if (!first || !last || last.tMs - first.tMs < WINDOW_MS / 4) return 0
      // The last batch only marks the end: its rows came after its time.
      const rows = batches.slice(0, -1).reduce((sum, batch) => sum + batch.rows, 0)
      return (rows * 1000) / (last.tMs - first.tMs)
    },
    reset() {
      batches = []
    },
  }
}

/** A board's clock put onto the computer's: the least delay seen lately is taken for the way itself. */

/**
 * The least delay of each stretch is kept, and only the last two stretches are looked at: a clock that drifts, or that
 * slipped because the board was held up, is followed within a second.
 */
const STRETCH_MS = 500
const STRETCHES = 2

export interface HostClock {
  /** A reading taken at `tMs` by the board's clock arrived at `hostMs`. */
  add(tMs: number, hostMs: number): void
  /** When that was by the computer's clock; readings that came without delay are at their arrival. */
  toHost(tMs: number): number
  reset(): void
}

export function createHostClock(): HostClock {
  let stretches: { startMs: number; least: number }[] = []
  return {
    add(tMs, hostMs) {
      const delay = hostMs - tMs
      const last = stretches.at(-1)
      if (last && hostMs - last.startMs < STRETCH_MS) last.least = Math.min(last.least, delay)
      else stretches = [...stretches, { startMs: hostMs, least: delay }].slice(-STRETCHES)
    },
    toHost: (tMs) => tMs + Math.min(...stretches.map((stretch) => stretch.least)),
    reset: () => void (stretches = []),
  }
}

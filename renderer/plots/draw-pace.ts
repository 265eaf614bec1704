/** While a picture moves, draws no more than the computer can follow; once it is still, all of it. */

/** Slower than this is not fluid. */
const SLOW_MS = 30
const QUICK_MS = 20
const LEAST_DRAWN = 3000
/** After this long without a change the picture counts as still. */
const STILL_MS = 150

export interface Pace {
  /** Draws a part now and all a little later; returns what takes the later drawing back. */
  draw(paint: (share: number) => void, points: number): () => void
}

export function createPace(now: () => number = () => performance.now()): Pace {
  let share = 1
  let before = Number.NEGATIVE_INFINITY
  return {
    draw(paint, points) {
      const time = now()
      const sinceLast = time - before
      const moving = sinceLast < STILL_MS
      before = time
      if (moving && sinceLast > SLOW_MS) share *= 0.6
      else if (moving && sinceLast < QUICK_MS) share *= 1.1
      share = Math.min(1, Math.max(share, LEAST_DRAWN / Math.max(LEAST_DRAWN, points)))
      if (!moving || share === 1) {
        paint(1)
        return () => undefined
      }
      paint(share)
      const timer = setTimeout(() => paint(1), STILL_MS)
      return () => clearTimeout(timer)
    },
  }
}

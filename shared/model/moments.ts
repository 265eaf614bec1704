/**
 * When readings were taken, for streams that do not come evenly: pairs of a reading and its time in ms since the first
 * one. Between two pairs the nominal rate holds, so that an even stream has none.
 */
import type { Gap } from './sample.ts'

/** Finer than anything here measures times. */
const EVEN_MS = 0.05

export interface MomentFilter {
  /** Whether this pair has to be kept, and the time it is kept with: times never run backwards. */
  add(reading: number, ms: number): number | null
}

export function createMomentFilter(rateHz: number): MomentFilter {
  const periodMs = 1000 / rateHz
  let last = { reading: 0, ms: 0 }
  const timeAt = (reading: number): number => last.ms + (reading - last.reading) * periodMs
  return {
    add(reading, ms) {
      const earliest = reading > 0 ? timeAt(reading - 1) : 0
      const later = Math.max(ms, earliest)
      if (Math.abs(later - timeAt(reading)) <= EVEN_MS) return null
      last = { reading, ms: later }
      return later
    },
  }
}

/** The time of each of `count` readings, in ms since the first. */
export function momentTimes(moments: Float64Array, rateHz: number, count: number): Float64Array {
  const times = new Float64Array(count)
  let at = 0
  let last = { reading: 0, ms: 0 }
  for (let reading = 0; reading < count; reading++) {
    while (at < moments.length && moments[at]! <= reading) {
      last = { reading: moments[at]!, ms: moments[at + 1]! }
      at += 2
    }
    times[reading] = last.ms + ((reading - last.reading) * 1000) / rateHz
  }
  return times
}

/** How far the times stray from an even pace at most, in ms; missing readings and a rate that is a little off are none. */
export function strayMs(moments: Float64Array, gaps: readonly Gap[]): number {
  const points = [{ place: 0, ms: 0 }]
  for (let at = 0; at < moments.length; at += 2) {
    const reading = moments[at]!
    const missing = gaps.reduce((sum, gap) => sum + (gap.afterReading <= reading ? gap.readings : 0), 0)
    points.push({ place: reading + missing, ms: moments[at + 1]! })
  }
  const last = points.at(-1)
  const slope = last && last.place > 0 ? last.ms / last.place : 0
  return points.reduce((most, { place, ms }) => Math.max(most, Math.abs(ms - place * slope)), 0)
}

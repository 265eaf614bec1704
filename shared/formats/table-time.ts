/** From a column of times to a rate, gaps and places where a new recording begins. */
import type { Gap } from '../model/sample.ts'
import type { TimeUnit } from './table-columns.ts'

const SECONDS: Record<TimeUnit, number> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9, date: 1e-3 }

/** A pause this long starts a new recording. */
const PAUSE_SECONDS = 10

export interface Timing {
  rateHz: number
  unit: TimeUnit
  /** Rows at which a new recording begins, without row 0. */
  breaks: number[]
  /** Missing readings, counted over all rows. */
  gaps: Gap[]
}

/** null where no rate can be told: fewer than two rows, or no step forward. */
export function readTiming(times: readonly number[], named: TimeUnit | null): Timing | null {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  const forward = steps.filter((step) => step > 0).sort((a, b) => a - b)
  const middle = forward[(forward.length - 1) >> 1]
  if (middle === undefined) return null
  const unit = named ?? guessedUnit(middle)
  const breaks: number[] = []
  const gaps: Gap[] = []
  let regular = 0
  let regularSteps = 0
  for (const [index, step] of steps.entries()) {
    if (step < 0 || step * SECONDS[unit] > PAUSE_SECONDS + middle * SECONDS[unit] * 2) breaks.push(index + 1)
    else if (step > 1.6 * middle) gaps.push({ afterReading: index + 1, readings: Math.round(step / middle) - 1 })
    else {
      regular += step
      regularSteps++
    }
  }
  const step = regularSteps > 0 ? regular / regularSteps : middle
  return { rateHz: neat(1 / (step * SECONDS[unit])), unit, breaks, gaps }
}

/** A time without a unit: milliseconds as Edge Impulse writes it, unless the steps are far too small or big for that. */
function guessedUnit(step: number): TimeUnit {
  if (step < 0.5) return 's'
  if (step <= 1000) return 'ms'
  return step <= 1_000_000 ? 'us' : 'ns'
}

/** Takes away what decimal fractions leave behind: 104.00000000000001 Hz is 104 Hz. */
export function neat(rateHz: number): number {
  const rounded = Math.round(rateHz * 1e6) / 1e6
  return rounded > 0 ? rounded : rateHz
}

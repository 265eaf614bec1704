import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMomentFilter, momentTimes, strayMs } from './moments.ts'

/** What is kept of batches of one reading each. */
function kept(times: readonly number[], rateHz: number): Float64Array {
  const filter = createMomentFilter(rateHz)
  return Float64Array.from(
    times.flatMap((ms, reading) => {
      const at = filter.add(reading, ms)
      return at === null ? [] : [reading, at]
    }),
  )
}

describe('the times of readings', () => {
  it('need nothing where a stream is even', () => {
    const even = Array.from({ length: 500 }, (_, reading) => reading * 10)
    expect(kept(even, 100)).toHaveLength(0)
    expect([...momentTimes(new Float64Array(0), 100, 3)]).toEqual([0, 10, 20])
  })

  it('come back as they were, however uneven', () => {
    const steps = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 2000 }), (waits, rateHz) => {
        const times = [0]
        for (const wait of waits) times.push(times.at(-1)! + wait)
        const back = momentTimes(kept(times, rateHz), rateHz, times.length)
        times.forEach((ms, reading) => expect(Math.abs(back[reading]! - ms)).toBeLessThanOrEqual(waits.length * 0.05))
      }),
    )
  })

  it('never run backwards', () => {
    const back = momentTimes(kept([0, 30, 5, 40], 100), 100, 4)
    expect([...back]).toEqual([0, 30, 30, 40])
  })

  it('stray as far as a pause that was made good, but not by a gap that is told', () => {
    const late = Array.from({ length: 100 }, (_, reading) => reading * 10 + (reading === 50 ? 25 : 0))
    expect(strayMs(kept(late, 100), [])).toBeCloseTo(25, 0)
    const gap = Array.from({ length: 100 }, (_, reading) => reading * 10 + (reading >= 50 ? 200 : 0))
    expect(strayMs(kept(gap, 100), [{ afterReading: 50, readings: 20 }])).toBeCloseTo(0, 3)
  })
})

import { describe, expect, it } from 'vitest'
import { createGapEstimator, createJitterMeter, type GapEstimate } from './stream-timing.ts'

/** Arrival times of readings at 100 Hz, each a little late in a pattern that repeats. */
function arrivals(count: number): number[] {
  return Array.from({ length: count }, (_, row) => row * 10 + ((row * 7) % 5))
}

function gapsIn(times: readonly number[], rateHz = 100): GapEstimate[] {
  const estimator = createGapEstimator(rateHz)
  return [...times.flatMap((tMs) => estimator.add(tMs, 1)), ...estimator.end()]
}

describe('gaps told from arrival times', () => {
  it('finds none in an even stream, also where the rate is a little off', () => {
    expect(gapsIn(arrivals(1000))).toEqual([])
    expect(gapsIn(arrivals(1000).map((tMs) => tMs * 1.02))).toEqual([])
  })
  it('counts what never came, where it is missing', () => {
    const times = arrivals(400)
    expect(gapsIn([...times.slice(0, 150), ...times.slice(170)])).toEqual([{ afterReading: 150, readings: 20 }])
  })
  it('forgives a pause whose readings come after all, in one burst', () => {
    const late = arrivals(400).map((tMs) => (tMs > 1000 && tMs < 1300 ? 1300 : tMs))
    expect(gapsIn(late)).toEqual([])
  })
  it('counts only the part of a pause that stays missing', () => {
    const held = arrivals(400).map((tMs) => (tMs > 1000 && tMs < 1300 ? 1300 : tMs))
    const [gap, ...others] = gapsIn([...held.slice(0, 105), ...held.slice(115)])
    expect(others).toEqual([])
    expect(gap?.readings).toBeGreaterThanOrEqual(9)
    expect(gap?.readings).toBeLessThanOrEqual(11)
  })
  it('tells two gaps apart that lie close together', () => {
    const times = arrivals(400)
    const found = gapsIn(
      [...times.slice(0, 100), ...times.slice(110), ...[]].filter((_, row) => row < 120 || row >= 130),
    )
    expect(found.map(({ readings }) => readings)).toEqual([10, 10])
    expect(found.map(({ afterReading }) => afterReading)).toEqual([100, 120])
  })
  it('tells of a gap before the stream goes on for long', () => {
    const estimator = createGapEstimator(100)
    const times = arrivals(300)
    const told = [...times.slice(0, 100), ...times.slice(140)].findIndex((tMs) => estimator.add(tMs, 1).length > 0)
    expect(told).toBeGreaterThan(100)
    expect(told).toBeLessThan(160)
  })
})

describe('jitter', () => {
  const jitterOf = (times: readonly number[]): number => {
    const meter = createJitterMeter(100)
    times.forEach((tMs, row) => meter.add(tMs, row))
    return meter.jitterMs()
  }
  it('is small in an even stream of another rate', () => {
    expect(jitterOf(arrivals(1000).map((tMs) => tMs * 1.05))).toBeLessThan(6)
  })
  it('is as long as the longest delay', () => {
    const late = arrivals(1000).map((tMs) => (tMs > 5000 && tMs < 5200 ? tMs + 180 : tMs))
    expect(jitterOf(late)).toBeGreaterThan(150)
    expect(jitterOf(late)).toBeLessThan(200)
  })
})

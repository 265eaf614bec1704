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

const lostIn = (times: readonly number[]): number => gapsIn(times).reduce((sum, { readings }) => sum + readings, 0)

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
  it('calls nothing lost that a busy computer reads late, in bursts', () => {
    const rateHz = 10_000
    // The computer stops for a while, and reads what waits a little faster than it comes, no more than 100 at a time.
    const stops = [400, 900, 250, 1500, 60, 700]
    const estimator = createGapEstimator(rateHz)
    const found: GapEstimate[] = []
    let read = 0
    let nowMs = 0
    for (let turn = 0; nowMs < 30_000; turn++) {
      const waiting = Math.floor((nowMs * rateHz) / 1000) - read
      const rows = Math.min(100, waiting)
      if (rows > 0) found.push(...estimator.add(nowMs - ((rows - 1) * 1000) / rateHz, rows))
      read += Math.max(0, rows)
      nowMs += turn % 400 === 399 ? stops[Math.floor(turn / 400) % stops.length]! : waiting > 100 ? 7 : 9 + (turn % 3)
    }
    expect([...found, ...estimator.end()]).toEqual([])
  })
  it('waits longer where a pause as long was made good before', () => {
    const lag = (tMs: number): number => (tMs > 1000 && tMs < 1100 ? 1100 - tMs : tMs > 3000 && tMs < 4500 ? 120 : 0)
    expect(gapsIn(arrivals(600).map((tMs) => tMs + lag(tMs)))).toEqual([])
    const times = arrivals(600)
    expect(lostIn([...times.slice(0, 300), ...times.slice(312)].map((tMs) => tMs + (tMs < 2000 ? lag(tMs) : 0)))).toBe(
      12,
    )
  })
  it('still counts what is lost on a busy computer, once it reads evenly', () => {
    const late = arrivals(1000).map((tMs) =>
      tMs > 1000 && tMs < 2200 ? Math.max(tMs, 1000 + Math.ceil((tMs - 1000) / 150) * 150) : tMs,
    )
    const lost = lostIn([...late.slice(0, 160), ...late.slice(200)])
    expect(lost).toBeGreaterThanOrEqual(35)
    expect(lost).toBeLessThanOrEqual(45)
  })
  it('counts a loss that nothing makes good for long, however unevenly the rest comes', () => {
    const uneven = arrivals(3000).map((tMs, row) => tMs + (Math.floor(row / 30) % 2) * 25)
    const lost = lostIn([...uneven.slice(0, 500), ...uneven.slice(600)])
    expect(lost).toBeGreaterThanOrEqual(95)
    expect(lost).toBeLessThanOrEqual(105)
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

import { describe, expect, it } from 'vitest'
import { createRateWatch } from './rate-watch.ts'

describe('rate of a stream without a clock', () => {
  function watch(firstRateHz: number, arrivals: (second: number) => number) {
    const watched = createRateWatch(firstRateHz, Math.round)
    for (let ms = 0; ms < 10_000; ms += 10) watched.add(ms, arrivals(ms / 1000))
    return watched.rateHz
  }

  it('is corrected where the first second misled', () => {
    expect(watch(72, () => 1)).toBe(100)
  })

  it('stays where it is right, also through a pause that is made good or not', () => {
    expect(watch(100, () => 1)).toBe(100)
    expect(watch(100, (second) => (second > 5 && second < 5.5 ? 0 : 1))).toBe(100)
    expect(watch(100, (second) => (second > 5 && second < 5.5 ? 0 : second === 5.5 ? 50 : 1))).toBe(100)
  })

  it('follows a board that changes its pace', () => {
    expect(watch(100, (second) => (second < 3 ? 1 : 2))).toBe(200)
  })
})

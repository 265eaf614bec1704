import { describe, expect, it } from 'vitest'
import { resample, resampledRows } from './resample.ts'

/** Long enough that the edges do not count. */
function tone(hz: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: Math.max(rateHz, 4000) }, (_, row) => Math.sin((2 * Math.PI * hz * row) / rateHz))
}

/** Root mean square of the middle half, in dB of a full tone. */
function levelDb(values: Float32Array): number {
  const middle = values.subarray(values.length / 4, (3 * values.length) / 4)
  const mean = middle.reduce((sum, value) => sum + value * value, 0) / middle.length
  return 10 * Math.log10(2 * mean + 1e-20)
}

describe('resampling', () => {
  it.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [16_000, 8000],
    [1000, 100],
  ])('from %i to %i Hz lets through what the new rate can carry', (fromHz, toHz) => {
    for (const share of [0.01, 0.2, 0.5, 0.8]) {
      const hz = (share * toHz) / 2
      const level = levelDb(resample(tone(hz, fromHz), 1, fromHz, toHz))
      expect({ hz, within: Math.abs(level) < 0.2 }).toEqual({ hz, within: true })
    }
  })

  it.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [16_000, 8000],
    [1000, 100],
  ])('from %i to %i Hz takes out what would come back as another tone', (fromHz, toHz) => {
    for (const [share, decibels] of [
      [1.15, 50],
      [1.3, 65],
      [1.5, 75],
      [1.9, 75],
    ] as const) {
      const hz = (share * toHz) / 2
      if (hz >= fromHz / 2) continue
      const level = levelDb(resample(tone(hz, fromHz), 1, fromHz, toHz))
      expect({ hz, quiet: level < -decibels }).toEqual({ hz, quiet: true })
    }
  })

  it('does not move a tone in time, nor change it when the rate goes up', () => {
    const up = resample(tone(20, 100), 1, 100, 250)
    const exact = tone(20, 250)
    const middle = Array.from({ length: 500 }, (_, index) => index + 250)
    expect(Math.max(...middle.map((row) => Math.abs(up[row]! - exact[row]!)))).toBeLessThan(0.005)
  })

  it('keeps a constant up to its edges, axes apart, and the length', () => {
    const values = Float32Array.from({ length: 3 * 441 }, (_, at) => [1, -2, 5][at % 3]!)
    const result = resample(values, 3, 441, 160)
    expect(result.length).toBe(3 * resampledRows(441, 441, 160))
    result.forEach((value, at) => expect(value).toBeCloseTo([1, -2, 5][at % 3]!, 5))
  })

  it('refuses a rate that is none, and leaves equal rates alone', () => {
    const values = tone(5, 100)
    expect(resample(values, 1, 100, 100)).toBe(values)
    for (const rateHz of [0, -1, Number.NaN, Infinity]) {
      expect(() => resample(values, 1, 100, rateHz)).toThrowError(
        expect.objectContaining({ code: 'dsp/invalid-parameter' }),
      )
    }
  })
})

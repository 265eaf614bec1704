import { describe, expect, it } from 'vitest'
import type { TimeSeriesInput } from '../../../shared/model/input-block.ts'
import { lanesOf, windowSpans } from './window-spans.ts'

const input: TimeSeriesInput = {
  kind: 'time-series',
  windowSizeMs: 1000,
  windowIncreaseMs: 500,
  frequencyHz: 100,
  padZeros: false,
  axes: ['accX'],
}
const sample = (readings: number, gaps: { afterReading: number; readings: number }[] = []) => ({
  rateHz: 100,
  axes: [{ name: 'accX', unit: 'm/s2' }],
  gaps,
  values: new Float32Array(readings),
})

describe('window spans', () => {
  it('steps by the stride as long as a whole window fits', () => {
    expect(windowSpans(input, sample(249))).toEqual([
      { fromSeconds: 0, toSeconds: 1 },
      { fromSeconds: 0.5, toSeconds: 1.5 },
      { fromSeconds: 1, toSeconds: 2 },
    ])
  })

  it('cuts none from a sample that is too short, and one where zeros may fill it', () => {
    expect(windowSpans(input, sample(99))).toEqual([])
    expect(windowSpans({ ...input, padZeros: true }, sample(99))).toEqual([{ fromSeconds: 0, toSeconds: 1 }])
  })

  it('never reaches over a gap, and begins after the missing time', () => {
    const spans = windowSpans(input, sample(220, [{ afterReading: 109, readings: 40 }]))
    expect(spans).toEqual([
      { fromSeconds: 0, toSeconds: 1 },
      { fromSeconds: 1.5, toSeconds: 2.5 },
    ])
  })

  it('keeps its seconds where the impulse has another rate', () => {
    expect(windowSpans({ ...input, frequencyHz: 50 }, sample(200))).toEqual([
      { fromSeconds: 0, toSeconds: 1 },
      { fromSeconds: 0.5, toSeconds: 1.5 },
      { fromSeconds: 1, toSeconds: 2 },
    ])
  })

  it('says which axis is missing', () => {
    expect(() => windowSpans({ ...input, axes: ['gyrX'] }, sample(200))).toThrow('no axis "gyrX"')
  })

  it('keeps windows apart that overlap or touch', () => {
    expect(lanesOf(input)).toBe(3)
    expect(lanesOf({ ...input, windowIncreaseMs: 80 })).toBe(14)
    expect(lanesOf({ ...input, windowIncreaseMs: 2000 })).toBe(2)
  })
})

import { describe, expect, it } from 'vitest'
import { testImpulse, spectralBlock } from '../../test/support/random-model.ts'
import { resample, resampledRows } from './resample.ts'
import { countWindows, readingsOf, segmentsOf, windowAt, windowStarts } from './windows.ts'
import type { SignalData } from './windows.ts'

const { input } = testImpulse([spectralBlock()])
if (input.kind !== 'time-series') throw new Error('the test impulse cuts signals')
const axes = ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' }))

function ramp(readings: number, gaps: SignalData['gaps'] = [], rateHz = 100): SignalData {
  const values = Float32Array.from({ length: readings * 3 }, (_, index) => Math.floor(index / 3) + (index % 3) / 10)
  return { rateHz, axes, gaps, values }
}

describe('windows', () => {
  it('rounds milliseconds to the nearest reading, at least one', () => {
    expect(readingsOf(2000, 104)).toBe(208)
    expect(readingsOf(80, 104)).toBe(8)
    expect(readingsOf(1000, 62.5)).toBe(63)
    expect(readingsOf(1, 10)).toBe(1)
  })

  it('start every stride and never reach beyond the end', () => {
    expect([...windowStarts(100, 100, 20)]).toEqual([0])
    expect([...windowStarts(99, 100, 20)]).toEqual([])
    expect([...windowStarts(141, 100, 20)]).toEqual([0, 20, 40])
  })

  it('do not lie across a gap', () => {
    const sample = ramp(250, [{ afterReading: 119, readings: 5 }])
    const segments = segmentsOf(input, sample)
    expect(segments.map(({ rows, startMs }) => [rows, startMs])).toEqual([
      [120, 0],
      [130, 1200],
    ])
    expect(segments[1]!.values[0]).toBe(120)
    expect(countWindows(input, { rateHz: 100, readings: 250, gaps: sample.gaps })).toBe(4)
  })

  it('take the axes of the impulse in its order', () => {
    const segments = segmentsOf({ ...input, axes: ['accZ', 'accX'] }, ramp(2))
    expect([...segments[0]!.values].map((value) => Math.round(value * 10) / 10)).toEqual([0.2, 0, 1.2, 1])
    expect(() => segmentsOf({ ...input, axes: ['gyrX'] }, ramp(2))).toThrow(/no axis "gyrX".*accX, accY, accZ/)
  })

  it('fill a short sample with zeros only where asked', () => {
    const short = { rateHz: 100, readings: 30, gaps: [] }
    expect(countWindows(input, short)).toBe(0)
    expect(countWindows({ ...input, padZeros: true }, short)).toBe(1)
    const [segment] = segmentsOf({ ...input, padZeros: true }, ramp(30))
    expect(segment!.rows).toBe(100)
    expect([...segment!.values.subarray(88, 92)]).toEqual([expect.closeTo(29.1), expect.closeTo(29.2), 0, 0])
  })

  it('count without values what cutting finds', () => {
    for (const rateHz of [50, 99.9, 100, 104, 333]) {
      for (const readings of [0, 1, 40, 101, 333]) {
        const sample = ramp(readings, readings > 50 ? [{ afterReading: 45, readings: 2 }] : [], rateHz)
        const cut = segmentsOf(input, sample).reduce((sum, { rows }) => sum + windowStarts(rows, 100, 20).length, 0)
        expect(countWindows(input, { rateHz, readings, gaps: sample.gaps }), `${readings} at ${rateHz}`).toBe(cut)
      }
    }
  })

  it('are found again by their time', () => {
    const window = windowAt(input, ramp(250), 500)
    expect(window[0]).toBe(50)
    expect(window.length).toBe(300)
    expect(windowAt(input, ramp(250), 9999)[0]).toBe(150)
    expect([...windowAt(input, ramp(0), 0)]).toEqual(Array(300).fill(0))
  })
})

describe('resample', () => {
  const sine = (hz: number, rateHz: number, rows: number): Float32Array =>
    Float32Array.from({ length: rows }, (_, row) => Math.sin((2 * Math.PI * hz * row) / rateHz))

  it('leaves a signal of the same rate alone', () => {
    const values = sine(5, 100, 200)
    expect(resample(values, 1, 100, 100)).toBe(values)
  })

  it('keeps what the new rate can carry', () => {
    for (const toHz of [62.5, 104, 250]) {
      const found = resample(sine(5, 100, 400), 1, 100, toHz)
      expect(found.length).toBe(resampledRows(400, 100, toHz))
      const expected = sine(5, toHz, found.length)
      const inner = [...found.keys()].slice(60, -60)
      for (const row of inner) expect(Math.abs(found[row]! - expected[row]!)).toBeLessThan(0.01)
    }
  })

  it('takes out what it cannot carry', () => {
    const found = resample(sine(45, 100, 800), 1, 100, 50)
    expect(Math.max(...found.slice(50, -50).map(Math.abs))).toBeLessThan(0.01)
  })

  it('keeps a constant to the edges', () => {
    for (const value of resample(new Float32Array(30).fill(9.81), 3, 100, 37)) expect(value).toBeCloseTo(9.81, 5)
  })

  it('refuses a rate of zero', () => {
    expect(() => resample(new Float32Array(3), 1, 100, 0)).toThrow(/0 Hz/)
    expect(() => resample(new Float32Array(3), 1, NaN, 10)).toThrow(/NaN Hz/)
  })
})

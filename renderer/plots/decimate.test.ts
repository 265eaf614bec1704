import { describe, expect, it } from 'vitest'
import { decimate, type PlotSignal, readingAt, roomAround, summarize, timeOfReading } from './decimate.ts'

const AXES = [
  { name: 'accX', unit: 'm/s2' },
  { name: 'accY', unit: 'm/s2' },
]

function twoAxes(readings: number, value: (reading: number) => number): PlotSignal {
  const values = new Float32Array(readings * 2)
  for (let reading = 0; reading < readings; reading++) {
    values[reading * 2] = value(reading)
    values[reading * 2 + 1] = -1
  }
  return { axes: AXES, rateHz: 100, values }
}

describe('decimate', () => {
  it('keeps every reading where there is room', () => {
    const signal = twoAxes(50, (reading) => reading)
    const points = decimate(signal, 0, { from: 0, to: 0.5, columns: 100 })
    expect(points.x).toEqual(Array.from({ length: 50 }, (_, reading) => reading / 100))
    expect(points.y[49]).toBe(49)
    expect(points.inside).toBe(50)
  })

  it('keeps a spike of one reading among a million, with and without the summary', () => {
    const signal = twoAxes(1_000_000, (reading) => (reading === 123_457 ? 9 : 0))
    const view = { from: 0, to: 10_000, columns: 800 }
    for (const summary of [null, summarize(signal, 0)]) {
      const points = decimate(signal, 0, view, summary)
      const spike = points.y.indexOf(9)
      expect(points.x[spike]).toBe(1234.57)
      expect(points.x.length).toBeLessThanOrEqual(1600)
    }
  })

  it('gives the same points with and without the summary', () => {
    const signal = twoAxes(20_000, (reading) => Math.sin(reading * 0.37) * ((reading * 7919) % 13))
    const view = { from: 3.21, to: 190.07, columns: 17 }
    expect(decimate(signal, 0, view, summarize(signal, 0))).toEqual(decimate(signal, 0, view))
  })

  it('breaks the line where readings are missing and lets the missing take their time', () => {
    const signal = { ...twoAxes(10, (reading) => reading), gaps: [{ afterReading: 4, readings: 20 }] }
    const points = decimate(signal, 0, { from: 0, to: 1, columns: 100 })
    expect(points.y).toEqual([0, 1, 2, 3, 4, null, 5, 6, 7, 8, 9])
    expect(timeOfReading(signal, 5)).toBe(0.25)
    expect(readingAt(signal, 0.1)).toBe(5)
    expect(readingAt(signal, 0.26)).toBe(6)
  })

  it('gives nothing for an empty signal', () => {
    expect(
      decimate(
        twoAxes(0, () => 0),
        0,
        { from: 0, to: 1, columns: 10 },
      ).x,
    ).toEqual([])
  })
})

describe('roomAround', () => {
  it('gives a flat line room and an empty one a range', () => {
    expect(roomAround(2, 2)).toEqual([1.5, 2.5])
    expect(roomAround(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([0, 1])
  })
})

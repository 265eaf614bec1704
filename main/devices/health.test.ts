import { describe, expect, it } from 'vitest'
import { assessHealth, healthOf, type Take } from './health.ts'
import { createTakeStatistics } from './take-statistics.ts'

const axes = ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' }))

/** A hand at rest that trembles: gravity on z, a little of everything elsewhere. */
function restingTake(
  change: (row: number, axis: number, value: number) => number = (_row, _axis, value) => value,
): Take {
  const values = new Float32Array(200 * 3)
  for (let row = 0; row < 200; row++) {
    for (let axis = 0; axis < 3; axis++) {
      const tremor = 0.1 * Math.sin(row * (axis + 1) * 0.37)
      values[row * 3 + axis] = change(row, axis, tremor + (axis === 2 ? 9.81 : 0))
    }
  }
  return { values, axes, rateHz: 100, measuredRateHz: 100, gaps: [] }
}

const kinds = (take: Take): string[] => assessHealth(take).findings.map((finding) => finding.kind)

describe('assessHealth', () => {
  it('finds nothing in a good take', () => {
    expect(assessHealth(restingTake())).toEqual({ ok: true, measuredRateHz: 100, lost: 0, findings: [] })
  })
  it('names the rate when readings come too slowly', () => {
    const health = assessHealth({ ...restingTake(), measuredRateHz: 84 })
    expect(health.findings[0]?.sentence).toBe('Readings arrive 84.0 times a second, not 100.0.')
  })
  it('accepts a rate within five per cent', () => {
    expect(kinds({ ...restingTake(), measuredRateHz: 96 })).toEqual([])
  })
  it('counts missing readings and says where', () => {
    const health = assessHealth({ ...restingTake(), gaps: [{ afterReading: 120, readings: 3 }] })
    expect(health).toMatchObject({ ok: false, lost: 3 })
    expect(health.findings[0]?.sentence).toBe('3 readings are missing: a gap at 1.20 s.')
  })
  it('sees a line that hits the top of the range', () => {
    const top = 2 * 9.80665
    expect(kinds(restingTake((row, axis, value) => (axis === 0 && row > 50 && row < 60 ? top : value)))).toEqual([
      'clipping',
    ])
  })
  it('sees a stuck axis and a dead sensor', () => {
    expect(kinds(restingTake((_row, axis, value) => (axis === 1 ? 0.5 : value)))).toEqual(['stuck'])
    expect(kinds(restingTake(() => 5))).toEqual(['flat'])
  })
  it('sees g where m/s² is said', () => {
    expect(kinds(restingTake((_row, _axis, value) => value / 9.81))).toEqual(['units'])
  })
  it('sees m/s² where g is said', () => {
    const inG = axes.map(({ name }) => ({ name, unit: 'g' }))
    expect(kinds({ ...restingTake(), axes: inG })).toEqual(['units'])
    expect(kinds({ ...restingTake((_row, _axis, value) => value / 9.81), axes: inG })).toEqual([])
  })
  it('sees an analog input at its top', () => {
    const plain = axes.map(({ name }) => ({ name, unit: '' }))
    const clipped = restingTake((row, axis, value) => (axis === 2 ? Math.min(1023, 900 + row * 3) : value))
    expect(assessHealth({ ...clipped, axes: plain }).findings.map(({ sentence }) => sentence)).toEqual([
      'The line of accZ hits the top: the signal is stronger than the highest reading, 1023.',
    ])
  })
  it('sees a sensor that falls asleep in the middle of a take', () => {
    const asleep = restingTake((row, axis, value) => (row >= 60 ? (axis === 2 ? 9.8 : 0.1) : value))
    expect(assessHealth(asleep).findings).toEqual([
      { kind: 'flat', sentence: 'All lines stand still for 1.4 s from 0.6 s on.' },
    ])
  })

  const sound = (loudness: number): Take => ({
    values: Float32Array.from({ length: 16_000 }, (_, row) =>
      Math.max(-32_768, Math.min(32_767, Math.round(loudness * Math.sin(row * 0.17)))),
    ),
    axes: [{ name: 'audio', unit: 'wav' }],
    rateHz: 16_000,
    measuredRateHz: 16_000,
    gaps: [],
  })
  it('sees silence and sound that is too loud', () => {
    expect(kinds(sound(0))).toEqual(['silence'])
    expect(kinds(sound(20))).toEqual(['silence'])
    expect(kinds(sound(3000))).toEqual([])
    expect(kinds(sound(60_000))).toEqual(['clipping'])
  })

  it('says that a count is an estimate, and how uneven a stream is', () => {
    const { values, ...take } = restingTake()
    const statistics = createTakeStatistics(take.axes)
    statistics.add(values)
    const gaps = [{ afterReading: 50, readings: 12 }]
    const health = healthOf({ ...take, statistics, gaps, lostIsEstimated: true, jitterMs: 240 })
    expect(health).toMatchObject({ ok: false, lost: 12, lostIsEstimated: true, jitterMs: 240 })
    expect(health.findings.map(({ sentence }) => sentence)).toEqual([
      'About 12 readings are missing: a gap at 0.50 s.',
      'Readings come unevenly: up to 240 ms late.',
    ])
  })
  it('says the same of a take that came in pieces', () => {
    const { values, ...take } = restingTake((row, axis, value) =>
      axis === 1 && row > 40 && row < 50 ? 19.6133 : value,
    )
    const statistics = createTakeStatistics(take.axes)
    for (let at = 0; at < values.length; at += 21) statistics.add(values.subarray(at, at + 21))
    expect(healthOf({ ...take, statistics })).toEqual(assessHealth({ ...take, values }))
    expect(healthOf({ ...take, statistics }).findings).toHaveLength(1)
  })
})

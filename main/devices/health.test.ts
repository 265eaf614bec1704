import { describe, expect, it } from 'vitest'
import { assessHealth, type Take } from './health.ts'

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
})

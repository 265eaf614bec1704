import { describe, expect, it } from 'vitest'
import { labelCurves } from '../../../shared/nn/curves.ts'
import { atThreshold, bestThreshold, risingLine } from './curve-points.ts'
import { valueRows } from './values.ts'

// Windows 0 and 1 are of the first label; the second one is taken for the other label at most thresholds.
const probabilities = new Float32Array([0.9, 0.1, 0.4, 0.6, 0.5, 0.5, 0.2, 0.8])
const [first] = labelCurves({ probabilities, labels: new Int32Array([0, 0, 1, 1]), names: ['a', 'b'] })

describe('curves of a label', () => {
  it('tells what a threshold finds and what it takes by mistake', () => {
    if (!first) throw new Error('no curves')
    expect(atThreshold(first, 0.8)).toEqual({ found: 0.5, falseAlarms: 0, precision: 1, f1: expect.closeTo(2 / 3) })
    expect(atThreshold(first, 0.3)).toMatchObject({ found: 1, falseAlarms: 0.5 })
    expect(atThreshold(first, 1).found).toBe(0)
  })

  it('proposes the threshold that is best for precision and recall together', () => {
    if (!first) throw new Error('no curves')
    expect(bestThreshold(first)).toBe(0.3)
    expect(atThreshold(first, 0.3).f1).toBe(Math.max(...first.f1))
  })

  it('draws upright steps too: every point has its own x', () => {
    if (!first) throw new Error('no curves')
    const line = risingLine(first.falsePositiveRate, first.truePositiveRate)
    expect(new Set(line.x).size).toBe(first.thresholds.length)
    expect([...line.x]).toEqual([...line.x].sort((a, b) => a - b))
    expect([line.y[0], line.y.at(-1)]).toEqual([0, 1])
  })
})

describe('values', () => {
  it('leaves out samples without a value', () => {
    const score = { sampleId: 1, name: 's', label: '2', predicted: '3', certainty: 1, windows: 4, correctWindows: 0 }
    expect(valueRows([{ ...score, value: 2, answer: 3 }, score])).toEqual([
      { id: 1, name: 's', truth: 2, answer: 3, error: 1, windows: 4 },
    ])
  })
})

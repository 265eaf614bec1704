import { describe, expect, it } from 'vitest'
import { labelCurves } from './curves.ts'

// Fawcett, "An introduction to ROC analysis" (2006), figure 3: 20 instances by falling score.
const PATTERN = 'ppnpppnnpnpnpnnnpnpn'
const SCORES = [
  0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505, 0.4, 0.39, 0.38, 0.37, 0.36, 0.35, 0.34, 0.33, 0.3, 0.1,
]
const labels = Int32Array.from(PATTERN, (letter) => (letter === 'p' ? 0 : 1))
const probabilities = Float32Array.from(SCORES.flatMap((score) => [score, 1 - score]))
const [first, second] = labelCurves({ probabilities, labels, names: ['p', 'n'] })

describe('curves of a label', () => {
  it('give the points of the published ROC curve', () => {
    const points = Array.from(first!.thresholds, (threshold, at) => [
      threshold.toFixed(3),
      first!.falsePositiveRate[at]!.toFixed(1),
      first!.truePositiveRate[at]!.toFixed(1),
    ]).reverse()
    expect(points.slice(0, 5)).toEqual([
      ['1.010', '0.0', '0.0'],
      ['0.900', '0.0', '0.1'],
      ['0.800', '0.0', '0.2'],
      ['0.700', '0.1', '0.2'],
      ['0.600', '0.1', '0.3'],
    ])
    expect(points.at(-1)).toEqual(['0.100', '1.0', '1.0'])
  })

  it('have the area of pairs in the right order', () => {
    const pairs = Array.from(PATTERN).flatMap((a, i) =>
      Array.from(PATTERN).map((b, j) => (a === 'p' && b === 'n' ? i < j : undefined)),
    )
    const known = pairs.filter((pair) => pair !== undefined)
    expect(first!.auc).toBeCloseTo(known.filter(Boolean).length / known.length, 10)
    expect(second!.auc).toBeCloseTo(first!.auc!, 10)
  })

  it('have precision, recall and F1 of each threshold', () => {
    const at = first!.thresholds.indexOf(Math.fround(0.54))
    // Six answers are taken, five of them right, of ten.
    expect(first!.precision[at]).toBeCloseTo(5 / 6, 6)
    expect(first!.truePositiveRate[at]).toBeCloseTo(0.5, 6)
    expect(first!.f1[at]).toBeCloseTo((2 * 5) / 16, 6)
    const ranks = Array.from(PATTERN).flatMap((letter, rank) => (letter === 'p' ? [rank + 1] : []))
    const mean = ranks.reduce((sum, rank, found) => sum + (found + 1) / rank, 0) / ranks.length
    expect(first!.averagePrecision).toBeCloseTo(mean, 10)
  })

  it('take equal scores at once and leave out what cannot be told', () => {
    const same = labelCurves({
      probabilities: new Float32Array(8).fill(0.5),
      labels: Int32Array.of(0, 0, 0, 0),
      names: ['a', 'b'],
    })
    expect(same[0]?.thresholds).toHaveLength(2)
    expect(same[0]).not.toHaveProperty('auc')
    expect(same[1]).not.toHaveProperty('averagePrecision')
  })

  it('thin out long curves and keep both ends', () => {
    const count = 5000
    const scores = Float32Array.from({ length: count }, (_, row) => row / count)
    const own = Int32Array.from(scores, (_, row) => (row % 3 === 0 ? 0 : 1))
    const [long] = labelCurves({
      probabilities: Float32Array.from([...scores].flatMap((s) => [s, 1 - s])),
      labels: own,
      names: ['a', 'b'],
    })
    expect(long?.thresholds).toHaveLength(1000)
    expect(long?.truePositiveRate[0]).toBe(1)
    expect(long?.truePositiveRate.at(-1)).toBe(0)
  })
})

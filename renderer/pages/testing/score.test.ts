import { describe, expect, it } from 'vitest'
import { answersAt, confusionOf, labelRows, type SampleScore, scoreOf } from './score.ts'

function score(label: string, predicted: string, certainty: number): SampleScore {
  return { sampleId: 1, name: label, label, predicted, certainty, windows: 4, correctWindows: 3 }
}
const SCORES = [score('idle', 'idle', 0.9), score('wave', 'wave', 0.7), score('wave', 'idle', 0.65)]

describe('answersAt', () => {
  it('moves every answer to UNCERTAIN at a threshold of 1', () => {
    const { matrix } = confusionOf(answersAt(SCORES, 1), ['idle', 'wave'])
    expect(matrix).toEqual([
      [0, 0, 1],
      [0, 0, 2],
    ])
  })

  it('keeps answers at or above the threshold', () => {
    expect(answersAt(SCORES, 0.7).map((one) => one.predicted)).toEqual(['idle', 'wave', 'UNCERTAIN'])
  })
})

describe('scoreOf', () => {
  it('gives the Wilson interval', () => {
    const many = Array.from({ length: 50 }, (_, index) => score('a', index < 46 ? 'a' : 'b', 1))
    const { correct, accuracyLow, accuracyHigh } = scoreOf(many)
    expect(correct).toBe(46)
    // Wilson (1927), solved for p at 46 of 50 and z = 1.96.
    expect(accuracyLow).toBeCloseTo(0.8116, 3)
    expect(accuracyHigh).toBeCloseTo(0.9684, 3)
  })

  it('claims nothing for an empty set', () => {
    expect(scoreOf([])).toEqual({ windows: 0, correct: 0 })
  })
})

describe('labelRows', () => {
  it('leaves out quotients of nothing', () => {
    const rows = labelRows(confusionOf(SCORES, ['idle', 'wave', 'shake']))
    expect(rows[0]).toMatchObject({ support: 1, precision: 0.5, recall: 1 })
    expect(rows[1]).toMatchObject({ support: 2, precision: 1, recall: 0.5 })
    expect(rows[2]).toEqual({ label: 'shake', support: 0, precision: null, recall: null, f1: null })
  })
})

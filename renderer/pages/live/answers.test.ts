import { describe, expect, it } from 'vitest'
import { anomalyWords, answerRate, type Answers, judge, type LiveResult, withAnswer } from './answers.ts'

function answer(tMs: number, wave: number): LiveResult {
  const scores = [
    { label: 'idle', score: 1 - wave },
    { label: 'wave', score: wave },
  ]
  return { tMs, on: 'computer', label: null, scores, latencyMs: 1, agree: 0, compared: 0 }
}

describe('withAnswer', () => {
  it('keeps one minute', () => {
    let answers: Answers = []
    for (let second = 0; second <= 100; second++) answers = withAnswer(answers, answer(second * 1000, 0.5))
    expect(answers[0]?.tMs).toBe(40_000)
    expect(answers).toHaveLength(61)
  })

  it('begins anew when the board was restarted', () => {
    expect(withAnswer([answer(5000, 0.5)], answer(100, 0.5))).toHaveLength(1)
  })
})

describe('judge', () => {
  it('is not sure below the threshold, and never at 100 %', () => {
    expect(judge([answer(0, 0.97)], 0.6, 1)).toMatchObject({ label: 'wave', certainty: 0.97 })
    expect(judge([answer(0, 0.97)], 1, 1)?.label).toBeNull()
    expect(judge([], 0.6, 1)).toBeNull()
  })

  it('is an anomaly above the detector’s threshold, however certain the label', () => {
    const strange = (score: number): LiveResult => ({ ...answer(0, 0.97), anomaly: { score, threshold: 2 } })
    expect(judge([strange(2.5)], 0.6, 1)).toMatchObject({ label: 'ANOMALY', certainty: 0.97 })
    expect(judge([strange(2)], 0.6, 1)?.label).toBe('wave')
    const over = judge([strange(3.5), strange(1)], 0.6, 2)
    expect(over?.label).toBe('ANOMALY')
    expect(over && anomalyWords(over)).toBe('anomaly score 2.25, limit 2.00')
  })

  it('averages over the last answers', () => {
    expect(judge([answer(0, 0), answer(1, 0.2), answer(2, 0.9)], 0.5, 2)?.certainty).toBeCloseTo(0.55)
  })
})

describe('answerRate', () => {
  it('counts answers a second of board time', () => {
    expect(answerRate([answer(0, 0), answer(250, 0), answer(500, 0)])).toBe(4)
    expect(answerRate([answer(0, 0)])).toBeNull()
  })
})

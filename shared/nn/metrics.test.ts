import { describe, expect, it } from 'vitest'
import { evaluationSchema } from '../model/run.ts'
import { averageRanks, oneAgainstRestAuc } from './auc.ts'
import { evaluate, wilsonInterval } from './metrics.ts'

const names = ['idle', 'wave']
const probabilities = Float32Array.from([0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.45, 0.55, 0.2, 0.8])
const labels = Int32Array.from([0, 0, 0, 1, 1])

describe('evaluate', () => {
  it('counts answers, with uncertain ones in the last column and as wrong', () => {
    const result = evaluate(probabilities, labels, names, 0.6)
    expect(result.confusion).toEqual({
      labels: names,
      matrix: [
        [2, 1, 0],
        [0, 1, 1],
      ],
    })
    expect(result).toMatchObject({ windows: 5, correct: 3, accuracy: 0.6 })
    expect(evaluationSchema.parse(result)).toEqual(result)
  })

  it('gives precision, recall and F1 of each label and their mean', () => {
    const { perLabel, f1 } = evaluate(probabilities, labels, names, 0.6)
    expect(perLabel[0]).toMatchObject({ label: 'idle', support: 3, precision: 1, recall: 2 / 3, f1: 0.8 })
    expect(perLabel[1]).toMatchObject({ label: 'wave', support: 2, precision: 0.5, recall: 0.5, f1: 0.5 })
    expect(f1).toBeCloseTo(0.65, 12)
  })

  it('takes a certainty of exactly the threshold as certain', () => {
    const even = Float32Array.from([0.6, 0.4])
    expect(evaluate(even, Int32Array.from([0]), names, 0.6).correct).toBe(1)
    expect(evaluate(even, Int32Array.from([0]), names, 0.61).correct).toBe(0)
  })

  it('means −ln of the label’s probability, finite for an answer of 0', () => {
    const { loss } = evaluate(Float32Array.from([0.5, 0.5, 1, 0]), Int32Array.from([0, 1]), names, 0)
    expect(loss).toBeCloseTo((Math.log(2) - Math.log(1e-7)) / 2, 5)
  })

  it('leaves out what an empty set cannot tell', () => {
    const result = evaluate(new Float32Array(0), new Int32Array(0), names, 0.6)
    expect(result).toEqual({
      windows: 0,
      correct: 0,
      confusion: {
        labels: names,
        matrix: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      perLabel: names.map((label) => ({ label, support: 0 })),
    })
  })

  it('leaves out recall and AUC of a label without windows, and never says NaN', () => {
    const result = evaluate(probabilities, new Int32Array(5), names, 0.6)
    expect(result.perLabel[1]).toEqual({ label: 'wave', support: 0, precision: 0, f1: 0 })
    expect(result).not.toHaveProperty('auc')
    expect(result.f1).toBe(result.perLabel[0]!.f1)
    expect(JSON.stringify(result)).not.toMatch(/null|NaN/)
  })
})

describe('wilsonInterval', () => {
  // Newcombe, 1998, table I: 81 of 263 and 0 of 20.
  it('matches published intervals', () => {
    expect(wilsonInterval(81, 263).low).toBeCloseTo(0.2553, 4)
    expect(wilsonInterval(81, 263).high).toBeCloseTo(0.3662, 4)
    expect(wilsonInterval(0, 20).low).toBe(0)
    expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4)
  })
})

describe('auc', () => {
  it('counts pairs in the right order, ties as half', () => {
    const scores = [0.1, 0.4, 0.4, 0.4, 0.8, 0.9, 0.4]
    const truth = [0, 1, 0, 1, 1, 0, 0]
    let [good, pairs] = [0, 0]
    truth.forEach((own, i) =>
      truth.forEach((other, j) => {
        if (own !== 1 || other !== 0) return
        pairs += 1
        good += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0
      }),
    )
    const pairsOfTwo = Float32Array.from(scores.flatMap((score) => [1 - score, score]))
    const question = { probabilities: pairsOfTwo, labels: Int32Array.from(truth), classes: 2, index: 1 }
    expect(oneAgainstRestAuc(question)).toBeCloseTo(good / pairs, 12)
  })

  it('shares ranks among equals', () => {
    expect([...averageRanks(Float32Array.from([3, 1, 3, 2]))]).toEqual([3.5, 1, 3.5, 2])
  })
})

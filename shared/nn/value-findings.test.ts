import { describe, expect, it } from 'vitest'
import { valueFindings, type ValueCourse } from './value-findings.ts'

const fine: ValueCourse = {
  name: 'grams',
  targets: Float32Array.from({ length: 80 }, (_, row) => row),
  leftOut: 0,
  epochs: [0.5, 0.3, 0.2].map((loss, index) => ({ epoch: index + 1, loss, accuracy: 0, validationLoss: loss })),
  bestEpoch: 3,
  trainingCycles: 3,
  learningRate: 0.01,
  stopped: false,
  splitRule: 'session',
  validation: {
    windows: 20,
    correct: 0,
    mae: 1,
    rmse: 2,
    r2: 0.9,
    confusion: { labels: [], matrix: [] },
    perLabel: [],
  },
}

describe('findings about values', () => {
  it('has nothing to say about a good run', () => {
    expect(valueFindings(fine)).toEqual([])
  })

  it.each<[string, Partial<ValueCourse>, RegExp]>([
    ['one and the same value', { targets: new Float32Array(60).fill(7) }, /^Every sample has the same grams, 7/],
    [
      'answers no better than the mean',
      { validation: { ...fine.validation, r2: -0.1 } },
      /^Always answering the mean grams/,
    ],
    ['few windows', { targets: Float32Array.of(1, 2, 3) }, /^There are 3 windows to learn from/],
    ['samples without a value', { leftOut: 2 }, /^2 samples have no number for grams and were left out/],
    ['a kind division', { splitRule: 'sample' }, /too kind. Record a second session.$/],
    ['a stop', { stopped: true }, /^Stopped after 3 of 3 epochs/],
  ])('notices %s', (_name, changes, sentence) => {
    expect(valueFindings({ ...fine, ...changes }).map((one) => one.sentence)).toEqual([expect.stringMatching(sentence)])
  })
})

import { describe, expect, it } from 'vitest'
import type { Epoch } from '../model/run.ts'
import { findingsOf, type FindingsInput } from './findings.ts'
import { sessionFinding, type JudgedWindow } from './session-findings.ts'
import { evaluate } from './metrics.ts'

const labels = ['idle', 'wave']

function answers(rows: [actual: number, answered: number][]): FindingsInput['validation'] {
  const probabilities = Float32Array.from(rows.flatMap(([, answered]) => (answered === 0 ? [0.9, 0.1] : [0.1, 0.9])))
  return evaluate(
    probabilities,
    Int32Array.from(rows, ([actual]) => actual),
    labels,
    0.6,
  )
}

const good = answers(Array.from({ length: 40 }, (_value, row) => [row % 2, row % 2]))
const epoch = (number: number, loss: number, validationLoss = loss): Epoch => ({
  epoch: number,
  loss,
  accuracy: 0.95,
  validationLoss,
  validationAccuracy: 0.94,
})

const fine: FindingsInput = {
  labels,
  windowsPerLabel: [80, 90],
  epochs: [0.5, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2].map((loss, index) => epoch(index + 1, loss)),
  bestEpoch: 3,
  trainingCycles: 7,
  learningRate: 0.05,
  stopped: false,
  splitRule: 'session',
  validation: good,
}

const sentences = (changes: Partial<FindingsInput>): string[] =>
  findingsOf({ ...fine, ...changes }).map(({ severity, sentence }) => `${severity}: ${sentence}`)

describe('findings', () => {
  it('has nothing to say about a good run', () => {
    expect(sentences({})).toEqual([])
  })

  it.each<[string, Partial<FindingsInput>, RegExp]>([
    [
      'steps that are too big',
      { epochs: [0.9, 0.5, 0.7, 0.4, 0.8, 0.3, 0.6].map((loss, index) => epoch(index + 1, loss, 0.2)) },
      /^warning: Learning rate too high: the loss rose 3 times in 7 epochs. Try 0.005.$/,
    ],
    [
      'overfitting',
      {
        epochs: [{ epoch: 1, loss: 0.1, accuracy: 0.99, validationLoss: 0.9, validationAccuracy: 0.71 }],
        bestEpoch: 1,
      },
      /^warning: It learned your samples by heart: 99 % on them, 71 % on new ones\./,
    ],
    [
      'a loss that rises on new samples',
      { epochs: [epoch(1, 0.5), epoch(2, 0.3), epoch(3, 0.2, 0.6)], bestEpoch: 2 },
      /^info: After epoch 2 it got worse on new samples: loss 0.30 to 0.60. The weights of epoch 2 are kept\./,
    ],
    ['a label with few windows', { windowsPerLabel: [3, 10] }, /^warning: "idle" has 3 windows to learn from\./],
    ['uneven labels', { windowsPerLabel: [900, 30] }, /^warning: "idle" has 900 windows, "wave" only 30\./],
    [
      'one answer for all',
      { validation: answers(Array.from({ length: 20 }, (_value, row) => [row % 2, 1])) },
      /^problem: All 20 answers are "wave"\./,
    ],
    [
      'nothing certain',
      { validation: evaluate(new Float32Array(20).fill(0.5), new Int32Array(10), labels, 0.6) },
      /^problem: It is certain of none of 10 windows\./,
    ],
    [
      'a label that is mistaken for another',
      { validation: answers(Array.from({ length: 40 }, (_value, row) => [row % 2, row < 30 ? 0 : row % 2])) },
      /^warning: "wave" is recognised in 5 of 20 windows; 15 are taken for "idle"\./,
    ],
    ['a kind split', { splitRule: 'sample' }, /^info: .* this score is too kind\./],
    ['no validation', { splitRule: 'none', validation: answers([]) }, /^info: Nothing was kept for validation/],
    [
      'few judges',
      {
        validation: answers([
          [0, 0],
          [1, 1],
          [1, 1],
        ]),
      },
      /^warning: Only 3 windows judge .* 44 % to 100 %\./,
    ],
    [
      'a stopped run',
      { stopped: true, trainingCycles: 30 },
      /^info: Stopped after 7 of 30 epochs\. .* epoch 3 are kept\./,
    ],
    [
      'a run that ended too early',
      { epochs: [6, 5, 4, 3, 2, 1].map((loss, index) => epoch(index + 1, loss)), bestEpoch: 6, trainingCycles: 6 },
      /^info: It was still getting better: loss 6.00 to 1.00 .* Train for 12 cycles\./,
    ],
  ])('tells of %s', (_title, changes, sentence) => {
    expect(sentences(changes)).toEqual([expect.stringMatching(sentence)])
  })
})

describe('the finding about sessions', () => {
  const judged = (session: string, right: number, wrong: number): JudgedWindow[] => [
    ...Array.from({ length: right }, () => ({ session, right: true })),
    ...Array.from({ length: wrong }, () => ({ session, right: false })),
  ]

  it('names the best and the worst', () => {
    const windows = [...judged('monday', 19, 1), ...judged('tuesday', 8, 12), ...judged('friday', 0, 3)]
    expect(sessionFinding(windows)?.sentence).toBe(
      'Scores differ by session: 95 % right in "monday", 40 % in "tuesday". Record more sessions like the second.',
    )
  })

  it('says nothing of like sessions, or of one', () => {
    expect(sessionFinding([...judged('monday', 19, 1), ...judged('tuesday', 17, 3)])).toBeUndefined()
    expect(sessionFinding(judged('monday', 10, 10))).toBeUndefined()
  })
})

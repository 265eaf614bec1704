/** Counting answers of samples at a threshold: pure, so that a slider can be dragged. */
import type { TestResult } from '../../../shared/contract/operations/models.ts'
import type { Confusion } from '../../../shared/model/run.ts'
import { wilsonInterval } from '../../../shared/nn/metrics.ts'
import { UNCERTAIN } from '../../components/confusion-matrix.tsx'

export type SampleScore = TestResult['perSample'][number]

/** The answers as they are at a threshold; the scores come from a test without one. */
export function answersAt(scores: readonly SampleScore[], threshold: number): SampleScore[] {
  return scores.map((score) => (score.certainty >= threshold ? score : { ...score, predicted: UNCERTAIN }))
}

/** `matrix[actual][predicted]`, the last column UNCERTAIN. */
export function confusionOf(scores: readonly SampleScore[], labels: readonly string[]): Confusion {
  const matrix = labels.map(() => Array.from({ length: labels.length + 1 }, () => 0))
  for (const { label, predicted } of scores) {
    const row = matrix[labels.indexOf(label)]
    const column = predicted === UNCERTAIN ? labels.length : labels.indexOf(predicted)
    if (row && column >= 0) row[column] = (row[column] ?? 0) + 1
  }
  return { labels: [...labels], matrix }
}

export interface Score {
  windows: number
  correct: number
  accuracyLow?: number
  accuracyHigh?: number
}

/** Share of right answers with the Wilson score interval at 95 %; counts in the shape that `formatScore` writes. */
export function scoreOf(scores: readonly SampleScore[]): Score {
  const total = scores.length
  const correct = scores.filter((score) => score.label === score.predicted).length
  if (total === 0) return { windows: 0, correct: 0 }
  const { low, high } = wilsonInterval(correct, total)
  return { windows: total, correct, accuracyLow: low, accuracyHigh: high }
}

export interface LabelRow {
  label: string
  support: number
  precision: number | null
  recall: number | null
  f1: number | null
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

export function labelRows({ labels, matrix }: Confusion): LabelRow[] {
  return labels.map((label, place) => {
    const row = matrix[place] ?? []
    const support = row.reduce((sum, count) => sum + count, 0)
    const found = matrix.reduce((sum, other) => sum + (other[place] ?? 0), 0)
    const right = row[place] ?? 0
    return {
      label,
      support,
      precision: share(right, found),
      recall: share(right, support),
      f1: share(2 * right, found + support),
    }
  })
}

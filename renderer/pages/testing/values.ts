/** Samples with a value and what was answered. Pure. */
import type { SampleScore } from './score.ts'

export interface ValueRow {
  id: number
  name: string
  truth: number
  answer: number
  /** Answer − truth. */
  error: number
  windows: number
}

export function valueRows(scores: readonly SampleScore[]): ValueRow[] {
  return scores.flatMap(({ sampleId, name, value, answer, windows }) =>
    value === undefined || answer === undefined
      ? []
      : [{ id: sampleId, name, truth: value, answer, error: answer - value, windows }],
  )
}

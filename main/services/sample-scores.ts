/** A sample's answer from the answers of its windows: the mean score decides. */
import type { z } from 'zod'
import type { sampleScoreSchema } from '../../shared/contract/operations/models.ts'
import { valueOfSample } from '../../shared/nn/rows.ts'
import type { SampleFacts, WindowSet } from '../jobs/tasks.ts'

type SampleScore = z.infer<typeof sampleScoreSchema>

export interface ScoredWindows {
  /** `[windows, labels]`. */
  scores: Float32Array
  windows: WindowSet
  samples: SampleFacts[]
  labels: string[]
  /** Below this certainty the answer is UNCERTAIN. */
  threshold: number
}

export const UNCERTAIN = 'UNCERTAIN'

function largest(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0)
}

export function scoreSamples({ scores, windows, samples, labels, threshold }: ScoredWindows): SampleScore[] {
  const sums = new Map<number, { total: Float64Array; windows: number; correct: number }>()
  const byId = new Map(samples.map((sample) => [sample.id, sample]))
  windows.sampleIds.forEach((id, row) => {
    const entry = sums.get(id) ?? { total: new Float64Array(labels.length), windows: 0, correct: 0 }
    const own = Float64Array.from(scores.subarray(row * labels.length, (row + 1) * labels.length))
    own.forEach((score, index) => (entry.total[index]! += score))
    entry.windows++
    const best = largest(own)
    if (own[best]! >= threshold && labels[best] === byId.get(id)?.label) entry.correct++
    sums.set(id, entry)
  })
  return [...sums].flatMap(([id, entry]) => {
    const sample = byId.get(id)
    if (!sample) return []
    const best = largest(entry.total)
    const certainty = entry.total[best]! / entry.windows
    const predicted = certainty >= threshold ? labels[best]! : UNCERTAIN
    return [
      {
        sampleId: id,
        name: sample.name,
        label: sample.label,
        predicted,
        certainty,
        windows: entry.windows,
        correctWindows: entry.correct,
      },
    ]
  })
}

/** Mean answer of a sample's windows beside its own value. */
export function scoreValues({
  scores,
  windows,
  samples,
  target,
}: Pick<ScoredWindows, 'scores' | 'windows' | 'samples'> & { target: string | undefined }): SampleScore[] {
  return samples.flatMap((sample) => {
    const rows = [...windows.sampleIds.keys()].filter((row) => windows.sampleIds[row] === sample.id)
    const value = valueOfSample(sample, target)
    if (rows.length === 0 || value === undefined) return []
    const answer = rows.reduce((sum, row) => sum + scores[row]!, 0) / rows.length
    return [
      {
        sampleId: sample.id,
        name: sample.name,
        label: String(value),
        predicted: String(Number(answer.toPrecision(4))),
        certainty: 1,
        windows: rows.length,
        correctWindows: 0,
        value,
        answer,
      },
    ]
  })
}

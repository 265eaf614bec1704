/** Answers as they come: kept for a minute, averaged, and judged by the threshold of the page. Pure. */
import type { EventPayload } from '../../../shared/contract/events.ts'
import { threeDigits } from '../../plots/quantities.ts'

export type LiveResult = EventPayload<'live/result'>
export type Side = LiveResult['on']

/** Answers of one side, oldest first. */
export type Answers = readonly LiveResult[]

export const KEPT_MS = 60_000

export function withAnswer(answers: Answers, next: LiveResult): Answers {
  const before = answers[answers.length - 1]
  // The board's clock went back: it was restarted, and the old answers mean nothing beside the new ones.
  if (before && next.tMs < before.tMs) return [next]
  const first = answers.findIndex((answer) => answer.tMs >= next.tMs - KEPT_MS)
  return first < 0 ? [next] : [...answers.slice(first), next]
}

/** In place of a label where the model's detector finds the window unlike all it learned from. */
export const ANOMALY = 'ANOMALY'

export interface Judged {
  /** null: not sure. */
  label: string | null
  certainty: number
  scores: { label: string; score: number }[]
  /** Where the model has an anomaly detector. */
  anomaly: { score: number; threshold: number } | null
}

/**
 * The mean of the last `over` answers' scores. What is strange is an ANOMALY; else the highest score decides where it
 * reaches the threshold.
 */
export function judge(answers: Answers, threshold: number, over: number): Judged | null {
  const last = answers.slice(-Math.max(1, over))
  const first = last[0]
  if (!first) return null
  const scores = first.scores.map(({ label }, place) => ({
    label,
    score: last.reduce((sum, answer) => sum + (answer.scores[place]?.score ?? 0), 0) / last.length,
  }))
  const best = scores.reduce((winner, one) => (one.score > winner.score ? one : winner))
  const anomaly = first.anomaly
    ? {
        score: last.reduce((sum, answer) => sum + (answer.anomaly?.score ?? 0) / last.length, 0),
        threshold: first.anomaly.threshold,
      }
    : null
  const certain = best.score >= threshold ? best.label : null
  const label = anomaly && anomaly.score > anomaly.threshold ? ANOMALY : certain
  return { label, certainty: best.score, scores, anomaly }
}

/** How strange the window is, beside the score from which it is an anomaly. */
export function anomalyWords({ anomaly }: Judged): string {
  return anomaly ? `anomaly score ${threeDigits(anomaly.score)}, limit ${threeDigits(anomaly.threshold)}` : ''
}

/** Answers a second over what is kept, at most ten seconds; null before there are two. */
export function answerRate(answers: Answers): number | null {
  const recent = answers.slice(-40)
  const [first, last] = [recent[0], recent[recent.length - 1]]
  if (!first || !last || last.tMs <= first.tMs) return null
  return ((recent.length - 1) * 1000) / (last.tMs - first.tMs)
}

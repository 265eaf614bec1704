/** What answers to rows are worth, whatever the rows are about. */
import type { Evaluation } from '../model/run.ts'
import { evaluate, wilsonInterval } from './metrics.ts'
import type { Rows } from './rows.ts'
import { evaluateSeveral, evaluateValues } from './value-metrics.ts'

/** Yes from here on where several labels can be true and nothing else is asked for. */
const EVEN_ODDS = 0.5

/**
 * @param answers `[rows, names]`.
 * @param threshold 0…1; answers below it are UNCERTAIN.
 */
export function judgeRows(answers: Float32Array, { truth, names, samples }: Rows, threshold: number): Evaluation {
  if (truth.kind === 'value') return evaluateValues(answers, truth.targets, names.length)
  if (truth.kind === 'label') return bySamples(evaluate(answers, truth.labels, names, threshold), samples)
  const { targets } = truth
  const odds = threshold > 0 ? threshold : EVEN_ODDS
  return bySamples(evaluateSeveral({ probabilities: answers, targets, names, threshold: odds }), samples)
}

/** Windows of one sample overlap and are alike: only samples count as tries when it is said how sure the share is. */
function bySamples(evaluation: Evaluation, samples: number): Evaluation {
  if (evaluation.accuracy === undefined) return evaluation
  const { low, high } = wilsonInterval(evaluation.accuracy * samples, samples)
  return { ...evaluation, accuracyLow: low, accuracyHigh: high }
}

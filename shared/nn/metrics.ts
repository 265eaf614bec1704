/** How good the answers are: counts, shares with their uncertainty, and what no number can be given for is absent. */
import type { Confusion, Evaluation } from '../model/run.ts'
import { oneAgainstRestAuc } from './auc.ts'
import { logFloat } from './float-math.ts'
import { mostLikely } from './most-likely.ts'

/** 97.5 % point of the normal distribution. */
const Z_95 = 1.959963984540054
/** Keeps the loss of an answer of exactly 0 finite, as Keras does. */
const SMALLEST_PROBABILITY = 1e-7

type LabelScore = Evaluation['perLabel'][number]

/**
 * @param probabilities `[windows, labels]`, row-major.
 * @param labels the true class of each window.
 * @param classNames names in the order of the columns.
 * @param threshold 0…1; an answer whose largest probability is below it is UNCERTAIN and counts as wrong.
 */
export function evaluate(
  probabilities: Float32Array,
  labels: Int32Array,
  classNames: readonly string[],
  threshold: number,
): Evaluation {
  const classes = classNames.length
  if (probabilities.length !== labels.length * classes)
    throw new Error(`${probabilities.length} probabilities for ${labels.length} windows of ${classes} labels`)
  const confusion = countAnswers({ probabilities, labels, classNames, threshold })
  const correct = confusion.matrix.reduce((sum, row, index) => sum + row[index]!, 0)
  const perLabel = classNames.map((label, index) => {
    const labelAuc = oneAgainstRestAuc({ probabilities, labels, classes, index })
    return { label, ...scoreLabel(confusion, index), ...(labelAuc !== undefined && { auc: labelAuc }) }
  })
  const loss = meanLoss(probabilities, labels, classes)
  const f1 = mean(perLabel.filter((one) => one.support > 0).map((one) => one.f1))
  const auc = mean(perLabel.map((one) => one.auc))
  return {
    windows: labels.length,
    correct,
    ...accuracyOf(correct, labels.length),
    ...(loss !== undefined && { loss }),
    ...(f1 !== undefined && { f1 }),
    ...(auc !== undefined && { auc }),
    confusion,
    perLabel,
  }
}

interface Answers {
  probabilities: Float32Array
  labels: Int32Array
  classNames: readonly string[]
  threshold: number
}

function countAnswers({ probabilities, labels, classNames, threshold }: Answers): Confusion {
  const classes = classNames.length
  const matrix = classNames.map(() => Array.from({ length: classes + 1 }, () => 0))
  labels.forEach((label, window) => {
    const best = mostLikely(probabilities, window * classes, classes)
    const certain = probabilities[window * classes + best]! >= Math.fround(threshold)
    matrix[label]![certain ? best : classes]! += 1
  })
  return { labels: [...classNames], matrix }
}

function scoreLabel({ matrix }: Confusion, index: number): Omit<LabelScore, 'label'> {
  const support = matrix[index]!.reduce((sum, count) => sum + count, 0)
  const answered = matrix.reduce((sum, row) => sum + row[index]!, 0)
  const hits = matrix[index]![index]!
  const precision = share(hits, answered)
  const recall = share(hits, support)
  const f1 = share(2 * hits, answered + support)
  return {
    support,
    ...(precision !== undefined && { precision }),
    ...(recall !== undefined && { recall }),
    ...(f1 !== undefined && { f1 }),
  }
}

/** Wilson score interval: right also for few windows and for shares near 0 and 1. */
export function wilsonInterval(correct: number, total: number): { low: number; high: number } {
  const p = correct / total
  const z2 = Z_95 * Z_95
  const centre = p + z2 / (2 * total)
  const spread = Z_95 * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total))
  const divisor = 1 + z2 / total
  return { low: Math.max(0, (centre - spread) / divisor), high: Math.min(1, (centre + spread) / divisor) }
}

function accuracyOf(correct: number, windows: number): Pick<Evaluation, 'accuracy' | 'accuracyLow' | 'accuracyHigh'> {
  if (windows === 0) return {}
  const { low, high } = wilsonInterval(correct, windows)
  return { accuracy: correct / windows, accuracyLow: low, accuracyHigh: high }
}

function meanLoss(probabilities: Float32Array, labels: Int32Array, classes: number): number | undefined {
  let sum = 0
  labels.forEach((label, window) => {
    sum -= logFloat(Math.max(probabilities[window * classes + label]!, SMALLEST_PROBABILITY))
  })
  return share(sum, labels.length)
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return share(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  )
}

/** How good answers are that are values, or yes and no to several labels. */
import type { Evaluation } from '../model/run.ts'
import { oneAgainstRestAuc } from './auc.ts'
import { logFloat } from './float-math.ts'

const NO_CONFUSION = { labels: [], matrix: [] }
const SMALLEST_PROBABILITY = 1e-7

/** Both `[windows, names]`. The loss is the mean squared error. */
export function evaluateValues(answers: Float32Array, targets: Float32Array, outputs: number): Evaluation {
  const windows = targets.length / outputs
  const nothing = { windows, correct: 0, confusion: NO_CONFUSION, perLabel: [] }
  if (windows === 0) return nothing
  let [absolute, squared, sum] = [0, 0, 0]
  targets.forEach((target, at) => {
    const error = answers[at]! - target
    absolute += Math.abs(error)
    squared += error * error
    sum += target
  })
  const mean = sum / targets.length
  const spread = targets.reduce((total, target) => total + (target - mean) * (target - mean), 0)
  const loss = squared / targets.length
  return {
    ...nothing,
    loss,
    mae: absolute / targets.length,
    rmse: Math.sqrt(loss),
    // The share of a spread that is not there cannot be told.
    ...(spread > 0 && { r2: 1 - squared / spread }),
  }
}

export interface SeveralAnswers {
  /** `[windows, names]`: probability of each label. */
  probabilities: Float32Array
  /** `[windows, names]`: 1 or 0. */
  targets: Float32Array
  names: readonly string[]
  /** Yes from here on. */
  threshold: number
}

/** A window is right where every label is answered rightly. */
export function evaluateSeveral({ probabilities, targets, names, threshold }: SeveralAnswers): Evaluation {
  const outputs = names.length
  const windows = targets.length / outputs
  const yes = (at: number): boolean => probabilities[at]! >= Math.fround(threshold)
  const rows = Array.from({ length: windows }, (_, row) => row * outputs)
  const correct = rows.filter((row) => names.every((_name, at) => yes(row + at) === targets[row + at]! > 0.5)).length
  const perLabel = names.map((label, index) => scoreLabel({ probabilities, targets, names, threshold }, label, index))
  const f1 = meanOf(perLabel.map((one) => one.f1))
  const auc = meanOf(perLabel.map((one) => one.auc))
  return {
    windows,
    correct,
    ...(windows > 0 && { accuracy: correct / windows, loss: crossEntropy(probabilities, targets) }),
    ...(f1 !== undefined && { f1 }),
    ...(auc !== undefined && { auc }),
    confusion: NO_CONFUSION,
    perLabel,
  }
}

function scoreLabel(answers: SeveralAnswers, label: string, index: number): Evaluation['perLabel'][number] {
  const { probabilities, targets, names, threshold } = answers
  let [hits, answered, support] = [0, 0, 0]
  for (let at = index; at < targets.length; at += names.length) {
    const [said, is] = [probabilities[at]! >= Math.fround(threshold), targets[at]! > 0.5]
    hits += said && is ? 1 : 0
    answered += said ? 1 : 0
    support += is ? 1 : 0
  }
  const labels = Int32Array.from({ length: targets.length / names.length }, (_, row) =>
    targets[row * names.length + index]! > 0.5 ? index : -1,
  )
  const auc = oneAgainstRestAuc({ probabilities, labels, classes: names.length, index })
  return {
    label,
    support,
    ...(answered > 0 && { precision: hits / answered }),
    ...(support > 0 && { recall: hits / support }),
    ...(answered + support > 0 && { f1: (2 * hits) / (answered + support) }),
    ...(auc !== undefined && { auc }),
  }
}

function crossEntropy(probabilities: Float32Array, targets: Float32Array): number {
  const sum = targets.reduce((total, target, at) => {
    const right = target > 0.5 ? probabilities[at]! : 1 - probabilities[at]!
    return total - logFloat(Math.max(right, SMALLEST_PROBABILITY))
  }, 0)
  return sum / targets.length
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
}

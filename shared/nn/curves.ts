/** How the choice of a threshold changes what a label's answers are worth. */
import { oneAgainstRestAuc } from './auc.ts'

export interface LabelCurves {
  label: string
  support: number
  /** Absent where there are no windows of the label, or of no other. */
  auc?: number
  /** Mean precision over the recall, from the curve; absent where there are no windows of the label. */
  averagePrecision?: number
  /** Rising thresholds at which the numbers below change; a window counts as the label from the threshold on. */
  thresholds: Float32Array
  /** Share of the label's windows that are found: recall, the height of ROC. */
  truePositiveRate: Float32Array
  /** Share of the other windows that are taken for it: the width of ROC. */
  falsePositiveRate: Float32Array
  /** 1 where nothing is taken for it. */
  precision: Float32Array
  f1: Float32Array
}

export interface CurveQuestion {
  /** `[windows, labels]`. */
  probabilities: Float32Array
  labels: Int32Array
  names: readonly string[]
}

/** More points than this nobody can see. */
const MOST_POINTS = 1000

export function labelCurves({ probabilities, labels, names }: CurveQuestion): LabelCurves[] {
  return names.map((label, index) => {
    const scores = Float32Array.from(labels, (_label, row) => probabilities[row * names.length + index]!)
    const positive = Uint8Array.from(labels, (own) => (own === index ? 1 : 0))
    const auc = oneAgainstRestAuc({ probabilities, labels, classes: names.length, index })
    return { label, ...(auc !== undefined && { auc }), ...curveOf(scores, positive) }
  })
}

interface Point {
  threshold: number
  hits: number
  taken: number
}

function curveOf(scores: Float32Array, positive: Uint8Array): Omit<LabelCurves, 'label' | 'auc'> {
  const support = positive.reduce((sum, one) => sum + one, 0)
  const others = positive.length - support
  const points = pointsOf(scores, positive)
  const kept = thinned(points)
  const of = (value: (point: Point) => number): Float32Array => Float32Array.from(kept, value)
  return {
    support,
    ...(support > 0 && { averagePrecision: averagePrecision(points, support) }),
    thresholds: of(({ threshold }) => threshold),
    truePositiveRate: of(({ hits }) => (support === 0 ? 0 : hits / support)),
    falsePositiveRate: of(({ hits, taken }) => (others === 0 ? 0 : (taken - hits) / others)),
    precision: of(({ hits, taken }) => (taken === 0 ? 1 : hits / taken)),
    f1: of(({ hits, taken }) => (taken + support === 0 ? 0 : (2 * hits) / (taken + support))),
  }
}

/** One a different score, from the highest down, and one above all. Thresholds of the result rise. */
function pointsOf(scores: Float32Array, positive: Uint8Array): Point[] {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!)
  const points: Point[] = [{ threshold: 1.01, hits: 0, taken: 0 }]
  let [hits, taken] = [0, 0]
  order.forEach((row, place) => {
    hits += positive[row]!
    taken += 1
    const next = order[place + 1]
    if (next === undefined || scores[next] !== scores[row]) points.push({ threshold: scores[row]!, hits, taken })
  })
  return points.reverse()
}

/** Both ends and evenly between them. */
function thinned(points: Point[]): Point[] {
  if (points.length <= MOST_POINTS) return points
  const step = (points.length - 1) / (MOST_POINTS - 1)
  return Array.from({ length: MOST_POINTS }, (_, index) => points[Math.round(index * step)]!)
}

/** Σ (recall gained) · precision, from the highest threshold down. */
function averagePrecision(points: readonly Point[], support: number): number {
  let [sum, before] = [0, 0]
  for (const { hits, taken } of points.toReversed()) {
    if (taken > 0) sum += ((hits - before) / support) * (hits / taken)
    before = hits
  }
  return sum
}

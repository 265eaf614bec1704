/** Curves of a label as lines to draw, and what one threshold means. Pure. */
import type { Output } from '../../../shared/contract/operations.ts'

export type LabelCurves = Output<'testing/curves'>['labels'][number]

/** So little that nobody sees it, and no two points share their x. */
const NUDGE = 1e-9

/** From the highest threshold down, so that x rises; a plot keeps one point of each x. */
export function risingLine(x: ArrayLike<number>, y: ArrayLike<number>): { x: Float64Array; y: Float64Array } {
  const last = x.length - 1
  return {
    x: Float64Array.from({ length: x.length }, (_, index) => (x[last - index] ?? 0) + index * NUDGE),
    y: Float64Array.from({ length: y.length }, (_, index) => y[last - index] ?? 0),
  }
}

export interface AtThreshold {
  found: number
  falseAlarms: number
  precision: number
  f1: number
}

/** What counts as the label from this threshold on. */
export function atThreshold(curves: LabelCurves, threshold: number): AtThreshold {
  const first = curves.thresholds.findIndex((one) => one >= threshold)
  const index = first < 0 ? curves.thresholds.length - 1 : first
  return {
    found: curves.truePositiveRate[index] ?? 0,
    falseAlarms: curves.falsePositiveRate[index] ?? 0,
    precision: curves.precision[index] ?? 0,
    f1: curves.f1[index] ?? 0,
  }
}

/** The threshold with the highest F1: in the middle of all that are as good. */
export function bestThreshold({ thresholds, f1 }: LabelCurves): number {
  const best = f1.reduce((winner, value, index) => (value > (f1[winner] ?? 0) ? index : winner), 0)
  const [from, to] = [thresholds[best - 1] ?? 0, Math.min(1, thresholds[best] ?? 0)]
  return Math.round(((from + to) / 2) * 100) / 100
}

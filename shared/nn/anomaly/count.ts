/** Answers of a classifier beside an anomaly detector: what is strange is no label, however certain the network is. */
import { mostLikely } from '../most-likely.ts'

export interface AnomalyCount {
  /** `[windows, labels]`. */
  scores: Float32Array
  /** Index of the label of each window; others are not counted. */
  actual: Int32Array
  labels: readonly string[]
  /** 0…1; answers below it are UNCERTAIN. */
  threshold: number
  isStrange: readonly boolean[]
}

/** `matrix[actual][answer]`: the labels, then UNCERTAIN, then ANOMALY. */
export function countWithAnomalies({ scores, actual, labels, threshold, isStrange }: AnomalyCount): number[][] {
  const width = labels.length
  const matrix = labels.map(() => Array.from({ length: width + 2 }, () => 0))
  actual.forEach((label, row) => {
    const counts = matrix[label]
    if (!counts) return
    const best = mostLikely(scores, row * width, width)
    const certain = scores[row * width + best]! >= Math.fround(threshold)
    const answer = isStrange[row] ? width + 1 : certain ? best : width
    counts[answer]! += 1
  })
  return matrix
}

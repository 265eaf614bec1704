/** Area under the ROC curve, from ranks (Mann and Whitney, 1947). */

export interface AucQuestion {
  /** `[windows, classes]`. */
  probabilities: Float32Array
  labels: Int32Array
  classes: number
  /** The class held against all others. */
  index: number
}

/**
 * Probability that a window of the class scores higher than one of another class, ties counting half. Absent where
 * there are no windows of the class, or of no other.
 */
export function oneAgainstRestAuc({ probabilities, labels, classes, index }: AucQuestion): number | undefined {
  const scores = Float32Array.from(labels, (_label, window) => probabilities[window * classes + index]!)
  const ranks = averageRanks(scores)
  let positives = 0
  let rankSum = 0
  labels.forEach((label, window) => {
    if (label !== index) return
    positives += 1
    rankSum += ranks[window]!
  })
  const negatives = labels.length - positives
  if (positives === 0 || negatives === 0) return undefined
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Ranks from 1; equal values share the mean of theirs. */
export function averageRanks(values: Float32Array): Float64Array {
  const order = Int32Array.from(values, (_value, index) => index).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(values.length)
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}

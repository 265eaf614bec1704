/**
 * How well features tell the labels apart, without training a network: nearest class centre, on recordings that the
 * centres have not seen. Each feature counts in units of its deviation within the classes (diagonal linear discriminant).
 * Groups (sessions, or takes where there is one session only) stay together in up to five folds.
 */

export interface LabelledRows {
  /** `[rows, width]`, row-major. */
  features: Float32Array
  width: number
  /** Label of each row, 0…labels − 1. */
  labels: Int32Array
  /** Rows of one group are never on both sides of a fold. */
  groups: Int32Array
}

export interface ClassScore {
  /** Mean over the labels of the share of rows that are nearest to their own centre; chance is 1 / labels. */
  accuracy: number
  /** Mean of (d2 − d1) / (d2 + d1): d1 to the own centre, d2 to the nearest other one. −1…1, above 0 is right. */
  margin: number
}

const MOST_FOLDS = 5

/** Fold of each group: dealt out in turn, label by label, so that each fold has something of every label. */
export function foldsOf({ labels, groups }: Pick<LabelledRows, 'labels' | 'groups'>): Map<number, number> {
  const labelOf = new Map<number, number>()
  groups.forEach((group, row) => {
    if (!labelOf.has(group)) labelOf.set(group, labels[row]!)
  })
  const ordered = [...labelOf].toSorted(([groupA, a], [groupB, b]) => a - b || groupA - groupB)
  const folds = Math.min(MOST_FOLDS, ordered.length)
  return new Map(ordered.map(([group], place) => [group, place % folds]))
}

interface Centres {
  /** `[labels, width]` */
  means: Float64Array
  /** 1 / variance within the classes. */
  weights: Float64Array
  /** Rows of each label. */
  counts: Int32Array
}

function centresOf(rows: LabelledRows, isIn: (row: number) => boolean): Centres {
  const { features, width, labels } = rows
  const count = labels.reduce((most, label) => Math.max(most, label), 0) + 1
  const centres: Centres = {
    means: new Float64Array(count * width),
    weights: new Float64Array(width),
    counts: new Int32Array(count),
  }
  const { means, weights, counts } = centres
  eachRow(labels, isIn, (row, label) => {
    counts[label]! += 1
    for (let at = 0; at < width; at += 1) means[label * width + at]! += features[row * width + at]!
  })
  means.forEach((sum, at) => (means[at] = sum / Math.max(1, counts[Math.floor(at / width)]!)))
  let total = 0
  eachRow(labels, isIn, (row, label) => {
    total += 1
    for (let at = 0; at < width; at += 1)
      weights[at]! += (features[row * width + at]! - means[label * width + at]!) ** 2
  })
  const largest = weights.reduce((most, sum) => Math.max(most, sum), 0)
  // A feature that never moves tells nothing; it must not count without end.
  weights.forEach((sum, at) => (weights[at] = sum > 1e-12 * largest ? total / sum : 0))
  return centres
}

function eachRow(
  labels: Int32Array,
  isIn: (row: number) => boolean,
  visit: (row: number, label: number) => void,
): void {
  labels.forEach((label, row) => {
    if (isIn(row)) visit(row, label)
  })
}

function distance({ means, weights }: Centres, label: number, row: Float32Array): number {
  let sum = 0
  for (let at = 0; at < row.length; at += 1) sum += weights[at]! * (row[at]! - means[label * row.length + at]!) ** 2
  return Math.sqrt(sum)
}

/** Distances to the own centre and to the nearest other one; null where one of them has no rows. */
function distances(centres: Centres, label: number, row: Float32Array): [number, number] | null {
  if (centres.counts[label] === 0) return null
  let other = Infinity
  centres.counts.forEach((count, one) => {
    if (one !== label && count > 0) other = Math.min(other, distance(centres, one, row))
  })
  return Number.isFinite(other) ? [distance(centres, label, row), other] : null
}

/** Rows whose label is in one group only cannot be judged and are left out; 0 and 0 where none can. */
export function classScore(rows: LabelledRows): ClassScore {
  const { features, width, labels, groups } = rows
  const folds = foldsOf(rows)
  const foldCount = Math.max(0, ...folds.values()) + 1
  const right = new Map<number, { rows: number; right: number }>()
  let margins = 0
  let judged = 0
  for (let fold = 0; fold < foldCount; fold += 1) {
    const isTest = (row: number): boolean => folds.get(groups[row]!) === fold
    const centres = centresOf(rows, (row) => !isTest(row))
    eachRow(labels, isTest, (row, label) => {
      const found = distances(centres, label, features.subarray(row * width, (row + 1) * width))
      if (!found) return
      const [own, other] = found
      const known = right.get(label) ?? { rows: 0, right: 0 }
      right.set(label, { rows: known.rows + 1, right: known.right + Number(own < other) })
      margins += own + other > 0 ? (other - own) / (other + own) : 0
      judged += 1
    })
  }
  const shares = [...right.values()].map((one) => one.right / one.rows)
  return {
    accuracy: shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : 0,
    margin: judged > 0 ? margins / judged : 0,
  }
}

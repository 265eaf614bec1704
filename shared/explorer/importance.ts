/**
 * How well each feature alone tells the labels apart: the F value of a one-way analysis of variance, the spread of the
 * labels' means over the spread within the labels, each by its degrees of freedom.
 */
import type { FeatureTable } from './table.ts'

/** @param labels place of each row's label, −1 without one. @returns one F value a column; 0 where nothing differs. */
export function featureImportance({ rows, columns, values }: FeatureTable, labels: Int32Array): Float64Array {
  const groups = 1 + labels.reduce((most, label) => Math.max(most, label), -1)
  const counts = new Float64Array(groups)
  for (const label of labels) if (label >= 0) counts[label]! += 1
  const used = counts.filter((count) => count > 0).length
  const labelled = counts.reduce((sum, count) => sum + count, 0)
  const result = new Float64Array(columns)
  if (used < 2 || labelled <= used) return result
  const means = meansOf({ rows, columns, values }, labels, counts)
  const within = new Float64Array(columns)
  for (let row = 0; row < rows; row += 1) {
    const label = labels[row]!
    if (label < 0) continue
    for (let column = 0; column < columns; column += 1) {
      within[column]! += (values[row * columns + column]! - means[label * columns + column]!) ** 2
    }
  }
  for (let column = 0; column < columns; column += 1) {
    let whole = 0
    for (let group = 0; group < groups; group += 1) whole += counts[group]! * means[group * columns + column]!
    whole /= labelled
    let between = 0
    for (let group = 0; group < groups; group += 1) {
      between += counts[group]! * (means[group * columns + column]! - whole) ** 2
    }
    const spread = within[column]! / (labelled - used)
    // A feature that is constant within each label tells them apart without fail; a large number stands for endless.
    result[column] = between === 0 ? 0 : Math.min(MOST, between / (used - 1) / Math.max(spread, Number.MIN_VALUE))
  }
  return result
}

const MOST = 1e9

function meansOf({ rows, columns, values }: FeatureTable, labels: Int32Array, counts: Float64Array): Float64Array {
  const means = new Float64Array(counts.length * columns)
  for (let row = 0; row < rows; row += 1) {
    const label = labels[row]!
    if (label < 0) continue
    for (let column = 0; column < columns; column += 1) {
      means[label * columns + column]! += values[row * columns + column]! / counts[label]!
    }
  }
  return means
}

/** Rows of features as the maps and measures of the explorer take them. */

/** `[rows, columns]`, row-major. */
export interface FeatureTable {
  rows: number
  columns: number
  values: Float32Array
}

/** These rows alone. */
export function chosenRows(table: FeatureTable, rows: Int32Array): FeatureTable {
  const { columns } = table
  const values = new Float32Array(rows.length * columns)
  rows.forEach((row, place) => values.set(table.values.subarray(row * columns, (row + 1) * columns), place * columns))
  return { rows: rows.length, columns, values }
}

/** At most `limit` of `total` rows, evenly spread. */
export function spreadRows(total: number, limit: number): Int32Array {
  const count = Math.min(total, limit)
  return Int32Array.from({ length: count }, (_, index) => Math.floor((index * total) / count))
}

/** Each column with mean 0 and deviation 1; a constant column becomes 0. */
export function standardised({ rows, columns, values }: FeatureTable): FeatureTable {
  const mean = new Float64Array(columns)
  const square = new Float64Array(columns)
  for (let at = 0; at < values.length; at += 1) mean[at % columns]! += values[at]! / rows
  for (let at = 0; at < values.length; at += 1) square[at % columns]! += (values[at]! - mean[at % columns]!) ** 2 / rows
  const scale = square.map((variance, column) => {
    const size = Math.max(1, mean[column]! ** 2)
    return variance > 1e-12 * size ? 1 / Math.sqrt(variance) : 0
  })
  const result = values.map((value, at) => (value - mean[at % columns]!) * scale[at % columns]!)
  return { rows, columns, values: result }
}

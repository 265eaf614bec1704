/** Windows as points in three dimensions: principal components of the standardised features, or three chosen features. */
import { PCA } from 'ml-pca'
import type { Tasks, WindowSet } from './tasks.ts'

/** Windows that the components are computed from; more change the picture no more, but cost time. */
const FIT_ROWS = 2000

export function exploreTask(input: Tasks['project']['input']): Tasks['project']['output'] {
  return input.projection === 'features' ? chosenFeatures(input) : principalComponents(input)
}

function chosenFeatures({ windows, features, rows }: Tasks['project']['input']): Tasks['project']['output'] {
  const points = new Float32Array(rows.length * 3)
  rows.forEach((row, index) => {
    features.forEach((feature, axis) => {
      points[index * 3 + axis] = windows.features[row * windows.featureCount + feature] ?? 0
    })
  })
  return { points, axisTitles: features.map((feature) => windows.featureNames[feature] ?? `feature ${feature}`) }
}

function rowOf(windows: WindowSet, row: number): number[] {
  return Array.from(windows.features.subarray(row * windows.featureCount, (row + 1) * windows.featureCount))
}

function principalComponents({ windows, rows }: Tasks['project']['input']): Tasks['project']['output'] {
  const table = Array.from(rows, (row) => rowOf(windows, row))
  if (table.length < 3) return { points: new Float32Array(rows.length * 3), axisTitles: ['PC 1', 'PC 2', 'PC 3'] }
  const standardised = standardise(table)
  const step = Math.max(1, Math.ceil(table.length / FIT_ROWS))
  const pca = new PCA(
    standardised.filter((_row, index) => index % step === 0),
    { method: 'covarianceMatrix' },
  )
  const count = Math.min(3, windows.featureCount)
  const projected = pca.predict(standardised, { nComponents: count }).to2DArray()
  const points = new Float32Array(rows.length * 3)
  projected.forEach((row, index) => points.set(row, index * 3))
  const shares = pca.getExplainedVariance()
  const axisTitles = [0, 1, 2].map(
    (axis) => `PC ${axis + 1} (${Math.round(100 * (shares[axis] ?? 0))} % of the spread)`,
  )
  return { points, axisTitles }
}

/** Each column with mean 0 and deviation 1; a constant column becomes 0. */
function standardise(table: number[][]): number[][] {
  const columns = table[0]?.length ?? 0
  const mean = new Float64Array(columns)
  const square = new Float64Array(columns)
  for (const row of table) row.forEach((value, column) => (mean[column]! += value / table.length))
  for (const row of table)
    row.forEach((value, column) => (square[column]! += (value - mean[column]!) ** 2 / table.length))
  return table.map((row) =>
    row.map((value, column) => (square[column]! > 0 ? (value - mean[column]!) / Math.sqrt(square[column]!) : 0)),
  )
}

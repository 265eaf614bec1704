/** Windows as points of a map, and how far their labels lie apart. */
import { AppError } from '../../shared/contract/errors.ts'
import { featureImportance } from '../../shared/explorer/importance.ts'
import { principalComponents } from '../../shared/explorer/principal-components.ts'
import { type PairSeparability, separability } from '../../shared/explorer/separability.ts'
import { type FeatureTable, standardised } from '../../shared/explorer/table.ts'
import { umap } from '../../shared/explorer/umap.ts'
import type { TaskContext } from './tasks.ts'

export interface ProjectTask {
  input: {
    table: FeatureTable
    featureNames: string[]
    projection: 'pca' | 'umap' | 'features'
    /** Three columns, for `features`. */
    features: number[]
    /** 2 or 3, for `umap`. */
    dimensions: number
    neighbours: number
    seed: number
  }
  /** `points` is `[rows, 3]`. */
  output: { points: Float32Array; axisTitles: string[] }
  progress: { stage: string; done: number; total: number }
}

export interface MeasureTask {
  input: { table: FeatureTable; labels: Int32Array; samples: Int32Array }
  output: { importance: Float64Array; pairs: PairSeparability[] }
  progress: never
}

export function projectTask(
  input: ProjectTask['input'],
  context: TaskContext<ProjectTask['progress']>,
): ProjectTask['output'] {
  if (input.projection === 'features') return chosenFeatures(input)
  if (input.table.rows < 3) return nothingToSee(input.table.rows)
  return input.projection === 'pca' ? pca(input) : neighbourhoods(input, context)
}

function nothingToSee(rows: number): ProjectTask['output'] {
  return { points: new Float32Array(rows * 3), axisTitles: ['PC 1', 'PC 2', 'PC 3'] }
}

function chosenFeatures({ table, features, featureNames }: ProjectTask['input']): ProjectTask['output'] {
  const { rows, columns, values } = table
  const points = new Float32Array(rows * 3)
  for (let row = 0; row < rows; row += 1) {
    features.forEach((feature, axis) => (points[row * 3 + axis] = values[row * columns + feature] ?? 0))
  }
  return { points, axisTitles: features.map((feature) => featureNames[feature] ?? `feature ${feature}`) }
}

function pca({ table }: ProjectTask['input']): ProjectTask['output'] {
  const { points, count, shares } = principalComponents(standardised(table), 3)
  const titles = [0, 1, 2].map((axis) => `PC ${axis + 1} (${Math.round(100 * (shares[axis] ?? 0))} % of the spread)`)
  return { points: inThree(points, count), axisTitles: titles }
}

function neighbourhoods(input: ProjectTask['input'], context: TaskContext<ProjectTask['progress']>) {
  const { dimensions, neighbours, seed } = input
  const points = umap(standardised(input.table), {
    dimensions,
    neighbours,
    seed,
    progress: (stage, done, total) => context.progress({ stage, done, total }),
    cancelled: context.cancelled,
  })
  if (!points) throw new AppError('app/cancelled')
  return { points: inThree(points, dimensions), axisTitles: ['UMAP 1', 'UMAP 2', 'UMAP 3'] }
}

/** `[rows, count]` to `[rows, 3]`, with 0 where there are fewer. */
function inThree(points: Float32Array, count: number): Float32Array {
  if (count === 3) return points
  const result = new Float32Array((points.length / count) * 3)
  for (let at = 0; at < points.length; at += 1) result[Math.floor(at / count) * 3 + (at % count)] = points[at]!
  return result
}

export function measureTask(input: MeasureTask['input'], { cancelled }: TaskContext<never>): MeasureTask['output'] {
  const table = standardised(input.table)
  const pairs = separability({ table, labels: input.labels, samples: input.samples, cancelled })
  if (cancelled()) throw new AppError('app/cancelled')
  return { importance: featureImportance(table, input.labels), pairs }
}

/**
 * UMAP (McInnes, Healy, Melville 2018) of standardised rows: the 24 strongest principal components, exact nearest
 * neighbours, then the layout of the package umap-js with a seeded source of chance. The same rows and seed give the
 * same map.
 */
import { UMAP } from 'umap-js'
import { createRandom } from '../simulation/random.ts'
import { nearestRows } from './neighbours.ts'
import { principalComponents } from './principal-components.ts'
import type { FeatureTable } from './table.ts'

const COMPONENTS = 24
/** Rounds of the layout; more move many points no further, but take time. */
const ROUNDS = { few: 400, many: 200 }
const MANY_ROWS = 2000

export interface UmapOptions {
  /** 2 or 3. */
  dimensions: number
  /** Few show small groups, many the whole; 2 to 100. */
  neighbours: number
  seed: number
  progress(stage: string, done: number, total: number): void
  /** True ends the work; the result is then null. */
  cancelled(): boolean
}

/** `[rows, dimensions]`, or null where it was cancelled. */
export function umap(table: FeatureTable, options: UmapOptions): Float32Array | null {
  const { dimensions, seed, progress, cancelled } = options
  const { points, count } = principalComponents(table, COMPONENTS)
  const reduced: FeatureTable = { rows: table.rows, columns: count, values: points }
  const nNeighbors = Math.max(2, Math.min(options.neighbours, table.rows - 1))
  const near = nearestRows(reduced, {
    // The algorithm counts a row as its own first neighbour.
    count: nNeighbors - 1,
    onRow(row) {
      progress('neighbours', row, table.rows)
      return cancelled()
    },
  })
  if (cancelled()) return null
  const layout = new UMAP({
    nComponents: dimensions,
    nNeighbors,
    minDist: 0.1,
    nEpochs: table.rows > MANY_ROWS ? ROUNDS.many : ROUNDS.few,
    random: createRandom(seed, 42).uniform,
  })
  layout.setPrecomputedKNN(
    near.indices.map((row, index) => [index, ...row]),
    near.distances.map((row) => [0, ...row]),
  )
  const epochs = layout.initializeFit(rowsOf(reduced))
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    if (cancelled()) return null
    progress('layout', epoch, epochs)
    layout.step()
  }
  return Float32Array.from(layout.getEmbedding().flat())
}

function rowsOf({ rows, columns, values }: FeatureTable): number[][] {
  return Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * columns, (row + 1) * columns)))
}

/** The nearest rows of every row, by plain distance; ties go to the earlier row. */
import type { FeatureTable } from './table.ts'

export interface Neighbours {
  /** Nearest first; each row without itself. */
  indices: Int32Array[]
  distances: Float64Array[]
}

export interface NeighbourOptions {
  count: number
  /** Rows that do not count as neighbours of each other, for example windows of one sample. */
  excludes?: (row: number, other: number) => boolean
  /** Called now and then; true ends the search early with what there is. */
  onRow?: (row: number) => boolean
}

export function nearestRows(table: FeatureTable, { count, excludes, onRow }: NeighbourOptions): Neighbours {
  const { rows, columns, values } = table
  const found: Neighbours = { indices: [], distances: [] }
  for (let row = 0; row < rows; row += 1) {
    if (row % 64 === 0 && onRow?.(row)) break
    const best = new Best(count)
    for (let other = 0; other < rows; other += 1) {
      if (other === row || excludes?.(row, other)) continue
      let sum = 0
      for (let column = 0; column < columns && sum < best.worst; column += 1) {
        sum += (values[row * columns + column]! - values[other * columns + column]!) ** 2
      }
      if (sum < best.worst) best.add(other, sum)
    }
    found.indices.push(Int32Array.from(best.rows))
    found.distances.push(Float64Array.from(best.squares, Math.sqrt))
  }
  return found
}

/** A short sorted list: for the few neighbours that are wanted faster than a heap. */
class Best {
  readonly rows: number[] = []
  readonly squares: number[] = []
  readonly #count: number
  worst = Number.POSITIVE_INFINITY

  constructor(count: number) {
    this.#count = count
  }

  add(row: number, square: number): void {
    let place = this.squares.length
    while (place > 0 && this.squares[place - 1]! > square) place -= 1
    this.rows.splice(place, 0, row)
    this.squares.splice(place, 0, square)
    if (this.rows.length > this.#count) {
      this.rows.pop()
      this.squares.pop()
    }
    if (this.rows.length === this.#count) this.worst = this.squares[this.#count - 1]!
  }
}

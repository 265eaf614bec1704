/** What is remembered of a take while it grows, so that its health can be told at any moment without reading it again. */
import type { Axis } from '../../shared/model/sample.ts'

export interface ColumnStatistics {
  axis: Axis
  low: number
  high: number
  /** Longest run of readings at the lowest or the highest value. */
  longestAtExtreme: number
  /** Root of the mean square around the mean. */
  spread: number
}

export interface TakeStatistics {
  /** Interleaved whole rows. */
  add(values: Float32Array): void
  readonly rows: number
  columns(): ColumnStatistics[]
  /** Mean length of the vector of acceleration; null where there are no three such axes. */
  gravity(): { mean: number; unit: string } | null
  /** The longest stretch in which no axis changed at all. */
  longestStandstill(): { row: number; rows: number }
}

export function isAcceleration(axis: Axis): boolean {
  return /^acc/i.test(axis.name) && (axis.unit === 'm/s2' || axis.unit === 'g')
}

export function isSound(axis: Axis): boolean {
  return axis.unit === 'wav'
}

interface Column {
  low: number
  high: number
  last: number
  run: number
  longestAtLow: number
  longestAtHigh: number
  mean: number
  squares: number
}

function newColumn(): Column {
  const nothingYet = { low: Infinity, high: -Infinity, last: Number.NaN, mean: 0, squares: 0 }
  return { ...nothingYet, run: 0, longestAtLow: 0, longestAtHigh: 0 }
}

/** Mean and spread by Welford's way: no large sums that lose small differences. */
function addTo(column: Column, value: number, count: number): void {
  column.run = value === column.last ? column.run + 1 : 1
  column.last = value
  if (value < column.low) {
    column.low = value
    column.longestAtLow = 0
  }
  if (value > column.high) {
    column.high = value
    column.longestAtHigh = 0
  }
  if (value === column.low) column.longestAtLow = Math.max(column.longestAtLow, column.run)
  if (value === column.high) column.longestAtHigh = Math.max(column.longestAtHigh, column.run)
  const away = value - column.mean
  column.mean += away / count
  column.squares += away * (value - column.mean)
}

export function createTakeStatistics(axes: readonly Axis[]): TakeStatistics {
  const columns = axes.map(newColumn)
  const acceleration = axes.flatMap((axis, index) => (isAcceleration(axis) ? [index] : [])).slice(0, 3)
  let rows = 0
  let lengths = 0
  let standing = { row: 0, rows: 1 }
  let longest = { row: 0, rows: 0 }

  function addRow(values: Float32Array, at: number): void {
    rows++
    let same = true
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]!
      if (values[at + index] !== column.last) same = false
      addTo(column, values[at + index]!, rows)
    }
    standing = same ? { row: standing.row, rows: standing.rows + 1 } : { row: rows - 1, rows: 1 }
    if (standing.rows > longest.rows) longest = standing
    if (acceleration.length === 3) lengths += Math.hypot(...acceleration.map((index) => values[at + index]!))
  }

  return {
    add(values) {
      for (let at = 0; at < values.length; at += columns.length) addRow(values, at)
    },
    get rows() {
      return rows
    },
    columns: () =>
      columns.map(({ low, high, longestAtLow, longestAtHigh, squares }, index) => ({
        axis: axes[index]!,
        low,
        high,
        longestAtExtreme: Math.max(longestAtLow, longestAtHigh),
        spread: rows === 0 ? 0 : Math.sqrt(squares / rows),
      })),
    gravity: () =>
      acceleration.length < 3 || rows === 0 ? null : { mean: lengths / rows, unit: axes[acceleration[0]!]!.unit },
    longestStandstill: () => longest,
  }
}

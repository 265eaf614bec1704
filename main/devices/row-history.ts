/** The last rows of a stream, found again by their number. A gap empties it: no window goes across one. */

export interface RowHistory {
  /** `values` are interleaved rows; `row` is the number of the first. */
  add(row: number, values: Float32Array): void
  /** The rows `first … last`, interleaved; null where they are gone, not there yet, or broken by a gap. */
  slice(first: number, last: number): Float32Array | null
  /** Number of the newest row; −1 while empty. */
  readonly newest: number
  /** Number of the oldest row that is kept. */
  readonly oldest: number
  clear(): void
}

export function createRowHistory(capacityRows: number, axes: number): RowHistory {
  const ring = new Float32Array(capacityRows * axes)
  let oldest = 0
  let next = 0

  return {
    add(row, values) {
      if (row !== next) {
        oldest = row
        next = row
      }
      for (let index = 0; index < values.length / axes; index++, next++) {
        ring.set(values.subarray(index * axes, (index + 1) * axes), (next % capacityRows) * axes)
      }
      oldest = Math.max(oldest, next - capacityRows)
    },
    slice(first, last) {
      if (first < oldest || last >= next || first > last) return null
      const result = new Float32Array((last - first + 1) * axes)
      for (let row = first; row <= last; row++) {
        const from = (row % capacityRows) * axes
        result.set(ring.subarray(from, from + axes), (row - first) * axes)
      }
      return result
    },
    get newest() {
      return next === oldest ? -1 : next - 1
    },
    get oldest() {
      return oldest
    },
    clear() {
      oldest = 0
      next = 0
    },
  }
}

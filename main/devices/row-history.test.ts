import { describe, expect, it } from 'vitest'
import { createRowHistory } from './row-history.ts'

/** Rows of two axes whose values tell their number. */
function rows(from: number, count: number): Float32Array {
  return Float32Array.from({ length: count * 2 }, (_, index) => from + Math.floor(index / 2) + (index % 2) / 2)
}

describe('row history', () => {
  it('gives rows back by number, across the end of its ring', () => {
    const history = createRowHistory(8, 2)
    history.add(0, rows(0, 5))
    history.add(5, rows(5, 6))
    expect(history.newest).toBe(10)
    expect(history.slice(6, 9)).toEqual(rows(6, 4))
  })
  it('has no rows that are too old or not there yet', () => {
    const history = createRowHistory(8, 2)
    history.add(0, rows(0, 10))
    expect(history.oldest).toBe(2)
    expect(history.slice(1, 3)).toBeNull()
    expect(history.slice(8, 10)).toBeNull()
  })
  it('gives no window across a gap', () => {
    const history = createRowHistory(8, 2)
    history.add(0, rows(0, 3))
    history.add(5, rows(5, 3))
    expect(history.slice(2, 6)).toBeNull()
    expect(history.slice(5, 7)).toEqual(rows(5, 3))
  })
  it('keeps the newest rows of a batch larger than itself', () => {
    const history = createRowHistory(4, 2)
    history.add(0, rows(0, 10))
    expect(history.slice(6, 9)).toEqual(rows(6, 4))
  })
})

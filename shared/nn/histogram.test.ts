import { describe, expect, it } from 'vitest'
import { histogramOf } from './histogram.ts'

describe('histogram', () => {
  it('counts each value once, the highest in the last bin', () => {
    expect(histogramOf([0, 1, 2, 3, 4], { bins: 2 })).toEqual({ low: 0, high: 4, counts: [2, 3] })
  })

  it('puts values beyond given ends into the outermost bins', () => {
    expect(histogramOf([-5, 0.5, 9], { bins: 2, low: 0, high: 1 })).toEqual({ low: 0, high: 1, counts: [1, 2] })
  })

  it('bears equal values, none, and what is no number', () => {
    expect(histogramOf([2, 2], { bins: 2 }).counts).toEqual([2, 0])
    expect(histogramOf([], { bins: 2 })).toEqual({ low: 0, high: 0, counts: [0, 0] })
    expect(histogramOf([Number.NaN, 1], { bins: 1 }).counts).toEqual([1])
  })
})

import { describe, expect, it } from 'vitest'
import { axisStatistics } from './axis-statistics.ts'

const axes = [
  { name: 'accX', unit: 'm/s2' },
  { name: 'accY', unit: 'm/s2' },
]

describe('axis statistics', () => {
  it('looks at each axis of the interleaved rows by itself', () => {
    expect(axisStatistics(axes, new Float32Array([1, 10, 3, 10, 5, 10]))).toEqual([
      { name: 'accX', unit: 'm/s2', least: 1, greatest: 5, mean: 3, deviation: Math.sqrt(8 / 3) },
      { name: 'accY', unit: 'm/s2', least: 10, greatest: 10, mean: 10, deviation: 0 },
    ])
  })
  it('says nothing of no readings', () => {
    expect(axisStatistics(axes, new Float32Array())).toEqual([])
  })
})

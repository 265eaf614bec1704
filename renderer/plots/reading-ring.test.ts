import { describe, expect, it } from 'vitest'
import { ReadingRing } from './reading-ring.ts'

const batch = (tMs: number, values: number[], lost = 0) => ({
  tMs,
  rateHz: 100,
  axes: ['x', 'y'],
  values: Float32Array.from(values),
  lost,
})

describe('ReadingRing', () => {
  it('keeps the newest readings when it is full', () => {
    const ring = new ReadingRing(2, 3)
    ring.add(batch(0, [1, 10, 2, 20]))
    ring.add(batch(20, [3, 30, 4, 40]))
    const lanes = ring.since(0, 100)
    expect(lanes[0]).toEqual({ times: [0.01, 0.02, 0.03], values: [2, 3, 4] })
    expect(lanes[1]?.values).toEqual([20, 30, 40])
    expect(ring.latest(1)).toBe(40)
    expect(ring.newestSeconds).toBe(0.03)
  })

  it('breaks the line where readings were lost', () => {
    const ring = new ReadingRing(2, 10)
    ring.add(batch(0, [1, 1]))
    ring.add(batch(50, [2, 2], 4))
    expect(ring.since(0, 100)[0]?.values).toEqual([1, null, 2])
    expect(ring.lost).toBe(4)
  })

  it('begins anew when the board was restarted', () => {
    const ring = new ReadingRing(2, 10)
    ring.add(batch(9000, [1, 1, 2, 2]))
    ring.add(batch(0, [3, 3]))
    expect(ring.since(-5, 100)[0]).toEqual({ times: [0], values: [3] })
  })

  it('keeps least and greatest of each stretch when thinning', () => {
    const ring = new ReadingRing(2, 1000)
    const values = Array.from({ length: 400 }, (_, index) => (index === 246 ? 99 : index % 2))
    ring.add(batch(0, values))
    const lane = ring.since(0, 10)[0]
    expect(lane?.values).toContain(99)
    expect(lane?.values.length).toBeLessThanOrEqual(22)
  })
})

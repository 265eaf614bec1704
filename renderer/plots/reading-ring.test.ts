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

  it('remembers the whole stream, with every spike, after the readings themselves are gone', () => {
    const ring = new ReadingRing(1, 100)
    for (let row = 0; row < 100_000; row += 10) {
      const values = Array.from({ length: 10 }, (_, index) => (row + index === 31_416 ? 99 : (row + index) % 2))
      ring.add({ ...batch(row * 10, values), axes: ['x'] })
    }
    const [lane] = ring.between({ from: 0, to: 1000, columns: 200 })
    expect(lane!.values.length).toBeLessThanOrEqual(2 * 201)
    const peak = lane!.values.indexOf(99)
    expect(lane!.times[peak]).toBeGreaterThan(309)
    expect(lane!.times[peak]).toBeLessThan(314.2)
    expect([ring.oldestSeconds, ring.newestSeconds]).toEqual([0, 999.99])
    expect(ring.since(0, 1000)[0]?.times[0]).toBeCloseTo(999, 5)
  })

  it('shows a gap also in what it remembers in blocks', () => {
    const ring = new ReadingRing(1, 10)
    for (let row = 0; row < 500; row++)
      ring.add({ ...batch(row * 10 + (row >= 250 ? 5000 : 0), [row], row === 250 ? 500 : 0), axes: ['x'] })
    const [lane] = ring.between({ from: 0, to: 20, columns: 100 })
    expect(lane!.values.filter((value) => value === null)).toHaveLength(1)
    expect(lane!.times[lane!.values.indexOf(null)]).toBeCloseTo(7.5, 3)
  })

  it('tells the reading at a moment and the rate', () => {
    const ring = new ReadingRing(1, 1000)
    for (let row = 0; row < 500; row++) ring.add({ ...batch(row * 10, [row]), axes: ['x'] })
    expect(ring.valueAt(0, 2)).toBe(200)
    expect(ring.valueAt(0, 99)).toBeNull()
    expect(ring.rateHz()).toBeCloseTo(100, 6)
    expect(new ReadingRing(1, 10).rateHz()).toBeNull()
  })
})

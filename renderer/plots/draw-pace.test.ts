import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPace } from './draw-pace.ts'
import { spreadOrder } from './scatter-drawer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Draws one frame each `frameMs`; the shares that were drawn. */
function drag(frames: number, frameMs: number, points: number): number[] {
  let time = 1000
  const pace = createPace(() => time)
  const shares: number[] = []
  let stop = (): void => undefined
  for (let frame = 0; frame < frames; frame += 1) {
    stop()
    stop = pace.draw((share) => shares.push(share), points)
    time += frameMs
    vi.advanceTimersByTime(frameMs)
  }
  vi.advanceTimersByTime(1000)
  return shares
}

describe('the pace of drawing', () => {
  it('draws everything on a computer that follows', () => {
    expect(new Set(drag(30, 16, 50_000))).toEqual(new Set([1]))
  })

  it('draws less and less on a slow one while it moves, and all once it is still', () => {
    const shares = drag(30, 60, 50_000)
    expect(shares.slice(1, 4)).toEqual([0.6, 0.36, expect.closeTo(0.216, 6)])
    expect(Math.min(...shares)).toBeCloseTo(3000 / 50_000, 6)
    expect(shares.at(-1)).toBe(1)
  })

  it('never leaves out points where there are few', () => {
    expect(new Set(drag(10, 60, 500))).toEqual(new Set([1]))
  })
})

describe('the order of points', () => {
  it.each([1, 2, 7, 360, 50_000])('has each of %i once, and every beginning spread over all', (count) => {
    const order = spreadOrder(count)
    expect(new Set(order).size).toBe(count)
    if (count < 100) return
    const tenth = order.slice(0, count / 10)
    for (let part = 0; part < 10; part += 1) {
      const inPart = tenth.filter((place) => Math.floor((place * 10) / count) === part).length
      expect(Math.abs(inPart - count / 100)).toBeLessThan(3)
    }
  })
})

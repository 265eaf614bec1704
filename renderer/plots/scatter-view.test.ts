import { describe, expect, it } from 'vitest'
import {
  matrixOf,
  nearestPoint,
  normalised,
  pixelsOf,
  pointsWithin,
  pointTowards,
  rangesOf,
  seenRange,
  ticksOf,
  toPixels,
  WHOLE,
} from './scatter-view.ts'

const size = { width: 400, height: 200 }
/** A square of four points around one in the middle. */
const points = Float32Array.of(0, 0, 0, 10, 0, 0, 10, 4, 0, 0, 4, 0, 5, 2, 0)
const cloud = normalised(points, rangesOf(points))
const whole = (isShown = (_point: number) => true): Float32Array => pixelsOf(cloud, matrixOf(WHOLE, 2), size, isShown)

describe('the view of a map', () => {
  it('shows all points with some room, upwards as values grow', () => {
    const pixels = whole()
    expect(Math.min(...pixels)).toBeGreaterThan(0)
    expect([pixels[8], pixels[9]]).toEqual([200, 100])
    expect(pixels[0]!).toBeLessThan(20)
    expect(pixels[1]!).toBeGreaterThan(185)
    expect([...pixels.subarray(2, 4)]).toEqual(
      toPixels(matrixOf(WHOLE, 2), [...cloud.subarray(3, 6)], size).map((value) => Math.fround(value)),
    )
  })

  it('keeps the middle of the view in the middle of the canvas, however large', () => {
    const view = { ...WHOLE, x: cloud[3]!, y: cloud[4]!, zoom: 8 }
    const pixels = pixelsOf(cloud, matrixOf(view, 2), size, () => true)
    expect([pixels[2], pixels[3]].map((value) => Math.round(value!))).toEqual([200, 100])
    expect(seenRange({ low: 0, high: 10 }, 1, 5)).toEqual({ low: 9, high: 11 })
  })

  it('keeps the whole cube in sight from every side', () => {
    const corners = Float32Array.from({ length: 24 }, (_, at) => ((Math.floor(at / 3) >> (at % 3)) & 1) * 2 - 1)
    for (let turn = 0; turn < 6.3; turn += 0.7) {
      for (const tilt of [-1.5, -0.5, 0, 0.6, 1.5]) {
        const matrix = matrixOf({ ...WHOLE, inSpace: true, turn, tilt }, 2)
        for (const [place, value] of pixelsOf(corners, matrix, size, () => true).entries()) {
          expect(value).toBeGreaterThan(-4)
          expect(value).toBeLessThan((place % 2 === 0 ? size.width : size.height) + 4)
        }
      }
    }
  })

  it('survives points that are all alike, and none at all', () => {
    const same = Float32Array.of(3, 3, 3, 3, 3, 3)
    expect([...normalised(same, rangesOf(same))].every((value) => Math.abs(value) < 1e-3)).toBe(true)
    expect(rangesOf(new Float32Array())).toEqual(Array(3).fill({ low: -1, high: 1 }))
  })
})

describe('choosing points', () => {
  it('takes the nearest within reach that is shown', () => {
    expect(nearestPoint(whole(), 203, 97, 14)).toBe(4)
    expect(nearestPoint(whole(), 300, 100, 14)).toBeNull()
    expect(
      nearestPoint(
        whole((point) => point !== 4),
        203,
        97,
        14,
      ),
    ).toBeNull()
  })

  it('steps by arrow keys to the nearest that lies that way', () => {
    const pixels = whole()
    expect(pointTowards(pixels, 0, 'ArrowRight')).toBe(1)
    expect(pointTowards(pixels, 0, 'ArrowUp')).toBe(3)
    expect(pointTowards(pixels, 2, 'ArrowRight')).toBeNull()
    expect(pointTowards(pixels, 2, 'x')).toBeNull()
  })

  it('takes what lies within a drawn line', () => {
    const line = [
      [150, 50],
      [399, 0],
      [399, 60],
      [250, 150],
    ] as const
    expect(pointsWithin(whole(), line)).toEqual([2, 4])
    expect(pointsWithin(whole(), line.slice(0, 2))).toEqual([])
  })
})

describe('ticks', () => {
  it('are round numbers within the range', () => {
    expect(ticksOf(-2.3, 5.4, 5)).toEqual([-2, 0, 2, 4])
    expect(ticksOf(0, 0.001, 4).map((value) => Number(value.toPrecision(6)))).toEqual([0, 0.0005, 0.001])
    expect(ticksOf(1, 1, 4)).toEqual([])
  })
})

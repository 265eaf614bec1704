import { describe, expect, it } from 'vitest'
import { groupingOf, valuesOf } from './colorings.ts'
import type { MapData } from './use-map.ts'

const map: MapData = {
  axisTitles: ['a', 'b', 'c'],
  points: new Float32Array(12),
  label: Int32Array.of(0, 1, 1, -1),
  labels: ['down', 'up'],
  split: Int32Array.of(0, 0, 2, 0),
  session: Int32Array.of(0, 0, 1, 1),
  sessions: ['Ann', 'Ben'],
  predicted: Int32Array.of(1, 0, 1, 0),
  answers: ['up', 'down'],
  sampleId: Int32Array.of(1, 2, 3, 4),
  startMs: new Float32Array(4),
  total: 4,
  featureNames: ['a', 'b', 'c'],
  proposed: false,
}
const placeOf = (label: string): number => ['up', 'down'].indexOf(label)

describe('what colours say', () => {
  it('keeps a label its place in the colour order and counts points without one', () => {
    expect(groupingOf(map, 'label', placeOf)).toMatchObject({ places: [1, 0], counts: [1, 2], none: 1 })
    expect(groupingOf(map, 'prediction', placeOf)).toMatchObject({ names: ['up', 'down'], places: [0, 1] })
  })

  it('tells right from wrong by name, whatever the order of the answers', () => {
    expect([...groupingOf(map, 'right', placeOf).group]).toEqual([0, 0, 1, -1])
  })

  it('knows splits and sessions', () => {
    expect(groupingOf(map, 'split', placeOf).counts).toEqual([3, 0, 1])
    expect(groupingOf(map, 'session', placeOf).names).toEqual(['Ann', 'Ben'])
  })

  it('takes many different numbers for values', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => String(index / 2))
    expect(valuesOf(numbers)?.[3]).toBe(1.5)
    expect(valuesOf(numbers.slice(0, 10))).toBeNull()
    expect(valuesOf([...numbers, 'many'])).toBeNull()
  })
})

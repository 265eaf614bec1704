import { describe, expect, it } from 'vitest'
import { columnsOf, firstDiffering, hexOfValue, isEqual, parityRows } from './parity-cells.ts'

const equal = (name: string) => ({ name, compared: 75, equal: 75, firstDifference: null })
const differing = {
  name: 'scores: board = workbench',
  compared: 75,
  equal: 74,
  firstDifference: { sampleId: 3, startMs: 500, index: 2, left: -128, right: 4 },
}
const stages = [
  equal('features: training = model pack'),
  equal('scores: .tflite = model pack'),
  equal('features: board = workbench'),
  equal('int8 input: board = workbench'),
  differing,
]

describe('parityRows', () => {
  it('puts computer and board into rows of their own', () => {
    const rows = parityRows(stages)
    expect(rows.map(({ place }) => place)).toEqual(['computer', 'board'])
    expect(columnsOf(rows)).toEqual(['features', 'int8 input', 'scores'])
    expect(rows[0]?.cells['int8 input']).toBeUndefined()
    expect(rows[1]?.cells['scores']).toBe(differing)
  })
})

describe('firstDiffering', () => {
  it('is none where all is equal', () => {
    expect(firstDiffering(stages.slice(0, 4))).toBeNull()
    expect(firstDiffering(stages)).toBe(differing)
    expect(stages.map(isEqual)).toEqual([true, true, true, true, false])
  })
})

describe('hexOfValue', () => {
  it('shows the bytes of int8 and of float32', () => {
    expect(hexOfValue(-128, 'scores')).toBe('0x80')
    expect(hexOfValue(4, 'int8 input')).toBe('0x04')
    expect(hexOfValue(1, 'features')).toBe('0x3f800000')
  })
})

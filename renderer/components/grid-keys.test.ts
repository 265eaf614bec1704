import { describe, expect, it } from 'vitest'
import { type GridPlace, gridKey } from './grid-keys.ts'

const place = (active: number, selected: number[] = [], anchor = active): GridPlace => ({
  active,
  anchor,
  selected: new Set(selected),
})
const key = (name: string, shift = false, control = false) => ({ key: name, shift, control })

describe('gridKey', () => {
  it('moves with the arrows and stays inside', () => {
    expect(gridKey(place(0), key('ArrowDown'), 3)).toEqual(place(1))
    expect(gridKey(place(2), key('ArrowDown'), 3)).toEqual(place(2))
    expect(gridKey(place(0), key('ArrowUp'), 3)).toEqual(place(0))
    expect(gridKey(place(0), key('End'), 3)).toEqual(place(2))
  })
  it('selects with Space and takes it back with Space', () => {
    const selected = gridKey(place(1), key(' '), 3)
    expect(selected).toEqual(place(1, [1]))
    expect(selected && gridKey(selected, key(' '), 3)).toEqual(place(1))
  })
  it('selects a stretch with Shift, from where it began', () => {
    const one = gridKey(place(3), key('ArrowUp', true), 5)
    expect(one).toEqual(place(2, [2, 3], 3))
    expect(one && gridKey(one, key('ArrowUp', true), 5)).toEqual(place(1, [1, 2, 3], 3))
  })
  it('selects all with Ctrl+A and leaves other Ctrl keys alone', () => {
    expect(gridKey(place(0), key('a', false, true), 3)).toEqual(place(0, [0, 1, 2]))
    expect(gridKey(place(0), key('z', false, true), 3)).toBeNull()
  })
  it('has no place in an empty grid', () => {
    expect(gridKey(place(0), key('ArrowDown'), 0)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { withoutTab } from './without-tab.ts'
import { parseRoute } from './route.ts'

describe('parseRoute', () => {
  it('reads page and parameters', () => {
    expect(parseRoute('#/sample/12')).toEqual({ page: 'sample', parameters: ['12'], address: 'sample/12' })
    expect(parseRoute('#/record')).toEqual({ page: 'record', parameters: [], address: 'record' })
  })
  it('begins at the start', () => {
    expect(parseRoute('').page).toBe('start')
    expect(parseRoute('#/').page).toBe('start')
  })
  it('reads what was written with other characters', () => {
    expect(parseRoute('#/impulse/a%20b').parameters).toEqual(['a b'])
  })
})

describe('withoutTab', () => {
  it('shows the tab to the right, or the last one', () => {
    expect(withoutTab(['a', 'b', 'c'], 'b')).toEqual({ tabs: ['a', 'c'], neighbour: 'c' })
    expect(withoutTab(['a', 'b', 'c'], 'c')).toEqual({ tabs: ['a', 'b'], neighbour: 'b' })
  })
  it('goes to Start when none is left', () => {
    expect(withoutTab(['a'], 'a')).toEqual({ tabs: [], neighbour: 'start' })
  })
})

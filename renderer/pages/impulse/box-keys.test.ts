import { describe, expect, it } from 'vitest'
import { nextBox } from './box-keys.ts'

describe('keys between boxes', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 2, 2],
    ['ArrowLeft', 2, 1],
    ['ArrowLeft', 0, 0],
    ['Home', 2, 0],
    ['End', 0, 2],
  ])('%s leads from box %d to %d', (key, place, next) => {
    expect(nextBox(key, place, 3)).toBe(next)
  })
  it('leaves other keys and empty impulses alone', () => {
    expect(nextBox('Tab', 0, 3)).toBeNull()
    expect(nextBox('ArrowRight', 0, 0)).toBeNull()
  })
})

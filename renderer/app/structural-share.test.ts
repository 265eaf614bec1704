import { describe, expect, it } from 'vitest'
import { share } from './structural-share.ts'

describe('share', () => {
  it('gives back the old value where nothing changed', () => {
    const before = { list: [{ id: 1 }, { id: 2 }], name: 'a' }
    expect(share(before, structuredClone(before))).toBe(before)
  })
  it('keeps the parts that did not change', () => {
    const before = { list: [{ id: 1 }, { id: 2 }], other: { deep: [1] } }
    const after = share(before, { list: [{ id: 1 }, { id: 3 }], other: { deep: [1] } })
    expect(after).toEqual({ list: [{ id: 1 }, { id: 3 }], other: { deep: [1] } })
    expect(after.other).toBe(before.other)
    expect(after.list[0]).toBe(before.list[0])
  })
  it('takes over lost and new keys', () => {
    const before: Record<string, number> = { a: 1, b: 2 }
    expect(share(before, { a: 1 })).toEqual({ a: 1 })
    expect(share(before, { a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 2, c: 3 })
    expect(share([1, 2], [1])).toEqual([1])
  })
})

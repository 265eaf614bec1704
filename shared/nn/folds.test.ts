import { describe, expect, it } from 'vitest'
import { foldsOf } from './folds.ts'
import type { SplitSample } from './splits.ts'

function samples(sessions: number, perSession: number): SplitSample[] {
  return Array.from({ length: sessions * perSession }, (_, index) => ({
    id: index + 1,
    label: ['a', 'b'][index % 2]!,
    split: 'train',
    session: `s${Math.floor(index / perSession)}`,
  }))
}

describe('folds', () => {
  it('hold every sample out exactly once and never learn from it', () => {
    for (const [sessions, perSession] of [
      [1, 20],
      [12, 4],
      [3, 7],
    ] as const) {
      const all = samples(sessions, perSession)
      const folds = foldsOf(all, { kind: 'folds', count: 5 }, 1)
      expect(folds.flatMap(({ held }) => held).toSorted((a, b) => a - b)).toEqual(all.map(({ id }) => id))
      for (const { train, held } of folds) {
        expect(train.length + held.length).toBe(all.length)
        expect(train.some((id) => held.includes(id))).toBe(false)
        expect(held.length).toBeGreaterThan(0)
      }
    }
  })

  it('keep sessions together where there are enough', () => {
    const all = samples(12, 4)
    for (const { held } of foldsOf(all, { kind: 'folds', count: 4 }, 1)) {
      const sessions = new Set(held.map((id) => all[id - 1]!.session))
      expect(held).toHaveLength(sessions.size * 4)
    }
  })

  it('spread the labels', () => {
    for (const { held } of foldsOf(samples(1, 40), { kind: 'folds', count: 5 }, 3)) {
      expect(held.filter((id) => id % 2 === 0)).toHaveLength(4)
    }
  })

  it('leave out each session, and no test sample', () => {
    const all = samples(3, 4).map((sample) =>
      sample.session === 's2' ? { ...sample, split: 'test' as const } : sample,
    )
    const folds = foldsOf(all, { kind: 'sessions' }, 1)
    expect(folds.map(({ name, held }) => [name, held.length])).toEqual([
      ['s0', 4],
      ['s1', 4],
    ])
  })

  it('say what is missing', () => {
    expect(() => foldsOf(samples(1, 9), { kind: 'sessions' }, 1)).toThrowError(/one session/)
    expect(() => foldsOf(samples(1, 3), { kind: 'folds', count: 5 }, 1)).toThrowError(/3 samples cannot be divided/)
  })
})

import { describe, expect, it } from 'vitest'
import type { Split } from '../../shared/model/sample.ts'
import { type Dealt, dealSplits, type SplitSubject } from './split.ts'

function subjects(sessions: number, labels: string[], each: number): SplitSubject[] {
  let id = 1
  return Array.from({ length: sessions }, (_, number) =>
    labels.flatMap((label) => Array.from({ length: each }, () => ({ id: id++, label, session: `person ${number}` }))),
  ).flat()
}

const options = { rule: 'session' as const, seed: 1, testShare: 0.2, validationShare: 0.2 }

function idsOf(dealt: Dealt, split: Split): Set<number> {
  return new Set([...dealt.splits].filter(([, one]) => one === split).map(([id]) => id))
}

describe('dealing samples', () => {
  it('keeps each session together and comes near the shares', () => {
    const samples = subjects(10, ['a', 'b'], 5)
    const dealt = dealSplits(samples, options)
    expect(dealt.warning).toBeNull()
    expect(idsOf(dealt, 'test').size).toBe(20)
    expect(idsOf(dealt, 'validation').size).toBe(20)
    for (let number = 0; number < 10; number++) {
      const own = samples.filter((sample) => sample.session === `person ${number}`)
      expect(new Set(own.map((sample) => dealt.splits.get(sample.id))).size).toBe(1)
    }
  })

  it('is the same for the same seed and another for another', () => {
    const samples = subjects(10, ['a', 'b'], 5)
    const again = dealSplits([...samples].reverse(), options)
    expect(new Map([...again.splits].sort((a, b) => a[0] - b[0]))).toEqual(dealSplits(samples, options).splits)
    expect(dealSplits(samples, { ...options, seed: 2 }).splits).not.toEqual(dealSplits(samples, options).splits)
  })

  it('never takes the only session of a label away from training', () => {
    const samples = [...subjects(4, ['a'], 5), ...[91, 92].map((id) => ({ id, label: 'rare', session: 'person 2' }))]
    for (let seed = 0; seed < 20; seed++) {
      const { splits } = dealSplits(samples, { ...options, seed })
      expect(splits.get(91)).toBe('train')
    }
  })

  it('says so where no session can be kept aside', () => {
    const samples = [
      { id: 1, label: 'a', session: 'x' },
      { id: 2, label: 'b', session: 'y' },
    ]
    const dealt = dealSplits(samples, { ...options, validationShare: 0 })
    expect([...dealt.splits.values()]).toEqual(['train', 'train'])
    expect(dealt.warning).toContain('No session could be kept for test')
  })

  it('deals whole samples of one session and warns', () => {
    const dealt = dealSplits(subjects(1, ['a', 'b', 'c'], 10), options)
    expect(dealt.warning).toContain('one session')
    expect(idsOf(dealt, 'test').size).toBe(6)
    expect(idsOf(dealt, 'validation').size).toBe(6)
  })

  it('covers each label by samples, and leaves a lone sample in training', () => {
    const samples = [...subjects(3, ['a', 'b'], 4), { id: 99, label: 'lone', session: 'person 0' }]
    const dealt = dealSplits(samples, { ...options, rule: 'sample' })
    const labels = (split: Split): Set<string | null> =>
      new Set(samples.filter((sample) => dealt.splits.get(sample.id) === split).map((sample) => sample.label))
    expect(labels('test')).toEqual(new Set(['a', 'b']))
    expect(labels('train')).toEqual(new Set(['a', 'b', 'lone']))
    expect(dealt.warning).toBeNull()
  })

  it('takes nothing for a share of 0 and nothing of nothing', () => {
    const none = { ...options, testShare: 0, validationShare: 0 }
    expect(new Set(dealSplits(subjects(3, ['a'], 3), none).splits.values())).toEqual(new Set(['train']))
    expect(dealSplits([], options)).toEqual({ splits: new Map(), warning: null })
  })
})

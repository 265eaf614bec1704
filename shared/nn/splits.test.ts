import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseValidation, type SplitSample } from './splits.ts'

const options = { validationShare: 0.2, seed: 1 }

/** `sessions` sittings with `each` samples of every label. */
function sittings(sessions: number, labels: string[], each: number): SplitSample[] {
  return Array.from({ length: sessions }, (_value, session) =>
    labels.flatMap((label) => Array.from({ length: each }, () => ({ label, session: `s${session}` }))),
  )
    .flat()
    .map((sample, index) => ({ ...sample, id: index + 1, split: 'train' }))
}

describe('chooseValidation', () => {
  it('takes the samples marked for validation and ignores test samples', () => {
    const samples = sittings(2, ['a', 'b'], 2)
    samples[1]!.split = 'validation'
    samples[2]!.split = 'test'
    expect(chooseValidation(samples, options)).toEqual({ train: [1, 4, 5, 6, 7, 8], validation: [2], rule: 'marked' })
  })

  it('keeps whole sessions out', () => {
    const samples = sittings(5, ['a', 'b', 'c'], 3)
    const { validation, train, rule } = chooseValidation(samples, options)
    expect([rule, validation.length, train.length]).toEqual(['session', 9, 36])
    const sessions = new Set(validation.map((id) => samples[id - 1]!.session))
    expect(sessions.size).toBe(1)
    expect(train.some((id) => sessions.has(samples[id - 1]!.session))).toBe(false)
  })

  it('splits samples of each label where there is one session', () => {
    const samples = sittings(1, ['a', 'b'], 10)
    const { validation, rule } = chooseValidation(samples, options)
    expect(rule).toBe('sample')
    expect(validation.map((id) => samples[id - 1]!.label).toSorted()).toEqual(['a', 'a', 'b', 'b'])
  })

  it('splits samples where each label has a session of its own', () => {
    const samples = ['a', 'b', 'c'].flatMap((label, index) =>
      sittings(1, [label], 4).map((one) => ({ ...one, id: one.id + index * 4, session: label })),
    )
    const { validation, rule } = chooseValidation(samples, options)
    expect(rule).toBe('sample')
    expect(new Set(validation.map((id) => samples[id - 1]!.label)).size).toBe(3)
  })

  it('adds sessions past the share until every label is judged', () => {
    const samples = [
      ...sittings(6, ['a'], 4),
      ...sittings(3, ['b'], 1).map((one) => ({ ...one, session: `b${one.id}` })),
    ]
    samples.forEach((one, index) => (one.id = index + 1))
    for (let seed = 1; seed <= 20; seed++) {
      const { validation, train, rule } = chooseValidation(samples, { ...options, seed })
      expect(rule).toBe('session')
      for (const ids of [validation, train])
        expect(new Set(ids.map((id) => samples[id - 1]!.label))).toEqual(new Set(['a', 'b']))
    }
  })

  it('keeps nothing out where nothing is asked or a label has one sample only', () => {
    const samples = sittings(3, ['a', 'b'], 2)
    expect(chooseValidation(samples, { ...options, validationShare: 0 }).rule).toBe('none')
    expect(chooseValidation(sittings(1, ['a', 'b'], 1), options)).toEqual({
      train: [1, 2],
      validation: [],
      rule: 'none',
    })
    expect(chooseValidation([], options)).toEqual({ train: [], validation: [], rule: 'none' })
  })

  it('is the same for the same seed', () => {
    const samples = sittings(8, ['a', 'b'], 2)
    const chosen = [1, 1, 2, 3, 4].map((seed) => chooseValidation(samples, { ...options, seed }).validation.join())
    expect(chosen[1]).toBe(chosen[0])
    expect(new Set(chosen).size).toBeGreaterThan(1)
  })

  it('never loses or doubles a sample, nor a label from training', () => {
    const sample = fc.record({
      label: fc.constantFrom('a', 'b', 'c'),
      session: fc.constantFrom('s', 't', 'u'),
      split: fc.constantFrom('train' as const, 'test' as const),
    })
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 30 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (drawn, share) => {
        const samples = drawn.map((one, index) => ({ ...one, id: index }))
        const { train, validation } = chooseValidation(samples, { validationShare: share, seed: 1 })
        const used = samples.filter((one) => one.split === 'train')
        expect([...train, ...validation].toSorted((a, b) => a - b)).toEqual(used.map((one) => one.id))
        const labels = (ids: number[]): Set<string> => new Set(ids.map((id) => samples[id]!.label))
        expect(labels(train)).toEqual(labels(used.map((one) => one.id)))
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})

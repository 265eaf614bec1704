import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../shared/model/sample.ts'
import { filterWord, parseFilter } from './filter.ts'

function sample(changes: Partial<Sample>): Sample {
  return {
    id: 1,
    name: 'wave.01',
    label: 'wave',
    split: 'train',
    session: 'Monday morning',
    rateHz: 100,
    axes: [
      { name: 'accX', unit: 'm/s2' },
      { name: 'accY', unit: 'm/s2' },
    ],
    readings: 200,
    seconds: 2,
    gaps: [],
    health: { ok: true, measuredRateHz: 100, lost: 0, findings: [] },
    enabled: true,
    source: 'recorded',
    metadata: {},
    addedAt: '2025-01-01T00:00:00Z',
    ...changes,
  }
}

const samples = [
  sample({ id: 1 }),
  sample({ id: 2, name: 'wave.02', seconds: 0.5, readings: 50, split: 'test' }),
  sample({ id: 3, name: 'idle.01', label: 'idle', session: 'Tuesday', rateHz: 50 }),
  sample({ id: 4, name: 'waves at sea', label: 'wavelet', enabled: false }),
  sample({
    id: 5,
    name: 'x',
    label: null,
    session: 'Tuesday',
    health: {
      ok: false,
      measuredRateHz: 100,
      lost: 3,
      findings: [{ kind: 'gap', sentence: '3 readings are missing.' }],
    },
  }),
]

function found(text: string): number[] {
  const { matches } = parseFilter(text)
  return samples.filter(matches).map(({ id }) => id)
}

describe('filter', () => {
  it.each([
    ['', [1, 2, 3, 4, 5]],
    ['  ', [1, 2, 3, 4, 5]],
    ['wave', [1, 2, 4]],
    ['WAVE', [1, 2, 4]],
    ['label:wave', [1, 2]],
    ['label:wave length<1', [2]],
    ['length>=0.5 length<=0.5', [2]],
    ['-label:wave', [3, 4, 5]],
    ['label:', [5]],
    ['-label:', [1, 2, 3, 4]],
    ['split:test', [2]],
    ['session:"monday morning"', [1, 2, 4]],
    ['session:tues', [3, 5]],
    ['rate=50', [3]],
    ['rate>50 wave', [1, 2, 4]],
    ['health:bad', [5]],
    ['health:gap', [5]],
    ['used:no', [4]],
    ['axes:accY readings<100', [2]],
    ['axes>=2', [1, 2, 3, 4, 5]],
    ['session:', [1, 2, 3, 4, 5]],
    ['length<', [1, 2, 3, 4, 5]],
    ['"at sea"', [4]],
    ['length=0.5', [2]],
    ['-', []],
    ['split=test', [2]],
  ])('%j finds %j', (text, ids) => {
    expect(found(text)).toEqual(ids)
    expect(parseFilter(text).problem).toBeNull()
  })

  it('says which field it does not know and filters by the rest', () => {
    expect(parseFilter('colour:red label:idle').problem).toMatch(/^Nothing is called "colour" here/)
    expect(found('colour:red label:idle')).toEqual([3])
    expect(parseFilter('label<3').problem).toMatch(/^Nothing is called "label" here. Use length, rate/)
  })

  it('says that a number is needed', () => {
    expect(parseFilter('length<short').problem).toBe('"short" is not a number. Write for example length<1.')
  })

  it('writes conditions that it reads back, also with spaces', () => {
    expect(filterWord('label', 'wave')).toBe('label:wave')
    expect(filterWord('session', 'Monday morning')).toBe('session:"Monday morning"')
    expect(found(`${filterWord('session', 'Monday morning')} ${filterWord('label', 'wave')}`)).toEqual([1, 2])
  })
})

import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../shared/model/sample.ts'
import { filterSamples, filterWord } from './filter.ts'

function sample(id: number, changes: Partial<Sample>): Sample {
  return {
    id,
    name: `sample.${id}`,
    label: 'wave',
    split: 'train',
    session: 'anna one',
    rateHz: 100,
    axes: [{ name: 'accX', unit: 'm/s2' }],
    readings: 200,
    seconds: 2,
    gaps: [],
    health: { ok: true, measuredRateHz: 100, lost: 0, findings: [] },
    enabled: true,
    source: 'recorded',
    metadata: {},
    addedAt: '2026-01-01T00:00:00Z',
    ...changes,
  }
}
const SAMPLES = [
  sample(1, {}),
  sample(2, { seconds: 0.5 }),
  sample(3, { label: null, session: 'ben' }),
  sample(4, { label: 'waves', split: 'test' }),
]
const found = (text: string): number[] => filterSamples(SAMPLES, text).map((one) => one.id)

describe('filterSamples', () => {
  it('takes all conditions together', () => {
    expect(found('label:wave length<1')).toEqual([2])
    expect(found('label:wave length>=2')).toEqual([1])
  })

  it('means a label whole and other fields by a part', () => {
    expect(found('label:wave')).toEqual([1, 2])
    expect(found('session:ben')).toEqual([3])
    expect(found('split:test')).toEqual([4])
  })

  it('finds the unlabelled and quoted words', () => {
    expect(found('label:')).toEqual([3])
    expect(found(filterWord('session', 'anna one'))).toEqual([1, 2, 4])
  })

  it('finds plain words in name, label and session, and everything without any', () => {
    expect(found('sample.3')).toEqual([3])
    expect(found('  ')).toHaveLength(4)
  })
})

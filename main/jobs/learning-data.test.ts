import { describe, expect, it } from 'vitest'
import { learnBlockSchema, impulseSchema, type Impulse } from '../../shared/model/impulse.ts'
import { learningData, networkOf } from './learning-data.ts'
import type { SampleFacts } from './tasks.ts'

function impulseWith(block: object): Impulse {
  const base = { id: 'net', block: 'classification', inputs: ['raw'], layers: [], training: {} }
  return impulseSchema.parse({
    version: 1,
    input: {
      kind: 'time-series',
      windowSizeMs: 1000,
      windowIncreaseMs: 1000,
      frequencyHz: 1,
      padZeros: false,
      axes: ['x'],
    },
    dsp: [{ id: 'raw', block: 'raw', implementationVersion: 1, params: {} }],
    learn: [learnBlockSchema.parse({ ...base, ...block })],
  })
}

/** Six people, each in three sessions that nobody shares; both labels everywhere. */
const samples: SampleFacts[] = Array.from({ length: 72 }, (_, index) => ({
  id: index + 1,
  name: `s${index}`,
  label: index % 2 === 0 ? 'a' : 'b',
  split: 'train',
  session: `session ${Math.floor(index / 4)}`,
  metadata: { person: `p${Math.floor(index / 12)}`, grams: index % 5 === 0 ? '' : String(index) },
}))
const windows = {
  featureCount: 1,
  featureNames: ['x'],
  features: Float32Array.from(samples, ({ id }) => id),
  sampleIds: Int32Array.from(samples, ({ id }) => id),
  startMs: new Float32Array(samples.length),
}

function divided(block: object): ReturnType<typeof learningData> {
  const input = { impulse: impulseWith(block), learnId: 'net', windows, samples }
  return learningData(input, networkOf(input))
}

const peopleOf = (ids: readonly number[]): Set<string | undefined> =>
  new Set(ids.map((id) => samples[id - 1]?.metadata['person']))

describe('what a network learns from', () => {
  it('keeps together what the validation key says belongs together', () => {
    const { division, rule } = divided({ training: { validationKey: 'person' } })
    expect(rule).toBe('session')
    const [learned, kept] = [peopleOf(division.train), peopleOf(division.validation)]
    expect(kept.size).toBeGreaterThan(0)
    expect([...kept].some((person) => learned.has(person))).toBe(false)
    const usual = divided({ training: {} }).division
    expect([...peopleOf(usual.validation)].some((person) => peopleOf(usual.train).has(person))).toBe(true)
  })

  it('keeps as much for validation as asked, and nothing where that is asked', () => {
    const half = divided({ training: { validationShare: 0.5 } })
    expect(half.validation.samples).toBeGreaterThanOrEqual(30)
    expect(divided({ training: { validationShare: 0 } })).toMatchObject({ rule: 'none', validation: { samples: 0 } })
  })

  it('leaves out samples without the value, and divides the others though no value comes twice', () => {
    const { train, validation, leftOut, names } = divided({ block: 'regression', target: 'grams' })
    expect(names).toEqual(['grams'])
    expect(leftOut).toHaveLength(15)
    expect(train.samples + validation.samples).toBe(57)
    expect(validation.samples).toBeGreaterThan(8)
  })

  it('names the block that is no network', () => {
    const impulse = impulseWith({})
    expect(() => networkOf({ impulse, learnId: 'other' })).toThrowError(/no network called "other"/)
  })
})

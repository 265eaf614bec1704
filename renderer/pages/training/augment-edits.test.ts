import { describe, expect, it } from 'vitest'
import { AUGMENT_FIELDS, augmentValue, gentleAugmentation, GROUP_NAMES, withAugment } from './augment-edits.ts'

describe('augmentation edits', () => {
  const jitter = { group: 'motion', key: 'jitter' } as const

  it('switches one change on and off again, and leaves nothing behind', () => {
    const on = withAugment(undefined, jitter, 0.1)
    expect(on).toEqual({ copies: 1, motion: { jitter: 0.1 } })
    const both = withAugment(on, { group: 'motion', key: 'scale' }, 0.2)
    expect(withAugment(both, jitter, undefined)).toEqual({ copies: 1, motion: { scale: 0.2 } })
    expect(withAugment(on, jitter, undefined)).toBeUndefined()
  })

  it('refuses a value that is not allowed', () => {
    const on = withAugment(undefined, jitter, 0.1)
    expect(withAugment(on, jitter, 7)).toBe(on)
  })

  it('knows a gentle value of every change there is', () => {
    for (const group of ['motion', 'sound', 'spectrogram', 'image'] as const) {
      const gentle = gentleAugmentation([group])
      const fields = AUGMENT_FIELDS.filter((field) => field.group === group)
      expect(fields.map((field) => augmentValue(gentle, field))).toEqual(fields.map(({ gentle: value }) => value))
      expect(GROUP_NAMES[group]).not.toBe('')
    }
  })
})

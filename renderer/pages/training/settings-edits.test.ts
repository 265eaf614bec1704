import { describe, expect, it } from 'vitest'
import { trainingSettingsSchema } from '../../../shared/model/impulse.ts'
import { withSettings } from './settings-edits.ts'

describe('settings edits', () => {
  const usual = trainingSettingsSchema.parse({})

  it('changes what is named and leaves no trace of what is taken back', () => {
    const changed = withSettings(usual, { patience: 5, optimizer: { kind: 'momentum', momentum: 0.9 } })
    expect(changed).toEqual({ ...usual, patience: 5, optimizer: { kind: 'momentum', momentum: 0.9 } })
    expect(Object.keys(withSettings(changed, { patience: undefined, optimizer: undefined }))).toEqual(
      Object.keys(usual),
    )
  })

  it('refuses what is not allowed', () => {
    expect(withSettings(usual, { learningRate: 0 })).toBe(usual)
    expect(withSettings(usual, { trainingCycles: 2.5 })).toBe(usual)
  })
})

import { describe, expect, it } from 'vitest'
import { settingsChangesSchema, settingsSchema } from './state.ts'

describe('settings', () => {
  it('have a value each from the start', () => {
    expect(settingsSchema.parse({})).toMatchObject({ theme: 'system', density: 'comfortable', layout: {} })
  })
  it('change only where a change names them', () => {
    expect(settingsChangesSchema.parse({ layout: { 'panel/open': true } })).toEqual({ layout: { 'panel/open': true } })
  })
})

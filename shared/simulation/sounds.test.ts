import { describe, expect, it } from 'vitest'
import { SOUNDS, simulateSound, type SoundTake } from './sounds.ts'

const take: SoundTake = { sound: 'hum', person: 1, take: 1, seconds: 1, rateHz: 16_000, seed: 1 }

function energy(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length
}

describe('simulated sounds', () => {
  it.each(SOUNDS)('%s: whole counts of 16 bits, the same each time, others for other takes and people', (sound) => {
    const values = simulateSound({ ...take, sound })
    expect(values).toHaveLength(16_000)
    expect(values.every((value) => Number.isInteger(value) && Math.abs(value) <= 32_768)).toBe(true)
    expect(simulateSound({ ...take, sound })).toEqual(values)
    expect(simulateSound({ ...take, sound, take: 2 })).not.toEqual(values)
    expect(simulateSound({ ...take, sound, person: 2 })).not.toEqual(values)
  })

  it('are louder than quiet', () => {
    const quiet = energy(simulateSound({ ...take, sound: 'quiet' }))
    for (const sound of SOUNDS.filter((one) => one !== 'quiet')) {
      expect(energy(simulateSound({ ...take, sound }))).toBeGreaterThan(20 * quiet)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { COUNTED_LINES, COUNTED_SOUND, noSocat } from '../../test/support/cable.ts'
import { measureThroughput } from '../../test/support/throughput.ts'

describe.skipIf(noSocat !== '')(`recording for long${noSocat}`, () => {
  it('loses none of a million lines', async () => {
    const got = await measureThroughput({ board: COUNTED_LINES, rate: 10_000, seconds: 102, wrap: Infinity })
    expect(got).toMatchObject({ lost: 0, outOfOrder: 0 })
    expect(got.readings).toBeGreaterThan(1_000_000)
  }, 300_000)

  it('loses nothing of ten minutes of sound at 48 kHz', async () => {
    const got = await measureThroughput({ board: COUNTED_SOUND, rate: 48_000, seconds: 600, wrap: 10_000 })
    expect(got).toMatchObject({ readings: 600 * 48_000, lost: 0, outOfOrder: 0 })
  }, 900_000)
})

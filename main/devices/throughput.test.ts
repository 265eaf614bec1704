import { describe, expect, it } from 'vitest'
import { COUNTED_LINES, COUNTED_SOUND, noSocat } from '../../test/support/cable.ts'
import { measureThroughput } from '../../test/support/throughput.ts'

const LINES_A_SECOND = 10_000
const SOUND_HZ = 48_000

describe.skipIf(noSocat !== '')(`recording at full pace${noSocat}`, () => {
  it('loses none of 10,000 lines a second', async () => {
    const seconds = 5
    const got = await measureThroughput({ board: COUNTED_LINES, rate: LINES_A_SECOND, seconds, wrap: Infinity })
    expect(got).toMatchObject({ lost: 0, outOfOrder: 0 })
    expect(got.readings).toBeGreaterThan(seconds * LINES_A_SECOND * 0.9)
  })

  it('loses nothing of 20 s of sound at 48 kHz', async () => {
    const seconds = 20
    const got = await measureThroughput({ board: COUNTED_SOUND, rate: SOUND_HZ, seconds, wrap: 10_000 })
    expect(got).toMatchObject({ readings: seconds * SOUND_HZ, lost: 0, outOfOrder: 0 })
  })
})

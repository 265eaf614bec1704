/** What fixed point is for: the same blocks on the Pico, which has no floating-point unit, in float and in fixed point. */
import { describe, expect, it } from 'vitest'
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { dspLatencyMs } from '../../shared/dsp/latency.ts'
import type { DspBlock } from '../../shared/model/impulse.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { boardDspUs } from '../support/board-time.ts'
import { fixedBlock, testImpulse } from '../support/random-model.ts'
import { NO_RUNTIME } from '../support/runtime.ts'

const sound = { windowSizeMs: 500, windowIncreaseMs: 500, frequencyHz: 16_000, axes: ['audio'] }
const motion = { windowSizeMs: 2000 }
const cases = [
  { block: 'mfcc', input: sound, rawLength: 8000, times: 5 },
  { block: 'mfe', input: sound, rawLength: 8000, times: 5 },
  { block: 'spectral-analysis', input: motion, rawLength: 600, times: 5 },
]

function estimateUs(block: DspBlock, input: Partial<typeof sound>): number {
  const impulse = testImpulse([block], input)
  const { dsp } = describeImpulse(impulse, [])
  return 1000 * dspLatencyMs(dsp, { core: 'Cortex-M0+', clockMhz: 125, fpu: false })
}

describe(`fixed point on the board${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME).each(cases)(
    '$block is at least $times times as fast',
    async ({ block, input, rawLength, times }) => {
      const float = await boardDspUs(testImpulse([newDspBlock(block)], input), rawLength)
      const fixed = await boardDspUs(testImpulse([fixedBlock(block)], input), rawLength)
      expect(float / fixed).toBeGreaterThan(times)
      // What the Impulse page says before anything is flashed.
      const told = [newDspBlock(block), fixedBlock(block)].map((one) => estimateUs(one, input))
      expect(Math.abs(told[0]! / float - 1)).toBeLessThan(1 / 3)
      expect(Math.abs(told[1]! / fixed - 1)).toBeLessThan(1 / 3)
    },
  )
})

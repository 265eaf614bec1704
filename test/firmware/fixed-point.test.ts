/** What fixed point is for: the same blocks on the Pico, which has no floating-point unit, in float and in fixed point. */
import { describe, expect, it } from 'vitest'
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

describe(`fixed point on the board${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME).each(cases)(
    '$block is at least $times times as fast',
    async ({ block, input, rawLength, times }) => {
      const float = await boardDspUs(testImpulse([newDspBlock(block)], input), rawLength)
      const fixed = await boardDspUs(testImpulse([fixedBlock(block)], input), rawLength)
      expect(float / fixed).toBeGreaterThan(times)
    },
  )
})

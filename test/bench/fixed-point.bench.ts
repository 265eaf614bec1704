/**
 * The blocks that have a variant in fixed point, as the simulated Pico computes them: cycles of one window, printed before
 * the same in WebAssembly is measured. npx vitest bench --run test/bench/fixed-point.bench.ts
 */
import { bench, describe } from 'vitest'
import { extractFeatures, newDspBlock } from '../../shared/dsp/registry.ts'
import { singleWindow } from '../../shared/dsp/figure-data.ts'
import { boardDspUs } from '../support/board-time.ts'
import { fixedBlock, randomSignal, testImpulse } from '../support/random-model.ts'
import { testRuntime } from '../support/runtime.ts'

const CYCLES_A_MICROSECOND = 125
const OPTIONS = { iterations: 3, time: 200, warmupIterations: 1, warmupTime: 0 }
const sound = { windowSizeMs: 500, windowIncreaseMs: 500, frequencyHz: 16_000, axes: ['audio'] }
const cases = [
  { block: 'mfcc', input: sound, context: { rateHz: 16_000, rows: 8000, axes: ['audio'] } },
  { block: 'mfe', input: sound, context: { rateHz: 16_000, rows: 8000, axes: ['audio'] } },
  {
    block: 'spectral-analysis',
    input: { windowSizeMs: 2000 },
    context: { rateHz: 100, rows: 200, axes: ['accX', 'accY', 'accZ'] },
  },
]

for (const { block, input, context } of cases) {
  const values = context.rows * context.axes.length
  const [float, fixed] = [newDspBlock(block), fixedBlock(block)]
  const times = await Promise.all([float, fixed].map((one) => boardDspUs(testImpulse([one], input), values)))
  const [floatUs = 0, fixedUs = 0] = times
  const cycles = (us: number): string => (us * CYCLES_A_MICROSECOND).toLocaleString('en')
  process.stdout.write(
    `${block}, ${context.rows} readings on a Cortex-M0+: float ${cycles(floatUs)} cycles, fixed point ${cycles(fixedUs)}: × ${(floatUs / fixedUs).toFixed(1)}\n`,
  )
  describe(`${block} of one window in WebAssembly`, () => {
    const window = singleWindow(randomSignal(values, 6), context.axes.length)
    bench('float', () => void extractFeatures(testRuntime(), float, window, context), OPTIONS)
    bench('fixed point', () => void extractFeatures(testRuntime(), fixed, window, context), OPTIONS)
  })
}

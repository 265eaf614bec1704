/**
 * MFCC of a thousand windows of one second at 16 kHz: all in one call of the runtime, and each in a call of its own.
 * npx vitest bench --run test/bench/dsp.bench.ts; dsp-python.mjs runs the same beside numpy and librosa.
 */
import { bench, describe } from 'vitest'
import { extractFeatures, newDspBlock } from '../../shared/dsp/registry.ts'
import { randomSignal } from '../support/random-model.ts'
import { testRuntime } from '../support/runtime.ts'

const WINDOWS = 1000
const context = { rateHz: 16_000, rows: 16_000, axes: ['audio'] }
const OPTIONS = { iterations: 3, time: 300, warmupIterations: 1, warmupTime: 0 }

describe('MFCC of 1,000 windows', () => {
  const values = randomSignal(40 * context.rows, 1).map((value) => value * 1000)
  const stride = Math.floor((values.length - context.rows) / WINDOWS)
  const starts = Int32Array.from({ length: WINDOWS }, (_, index) => index * stride)
  const block = newDspBlock('mfcc')
  const whole = { values, stride: 1, rows: context.rows, axes: [0] }

  bench('one call', () => void extractFeatures(testRuntime(), block, { ...whole, starts }, context), OPTIONS)

  bench(
    'one call a window',
    () => {
      for (const start of starts) {
        const window = { ...whole, values: values.subarray(start, start + context.rows), starts: Int32Array.of(0) }
        extractFeatures(testRuntime(), block, window, context)
      }
    },
    OPTIONS,
  )
})

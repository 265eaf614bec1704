/**
 * What a person waits for while a parameter is dragged: features and figures of one window, made and sent to the page.
 * It should stay below 16 ms, one picture of the screen. npx vitest bench --run test/bench/preview.bench.ts
 */
import { bench, describe } from 'vitest'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { previewTask } from '../../main/jobs/feature-task.ts'
import type { DspBlock } from '../../shared/model/impulse.ts'
import { fixedBlock, randomSignal, spectralBlock, testImpulse } from '../support/random-model.ts'
import { testRuntime } from '../support/runtime.ts'

const OPTIONS = { iterations: 10, time: 300, warmupIterations: 3, warmupTime: 0 }
const sound = { windowSizeMs: 1000, windowIncreaseMs: 1000, frequencyHz: 16_000, axes: ['audio'] }
const motion = { windowSizeMs: 2000, frequencyHz: 100, axes: ['accX', 'accY', 'accZ'] }

function dragged(name: string, block: DspBlock, input: typeof sound | typeof motion): void {
  const impulse = testImpulse([block], input)
  const rows = (input.windowSizeMs * input.frequencyHz) / 1000
  const values = randomSignal(10 * rows * input.axes.length, 3).map((value) => value * 1000)
  const axes = input.axes.map((axis) => ({ name: axis, unit: '' }))
  const sample = { id: 1, rateHz: input.frequencyHz, axes, gaps: [], values }
  let startMs = 0
  bench(
    name,
    () => {
      startMs = (startMs + 500) % 9000
      // As it crosses from the worker to the backend.
      structuredClone(previewTask({ sample, startMs, impulse, block }, testRuntime()))
    },
    OPTIONS,
  )
}

describe('one window while dragging', () => {
  dragged('spectral analysis, 2 s of 3 axes', newDspBlock('spectral-analysis'), motion)
  dragged('wavelets', spectralBlock({ 'analysis-type': 'Wavelet', 'wavelet-level': 2 }), motion)
  dragged('MFE, 1 s of sound', newDspBlock('mfe'), sound)
  dragged('MFCC, 1 s of sound', newDspBlock('mfcc'), sound)
  dragged('MFCC in fixed point', fixedBlock('mfcc'), sound)
  dragged('spectrogram, 1 s of sound', newDspBlock('spectrogram'), sound)
})

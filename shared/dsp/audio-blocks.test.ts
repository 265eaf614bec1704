import { describe, expect, it } from 'vitest'
import { randomSignal } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import type { DspBlock } from '../model/impulse.ts'
import type { DspContext } from './block.ts'
import { melBank } from './mel.ts'
import { checkBlock, extractFeatures, newDspBlock, readyBlock } from './registry.ts'

const context: DspContext = { rateHz: 16_000, rows: 8000, axes: ['audio'] }
const blocks = ['mfcc', 'mfe', 'spectrogram']

function blockOf(id: string, params: DspBlock['params'] = {}): DspBlock {
  const block = newDspBlock(id)
  return { ...block, params: { ...block.params, ...params } }
}

function featuresOf(block: DspBlock, values: Float32Array, where: DspContext = context): Float32Array {
  const batch = { values, stride: 1, rows: values.length, axes: [0], starts: Int32Array.of(0) }
  return extractFeatures(testRuntime(), block, batch, { ...where, rows: values.length })
}

describe('audio blocks', () => {
  it.each([
    ['mfcc', { fft_length: 100 }, 'fft_length', /128/],
    ['mfcc', { num_filters: 128 }, 'num_filters', /always be empty/],
    ['mfcc', { num_cepstral: 33 }, 'num_cepstral', /33 coefficients cannot come from 32/],
    ['mfcc', { win_size: 100 }, 'win_size', /odd/],
    ['mfcc', { high_frequency: 9000 }, 'high_frequency', /too high/],
    ['mfe', { low_frequency: 8000 }, 'low_frequency', /below/],
    ['mfe', { frame_length: 2 }, 'frame_length', /longer than the window/],
    ['mfe', { frame_length: 0.00001 }, 'frame_length', /too short/],
    ['mfe', { frame_stride: 0.0001 }, 'frame_stride', /Up to 500/],
    ['mfe', { frame_length: 0 }, 'frame_length', /Allowed/],
    ['mfe', { noise_floor_db: NaN }, 'noise_floor_db', /NaN/],
    ['spectrogram', { frame_stride: 0.0001 }, 'frame_stride', /too short/],
  ])('%s refuses %j and says what to use', (id, params, param, sentence) => {
    const problem = checkBlock(blockOf(id, params), context).find(({ severity }) => severity === 'error')
    expect(problem?.param).toBe(param)
    expect(problem?.sentence).toMatch(sentence)
    const fixed = blockOf(id, { ...params, ...(problem?.fix === undefined ? {} : { [param]: problem.fix }) })
    expect(checkBlock(fixed, context).map((left) => left.sentence)).not.toContain(problem?.sentence)
  })

  it.each(blocks)('%s refuses two axes and a window without a frame, at the parameter', (id) => {
    expect(checkBlock(blockOf(id), { ...context, axes: ['left', 'right'] })).toMatchObject([{ param: 'axes' }])
    expect(checkBlock(blockOf(id), { ...context, rows: 1 })).toMatchObject([{ param: 'frame_length' }])
    expect(() => readyBlock(blockOf(id), { ...context, rows: 0 })).toThrow(/number of readings/)
    expect(() => readyBlock(blockOf(id), { ...context, rateHz: 0 })).toThrow(/rate/)
  })

  it.skipIf(NO_RUNTIME).each(blocks)(`%s gives numbers only${NO_RUNTIME}`, (id) => {
    for (const size of [0, 1e-38, 1e-20, 1e-9, 1, 32_767, 1e9]) {
      for (const rows of [320, 321, 8000]) {
        const features = featuresOf(
          blockOf(id),
          randomSignal(rows, 2).map((value) => value * size),
        )
        expect(features.length).toBeGreaterThan(0)
        expect(features.every(Number.isFinite), `${size} ${rows}`).toBe(true)
      }
    }
    for (const bad of [NaN, Infinity, 1e38]) {
      const values = randomSignal(8000, 1)
      values[77] = bad
      expect(() => featuresOf(blockOf(id), values)).toThrow(/not numbers/)
    }
  })

  it.skipIf(NO_RUNTIME)('mfe keeps the loudest bands at 1, and turns them into 0 as Edge Impulse does', () => {
    const loud = Float32Array.from({ length: 8000 }, (_, i) => 1e6 * Math.sin((2 * Math.PI * 1000 * i) / 16_000))
    const ours = featuresOf(blockOf('mfe'), loud)
    const theirs = featuresOf(blockOf('mfe', { 'ei-exact': true }), loud)
    const loudest = ours.indexOf(1)
    expect(loudest).toBeGreaterThanOrEqual(0)
    expect(theirs[loudest]).toBe(0)
    ours.forEach((level, index) => level === 1 || expect(theirs[index]).toBe(level))
  })

  it.skipIf(NO_RUNTIME)('mfcc evens out over a window as the plain sums say', () => {
    const values = randomSignal(16_000, 4).map((value) => value * 1000)
    const plain = featuresOf(blockOf('mfcc', { win_size: 0 }), values)
    for (const size of [3, 49, 99, 101, 301]) {
      const found = featuresOf(blockOf('mfcc', { win_size: size }), values)
      const column = Array.from({ length: 50 }, (_, t) => plain[t * 13 + 2]!)
      const around = (list: number[], t: number): number[] =>
        Array.from({ length: size }, (_, i) => {
          const index = (((t + i - (size - 1) / 2) % 100) + 100) % 100
          return list[index < 50 ? index : 99 - index]!
        })
      const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length
      const centered = column.map((value, t) => value - mean(around(column, t)))
      centered.forEach((value, t) => {
        const near = around(centered, t)
        const deviation = Math.sqrt(mean(near.map((one) => (one - mean(near)) ** 2)))
        expect(found[t * 13 + 2]!).toBeCloseTo(value / (deviation + 1e-10), 3)
      })
    }
  })

  it('gives each filter its own triangle', () => {
    const bank = melBank({ filters: 32, fftLength: 256, rateHz: 16_000, lowHz: 0, highHz: 8000 })
    expect(Math.min(...bank.binCounts)).toBeGreaterThan(0)
    expect(bank.weights.length).toBe(bank.binCounts.reduce((sum, count) => sum + count, 0))
    expect(bank.weights.every((weight) => weight > 0 && weight <= 1)).toBe(true)
    expect(bank.firstBins.toSorted((a, b) => a - b)).toEqual(bank.firstBins)
  })

  it.skipIf(NO_RUNTIME).each(blocks)('%s explains a window in figures made of numbers', (id) => {
    const { type, params } = readyBlock(blockOf(id), context)
    const figures = type.figures(testRuntime(), randomSignal(8000, 3), params, context)
    expect(figures.length).toBeGreaterThanOrEqual(2)
    for (const { x, y } of figures.flatMap(({ series }) => series)) {
      expect(x.length).toBe(y.length)
      expect([...x, ...y].every(Number.isFinite)).toBe(true)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { randomSignal, spectralBlock, testImpulse } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { AppError } from '../contract/errors.ts'
import type { DspBlock } from '../model/impulse.ts'
import type { DspContext } from './block.ts'
import { impulseFeatureNames, sampleFeatures, windowFeatures } from './impulse-features.ts'
import { checkBlock, dspBlocks, findBlock, newDspBlock, readyBlock } from './registry.ts'

const context: DspContext = { rateHz: 100, rows: 200, axes: ['accX', 'accY'] }

/** What a block is made for: sound blocks hear one axis at a high rate, an image has three colors. */
const AUDIO: DspContext = { rateHz: 16_000, rows: 1600, axes: ['audio'] }
const IMAGE: DspContext = { rateHz: 1, rows: 96, axes: ['red', 'green', 'blue'] }
const ownContext = new Set(['mfcc', 'mfe', 'spectrogram', 'image'])
const contextFor = (id: string): DspContext => (id === 'image' ? IMAGE : ownContext.has(id) ? AUDIO : context)

function firstError(params: DspBlock['params'], where: DspContext = context) {
  return checkBlock(spectralBlock(params), where).find((problem) => problem.severity === 'error')
}

describe('DSP blocks', () => {
  it.each(dspBlocks.map((block) => block.id))(
    '%s has defaults that pass its own check and describe themselves',
    (id) => {
      const block = newDspBlock(id)
      const where = contextFor(id)
      expect(checkBlock(block, where)).toEqual([])
      const { type, params } = readyBlock(block, where)
      const names = type.featureNames(params, where)
      expect(new Set(names).size).toBe(names.length)
      expect(type.explanation(params, where).length).toBeGreaterThan(40)
      expect((type.shape?.(params, where) ?? [names.length]).reduce((size, length) => size * length, 1)).toBe(
        names.length,
      )
      const cost = type.cost(params, where)
      expect(Object.values(cost).every((value) => Number.isInteger(value) && value > 0)).toBe(true)
    },
  )

  it('are named in the error for an unknown one', () => {
    expect(() => findBlock('mfcc2')).toThrow(/spectral-analysis, flatten, raw/)
  })

  it('names bands by their frequencies', () => {
    const names = impulseFeatureNames(testImpulse([spectralBlock({ 'extra-low-freq': true })]), 'classifier')
    expect(names.slice(0, 6)).toEqual([
      'accX RMS',
      'accX Skewness',
      'accX Kurtosis',
      'accX Spectral Skewness',
      'accX Spectral Kurtosis',
      'accX Spectral Power 3.12 - 9.38 Hz',
    ])
    expect(names.length).toBe(2 * 3 * 13)
    expect(names.at(-1)).toBe('accZ Spectral Power 4.69 - 5.31 Hz LF')
  })

  it.each([
    [{ 'filter-type': 'low', 'filter-cutoff': 60 }, 'filter-cutoff', /60 Hz is too high here.*below 50 Hz/, 25],
    [{ 'filter-type': 'low', 'filter-cutoff': 50 }, 'filter-cutoff', /50 Hz/, 25],
    [{ 'filter-type': 'high', 'filter-cutoff': 0 }, 'filter-cutoff', /above 0/, 25],
    [{ 'filter-type': 'low', 'filter-cutoff': 0.1 }, 'filter-cutoff', /no frequency band/, 3.13],
    [{ 'filter-type': 'low', 'filter-cutoff': 9, 'filter-order': 3 }, 'filter-order', /0, 2, 4, 6 or 8/, 2],
    [{ 'fft-length': 17 }, 'fft-length', /16/, 16],
    [{ 'fft-length': '16' }, 'fft-length', /Allowed/, 16],
    [{ 'scale-axes': NaN }, 'scale-axes', /NaN/, 1],
    [{ 'analysis-type': 'Wavelet', 'wavelet-level': 4 }, 'wavelet-level', /needs 512 readings/, 2],
    [{ 'analysis-type': 'Wavelet', 'input-decimation-ratio': 10 }, 'analysis-type', /gets 20/, 'FFT'],
    [{ 'analysis-type': 'Wavelet', wavelet: 'db11' }, 'wavelet', /Allowed/, 'db4'],
    [{ 'input-decimation-ratio': 10, 'filter-type': 'low', 'filter-cutoff': 4.9 }, 'filter-cutoff', /below 4.5/, 2.5],
    [{ 'input-decimation-ratio': 1000 }, 'input-decimation-ratio', /leaves 1 of 200/, 10],
    [{ 'extra-low-freq': true, 'fft-length': 64 }, 'extra-low-freq', /need 320 readings/, false],
  ])('refuses %j and says what to use', (params, param, sentence, fix) => {
    const problem = firstError(params)
    expect(problem).toMatchObject({ param, fix })
    expect(problem!.sentence).toMatch(sentence)
    expect(firstError({ ...params, [param]: fix })).toBeUndefined()
    expect(() => readyBlock(spectralBlock(params), context)).toThrow(AppError)
  })

  it('warns of an FFT longer than the window, and of a setting it does not know', () => {
    expect(checkBlock(spectralBlock({ 'fft-length': 256 }), context)).toMatchObject([{ severity: 'warning', fix: 128 }])
    expect(checkBlock(spectralBlock({ 'spectral-peaks-wanted': 3 }), context)).toMatchObject([{ severity: 'warning' }])
  })

  it.each([
    { ...context, rateHz: 0 },
    { ...context, rateHz: NaN },
    { ...context, rows: 0 },
    { ...context, axes: [] },
  ])('refuses the context %j', (bad) => {
    expect(() => readyBlock(spectralBlock(), bad)).toThrow(AppError)
  })

  it.skipIf(NO_RUNTIME)(`explains a window in figures made of numbers${NO_RUNTIME}`, () => {
    const runtime = testRuntime()
    const settings = [
      newDspBlock('raw'),
      newDspBlock('flatten'),
      ...['normalization', 'band-energies', 'envelope', 'hjorth', 'peaks', 'sensor-fusion'].map((id) =>
        newDspBlock(id),
      ),
      spectralBlock(),
      spectralBlock({ 'filter-type': 'high', 'input-decimation-ratio': 3 }),
      spectralBlock({ 'analysis-type': 'Wavelet', 'wavelet-level': 2 }),
    ]
    for (const block of settings) {
      const { type, params } = readyBlock(block, context)
      const figures = type.figures(runtime, randomSignal(400, 3), params, context)
      expect(figures.length).toBeGreaterThan(0)
      for (const { series } of figures) {
        for (const { x, y } of series) {
          expect(x.length).toBe(y.length)
          expect([...x, ...y].every(Number.isFinite)).toBe(true)
        }
      }
    }
    const { type, params } = readyBlock(spectralBlock({ 'filter-type': 'low', 'filter-cutoff': 9 }), context)
    const titles = type.figures(runtime, randomSignal(400, 3), params, context).map((figure) => figure.title)
    expect(titles).toEqual(['Filter response', 'Before the filter', 'After the filter', 'Spectrum'])
  })

  it.skipIf(NO_RUNTIME)(`gives a sample's windows the features of each window${NO_RUNTIME}`, () => {
    const runtime = testRuntime()
    const impulse = testImpulse([spectralBlock(), { ...newDspBlock('flatten'), axes: ['accZ'] }])
    const values = randomSignal(3 * 150, 4)
    const axes = impulse.input.axes.map((name) => ({ name, unit: '' }))
    const all = sampleFeatures(runtime, impulse, 'classifier', { rateHz: 100, axes, gaps: [], values })
    expect([...all.startMs]).toEqual([0, 200, 400])
    for (const [index, start] of [0, 20, 40].entries()) {
      const one = windowFeatures(runtime, impulse, 'classifier', values.slice(start * 3, (start + 100) * 3))
      expect(all.features.slice(index * all.featureCount, (index + 1) * all.featureCount)).toEqual(one)
    }
    const short = { rateHz: 100, axes, gaps: [], values: values.slice(0, 30) }
    expect(sampleFeatures(runtime, impulse, 'classifier', short)).toMatchObject({ count: 0, featureCount: 46 })
  })
})

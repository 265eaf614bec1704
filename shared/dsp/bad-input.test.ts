/** Whatever goes in wrong, for every block: a sentence at the setting that causes it, and never a feature that is no number. */
import { describe, expect, it } from 'vitest'
import { randomSignal } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { AppError } from '../contract/errors.ts'
import type { DspBlock, ParameterValue } from '../model/impulse.ts'
import type { DspContext, Params } from './block.ts'
import { checkBlock, dspBlocks, extractFeatures, newDspBlock } from './registry.ts'

const MOTION: DspContext = { rateHz: 100, rows: 200, axes: ['accX', 'accY'] }
/** What a block is made for where it is not motion. */
const OWN = new Map<string, DspContext>([
  ...['mfcc', 'mfe', 'spectrogram'].map((id): [string, DspContext] => [
    id,
    { rateHz: 16_000, rows: 1600, axes: ['audio'] },
  ]),
  ['image', { rateHz: 1, rows: 96, axes: ['red', 'green', 'blue'] }],
])
const contextFor = (id: string): DspContext => OWN.get(id) ?? MOTION
const ids = dspBlocks.map((block) => block.id)

function blockOf(id: string, params: Params = {}, version?: number): DspBlock {
  const block = newDspBlock(id)
  return {
    ...block,
    implementationVersion: version ?? block.implementationVersion,
    params: { ...block.params, ...params },
  }
}

function batchOf(values: Float32Array, context: DspContext) {
  const axes = [...context.axes.keys()]
  return { values, stride: context.axes.length, rows: context.rows, axes, starts: Int32Array.of(0) }
}

function extract(block: DspBlock, values: Float32Array, context: DspContext): Float32Array {
  return extractFeatures(testRuntime(), block, batchOf(values, context), context)
}

/** The features, or the setting that the error names. */
function outcome(block: DspBlock, values: Float32Array, context: DspContext): Float32Array | string {
  try {
    return extract(block, values, context)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'dsp/bad-signal') return 'signal'
    expect(error.code).toBe('dsp/invalid-parameter')
    expect(String(error.data?.['allowed']).length).toBeGreaterThan(0)
    expect(error.message).toMatch(/\.$/)
    return String(error.data?.['param'])
  }
}

const isFinite = (features: Float32Array): boolean => features.length > 0 && features.every(Number.isFinite)

describe(`bad input of every block${NO_RUNTIME}`, () => {
  it('finds the blocks', () => expect(ids.length).toBeGreaterThanOrEqual(13))

  it.skipIf(NO_RUNTIME).each(ids)('%s refuses a signal with values that are no numbers', (id) => {
    const context = contextFor(id)
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const values = randomSignal(context.rows * context.axes.length, 1)
      values[31] = bad
      expect(outcome(blockOf(id), values, context)).toBe('signal')
    }
  })

  it.skipIf(NO_RUNTIME).each(ids)('%s refuses a window that is empty, endless or longer than the sample', (id) => {
    const context = contextFor(id)
    const values = randomSignal(context.rows * context.axes.length, 1)
    for (const rows of [0, -1, 1.5, Number.NaN, 2 ** 21]) {
      expect(outcome(blockOf(id), values, { ...context, rows })).toBe('number of readings')
    }
    expect(() => extract(blockOf(id), values.subarray(0, values.length / 2), context)).toThrow(AppError)
    expect(outcome(blockOf(id), values, { ...context, axes: [] })).toBe('number of axes')
  })

  it.skipIf(NO_RUNTIME).each(ids)('%s refuses a rate of nothing', (id) => {
    const context = contextFor(id)
    const values = randomSignal(context.rows * context.axes.length, 1)
    for (const rateHz of [0, -1, Number.NaN, Infinity]) {
      expect(outcome(blockOf(id), values, { ...context, rateHz })).toBe('rate')
    }
  })

  it.skipIf(NO_RUNTIME).each(ids)('%s takes windows of one row and of odd lengths, or says what is too short', (id) => {
    for (const rows of [1, 2, 3, 5, 7, 17, 101]) {
      const context = { ...contextFor(id), rows }
      for (const version of newestAndOlder(id)) {
        const found = outcome(blockOf(id, {}, version), randomSignal(rows * context.axes.length, 2), context)
        if (typeof found !== 'string') expect(isFinite(found), `${rows}`).toBe(true)
        else expect(found, `${rows} rows`).toMatch(/length|stride|edges|window|level|ratio/)
      }
    }
  })

  it.skipIf(NO_RUNTIME).each(ids)('%s makes numbers of signals of any size, or refuses them', (id) => {
    const context = contextFor(id)
    const values = context.rows * context.axes.length
    for (const version of newestAndOlder(id)) {
      for (const size of [0, 1e-42, 1e-38, 1e-20, 1e-9, 1, 1e9, 1e18, 1e30, 3e38]) {
        const signal = randomSignal(values, 3).map((value) => (value / 10) * size)
        const found = outcome(blockOf(id, {}, version), signal, context)
        if (size <= 1e9) expect(typeof found !== 'string' && isFinite(found), `${version} ${size}`).toBe(true)
        else expect(found === 'signal' || (typeof found !== 'string' && isFinite(found))).toBe(true)
      }
      const constant = new Float32Array(values).fill(9.81)
      const found = outcome(blockOf(id, {}, version), constant, context)
      expect(typeof found !== 'string' && isFinite(found)).toBe(true)
    }
  })

  it.skipIf(NO_RUNTIME).each(everyParameter())('%s %s = %j is told at that setting', (id, param, value) => {
    const context = contextFor(id)
    const problem = checkBlock(blockOf(id, { [param]: value }), context).find(({ severity }) => severity === 'error')
    expect(problem?.param).toBe(param)
    expect(problem?.allowed.length).toBeGreaterThan(0)
    expect(problem?.sentence.split(/\s+/).length).toBeLessThan(40)
    if (problem?.fix === undefined) return
    const mended = checkBlock(blockOf(id, { [param]: problem.fix }), context)
    expect(mended.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it.skipIf(NO_RUNTIME).each<[string, Params, string, ParameterValue | undefined]>([
    ['spectral-analysis', { 'fft-length': 24 }, 'fft-length', undefined],
    ['spectral-analysis', { 'filter-type': 'low', 'filter-cutoff': 50 }, 'filter-cutoff', 25],
    ['spectral-analysis', { 'filter-type': 'high', 'filter-cutoff': 0 }, 'filter-cutoff', 25],
    ['spectral-analysis', { 'analysis-type': 'Wavelet', 'wavelet-level': 9 }, 'wavelet-level', 2],
    ['mfe', { high_frequency: 9000 }, 'high_frequency', 0],
    ['mfe', { low_frequency: 8000 }, 'low_frequency', 0],
    ['mfe', { num_filters: 200 }, 'num_filters', undefined],
    ['mfe', { fft_length: 300 }, 'fft_length', 256],
    ['mfe', { frame_length: 1 }, 'frame_length', 0.1],
    ['mfcc', { num_cepstral: 33 }, 'num_cepstral', 32],
    ['mfcc', { num_filters: 100 }, 'num_filters', undefined],
    ['mfcc', { win_size: 10 }, 'win_size', 11],
    ['mfcc', { frame_stride: 0.0001 }, 'frame_stride', undefined],
    ['spectrogram', { frame_stride: 0.0001 }, 'frame_stride', 0.00025],
    ['normalization', { method: 'fixed-range', 'range-low': 5, 'range-high': 5 }, 'range-low', 4],
    ['band-energies', { 'band-edges': '1, 60' }, 'band-edges', undefined],
    ['band-energies', { 'band-edges': '5, 2' }, 'band-edges', undefined],
    ['band-energies', { 'band-edges': '1, x' }, 'band-edges', undefined],
    ['band-energies', { 'band-edges': '' }, 'band-edges', undefined],
    ['band-energies', { 'band-edges': '5, 5.1, 20' }, 'band-edges', undefined],
    ['band-energies', { 'fft-length': 256 }, 'fft-length', 128],
    ['envelope', { frame_length: 3 }, 'frame_length', 2],
    ['sensor-fusion', { rates: '50, 0' }, 'rates', undefined],
    ['sensor-fusion', { rates: '200' }, 'rates', undefined],
    ['sensor-fusion', { rates: '1, 2, 3' }, 'rates', undefined],
    ['sensor-fusion', { scales: '1, NaN' }, 'scales', '1'],
    ['sensor-fusion', { scales: '1e9' }, 'scales', '1'],
  ])('%s %j is told at %s', (id, params, param, fix) => {
    const context = contextFor(id)
    const values = randomSignal(context.rows * context.axes.length, 4)
    expect(outcome(blockOf(id, params), values, context)).toBe(param)
    const problem = checkBlock(blockOf(id, params), context).find(({ severity }) => severity === 'error')
    if (fix !== undefined) expect(problem?.fix).toBe(fix)
    if (problem?.fix !== undefined) {
      const mended = outcome(blockOf(id, { ...params, [param]: problem.fix }), values, context)
      expect(typeof mended !== 'string' && isFinite(mended), `${String(problem.fix)}: ${String(mended)}`).toBe(true)
    }
  })

  it.skipIf(NO_RUNTIME).each([1, 2, 3, 4])(
    'sound of version %i gets values that mend it, written shortly',
    (version) => {
      for (const [id, rows, params] of soundOutOfPlace()) {
        const context = { rateHz: 3200, rows, axes: ['audio'] }
        const wrong = checkBlock(blockOf(id, params, version), context).find(({ severity }) => severity === 'error')
        const told = outcome(blockOf(id, params, version), randomSignal(rows, 5), context)
        const where = `${id} ${rows} ${JSON.stringify(params)} ${wrong?.sentence}`
        expect(typeof told === 'string' ? told : isFinite(told), where).toBe(wrong ? wrong.param : true)
        expect(wrong?.sentence ?? '').not.toMatch(/NaN|Infinity/)
        if (wrong?.fix === undefined) continue
        expect(String(wrong.fix).length, where).toBeLessThan(10)
        const mended = checkBlock(blockOf(id, { ...params, [wrong.param]: wrong.fix }, version), context)
        expect(
          mended.filter(({ severity, param }) => severity === 'error' && param === wrong.param),
          where,
        ).toEqual([])
      }
    },
  )

  it.each(ids)('%s refuses an implementation version that it never had', (id) => {
    for (const version of [0, 99]) {
      expect(checkBlock(blockOf(id, {}, version), contextFor(id))).toMatchObject([
        { param: 'implementationVersion', severity: 'error' },
      ])
    }
  })
})

/** All versions; those before the fourth tell fewer filters apart. */
function newestAndOlder(id: string): number[] {
  const versions = dspBlocks.find((block) => block.id === id)?.implementationVersions ?? []
  return id === 'mfe' || id === 'mfcc' ? versions.slice(0, 1) : versions
}

/** Frames, strides and looks back that do not go together with the window. */
function soundOutOfPlace(): [string, number, Params][] {
  const wild: Params[] = [
    { frame_length: 0.000_001 },
    { frame_length: 60 },
    { frame_stride: 0.000_001 },
    { frame_stride: 60 },
    { frame_length: 0.5, frame_stride: 0.4 },
    { frame_length: 0.000_001, frame_stride: 0.000_001 },
    { frame_stride: 0.001, fft_length: 4096 },
    { pre_shift: 1024 },
  ]
  return ['mfcc', 'mfe', 'spectrogram'].flatMap((id) =>
    [1, 2, 3, 5, 17, 64, 127, 1600, 7001].flatMap((rows) =>
      wild.map((params): [string, number, Params] => [id, rows, id === 'mfcc' ? params : without(params, 'pre_shift')]),
    ),
  )
}

function without(params: Params, id: string): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== id))
}

/** Each parameter with a value of a wrong type, and beyond each end of its range. */
function everyParameter(): [string, string, ParameterValue][] {
  return dspBlocks.flatMap((block) =>
    block.parameters
      .filter((spec) => !spec.showIf && (spec.versions?.includes(block.implementationVersions[0] ?? 1) ?? true))
      .flatMap((spec) => {
        const wrong: ParameterValue[] = spec.type === 'string' ? [7, true] : ['seven']
        if (spec.type === 'int' || spec.type === 'float') wrong.push(Number.NaN, Infinity)
        if (spec.options && spec.type === 'int') wrong.push(17)
        if (spec.min !== undefined) wrong.push(spec.min - 1)
        if (spec.max !== undefined) wrong.push(spec.max * 2 + 1)
        return wrong.map((value): [string, string, ParameterValue] => [block.id, spec.id, value])
      }),
  )
}

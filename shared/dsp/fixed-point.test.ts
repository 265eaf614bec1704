import { describe, expect, it } from 'vitest'
import { randomSignal } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import type { DspContext, Params } from './block.ts'
import { singleWindow } from './figure-data.ts'
import { fixedError } from './fixed-error.ts'
import { checkBlock, extractFeatures, newDspBlock, readyBlock } from './registry.ts'

const second: DspContext = { rateHz: 16_000, rows: 16_000, axes: ['audio'] }
const motion: DspContext = { rateHz: 100, rows: 300, axes: ['x', 'y', 'z'] }

function features(blockId: string, params: Params, context: DspContext, window: Float32Array): Float32Array {
  const block = newDspBlock(blockId)
  Object.assign(block.params, params)
  return extractFeatures(testRuntime(), block, singleWindow(window, context.axes.length), context)
}

interface Difference {
  largest: number
  /** Largest difference as a share of the largest feature. */
  share: number
}

function difference(blockId: string, params: Params, context: DspContext, window: Float32Array): Difference {
  const float = features(blockId, params, context, window)
  const fixed = features(blockId, { ...params, arithmetic: 'fixed' }, context, window)
  const largest = Math.max(...fixed.map((value, index) => Math.abs(value - float[index]!)))
  return { largest, share: largest / Math.max(...float.map(Math.abs)) }
}

const rows = (count: number, value: (row: number) => number): Float32Array =>
  Float32Array.from({ length: count }, (_, row) => value(row))
const noise = randomSignal(16_000, 3).map((value) => Math.round(value * 1000))
const sounds: Record<string, Float32Array> = {
  noise,
  'a tone': rows(16_000, (row) => Math.round(9000 * Math.sin(row * 0.31))),
  'a tone that rises out of silence': rows(16_000, (row) =>
    Math.round(Math.max(0, row - 4000) * Math.sin(row * row * 1e-5) + noise[row]! / 2000),
  ),
  'almost silence': noise.map((value) => Math.round(value / 4000)),
  'as loud as can be': rows(16_000, (row) => (row % 37 < 18 ? 32_767 : -32_768)),
  'a share of full scale': rows(16_000, (row) => 0.2 * Math.sin(row * 0.31) + noise[row]! * 1e-6),
}
const movements: Record<string, Float32Array> = {
  noise: randomSignal(900, 4),
  'waving with gravity': rows(
    900,
    (at) => (at % 3 === 2 ? 9.81 : 0) + Math.sin(Math.floor(at / 3) * 0.3 * (1 + (at % 3))),
  ),
  'raw sensor counts': randomSignal(900, 5).map((value) => Math.round(value * 2000)),
  'a knock': rows(900, (at) => (Math.floor(at / 3) === 150 ? 40 : 0.02 * Math.sin(at))),
}

describe.skipIf(NO_RUNTIME)(`fixed point${NO_RUNTIME}`, () => {
  it.each(Object.entries(sounds))(
    'MFCC of %s differs from float by less than a hundredth of a deviation',
    (_name, sound) => {
      expect(difference('mfcc', {}, second, sound).largest).toBeLessThan(0.01)
      // Natural logarithms as they are: a difference of 0.002 is two thousandths of the energy.
      expect(difference('mfcc', { win_size: 0 }, second, sound).largest).toBeLessThan(0.002)
    },
  )

  it.each(Object.entries(sounds))('MFE of %s differs by one step of 1/256 at most, and rarely', (_name, sound) => {
    const [float, fixed] = ['float', 'fixed'].map((arithmetic) => features('mfe', { arithmetic }, second, sound))
    const steps = fixed!.map((value, index) => Math.abs(value - float![index]!) * 256)
    expect(Math.max(...steps)).toBeLessThanOrEqual(1)
    expect(steps.filter((step) => step > 0).length).toBeLessThan(steps.length / 100)
  })

  it.each(Object.entries(movements))(
    'Spectral Analysis of %s differs by less than 0.0002 of the largest feature',
    (_name, window) => {
      const settings: Params[] = [
        {},
        { 'fft-length': 128, 'do-log': false },
        { 'filter-type': 'low', 'filter-cutoff': 8, 'fft-length': 32 },
        { 'filter-type': 'high', 'filter-cutoff': 1, 'filter-order': 8 },
        { 'input-decimation-ratio': 3, 'fft-length': 8, 'filter-type': 'low', 'filter-cutoff': 10, 'scale-axes': -2.5 },
        { 'extra-low-freq': true, 'fft-length': 16 },
      ]
      for (const params of settings)
        expect(difference('spectral-analysis', params, motion, window).share).toBeLessThan(2e-4)
    },
  )

  it('takes what stays the same for exactly that, however it is filtered', () => {
    const still = new Float32Array(900).fill(9.81)
    const [rms, skewness, kurtosis] = features('spectral-analysis', { arithmetic: 'fixed' }, motion, still)
    expect([rms, skewness, kurtosis]).toEqual([0, 0, 0])
    const decimated = features('spectral-analysis', { arithmetic: 'fixed', 'input-decimation-ratio': 3 }, motion, still)
    expect(decimated[0]).toBe(0)
  })

  it('does not care how large the numbers are', () => {
    const usual = features('mfcc', { arithmetic: 'fixed' }, second, noise)
    const large = features(
      'mfcc',
      { arithmetic: 'fixed' },
      second,
      noise.map((value) => value * 2 ** 20),
    )
    expect(Math.max(...usual.map((value, index) => Math.abs(value - large[index]!)))).toBeLessThan(1e-4)
    const [small, tiny] = [1, 2 ** -60].map((scale) =>
      features(
        'spectral-analysis',
        { arithmetic: 'fixed' },
        motion,
        movements['noise']!.map((value) => value * scale),
      ),
    )
    // Skewness and kurtosis have no unit.
    for (const place of [1, 2, 3, 4]) expect(tiny![place]).toBe(small![place])
  })

  it('gives finite features of silence and of the largest and smallest numbers', () => {
    for (const scale of [0, 1e-38, 1e30]) {
      const sound = noise.map((value) => value * scale)
      for (const block of ['mfcc', 'mfe']) {
        expect(features(block, { arithmetic: 'fixed' }, second, sound).every(Number.isFinite)).toBe(true)
      }
    }
    expect(
      features('mfe', { arithmetic: 'fixed' }, second, new Float32Array(16_000)).every((value) => value === 0),
    ).toBe(true)
  })

  it('tells its difference from float with a figure, and nothing where the block computes in float', () => {
    const block = newDspBlock('mfcc')
    const subject = (arithmetic: string) => {
      const { type, params } = readyBlock({ ...block, params: { ...block.params, arithmetic } }, second)
      return { type, params, context: second, window: noise }
    }
    const fixed = features('mfcc', { arithmetic: 'fixed' }, second, noise)
    const told = fixedError(testRuntime(), subject('fixed'), fixed)
    expect(told!.largest).toBe(difference('mfcc', {}, second, noise).largest)
    expect(told!.typical).toBeLessThan(told!.largest)
    expect(told!.figure.series[0]!.y).toHaveLength(fixed.length)
    expect(fixedError(testRuntime(), subject('float'), fixed)).toBeNull()
  })
})

describe.skipIf(NO_RUNTIME)(`the setting of fixed point${NO_RUNTIME}`, () => {
  it('does not change what an earlier implementation computes', () => {
    const window = noise.subarray(0, 16_000)
    const old = (arithmetic: string) => {
      const block = { ...newDspBlock('mfe'), implementationVersion: 3 }
      return extractFeatures(
        testRuntime(),
        { ...block, params: { ...block.params, num_filters: 16, arithmetic } },
        singleWindow(window, 1),
        second,
      )
    }
    expect(old('fixed')).toEqual(old('float'))
  })

  it('is offered only where there is such a variant, and costs no table of the FFT in memory', () => {
    const ids = ['mfcc', 'mfe', 'spectral-analysis']
    const problems = checkBlock({ ...newDspBlock('mfe'), params: { arithmetic: 'quick' } }, second)
    expect(problems.map(({ param }) => param)).toEqual(['arithmetic'])
    for (const id of ids) {
      const context = id === 'spectral-analysis' ? motion : second
      const cost = (arithmetic: string) => {
        const block = newDspBlock(id)
        const { type, params } = readyBlock({ ...block, params: { ...block.params, arithmetic } }, context)
        return type.cost(params, context)
      }
      expect(cost('fixed').ramBytes).toBeLessThan(cost('float').ramBytes)
      expect([cost('fixed').fixed, cost('float').fixed]).toEqual([true, undefined])
    }
  })
})

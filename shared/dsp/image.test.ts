import { describe, expect, it } from 'vitest'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import type { DspBlock } from '../model/impulse.ts'
import { checkBlock, extractFeatures, newDspBlock } from './registry.ts'

const RGB = ['red', 'green', 'blue']

function featuresOf(values: number[], axes: string[], channels: string): number[] {
  const block: DspBlock = { ...newDspBlock('image'), params: { channels } }
  const rows = values.length / axes.length
  const batch = {
    values: Float32Array.from(values),
    stride: axes.length,
    rows,
    axes: [...axes.keys()],
    starts: Int32Array.of(0),
  }
  return Array.from(extractFeatures(testRuntime(), block, batch, { rateHz: 1, rows, axes }))
}

describe(`image${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME)('takes three axes and packed pixels alike', () => {
    const packed = featuresOf([0xff_80_00, 0x01_02_03], ['pixel'], 'RGB')
    expect(packed).toEqual(featuresOf([255, 128, 0, 1, 2, 3], RGB, 'RGB'))
    expect(packed).toEqual([255, 128, 0, 1, 2, 3].map((value) => Math.fround(value / 255)))
  })

  it.skipIf(NO_RUNTIME)('weighs colors for grey, and keeps values within their range', () => {
    const [white, red, green, beyond] = featuresOf([255, 255, 255, 255, 0, 0, 0, 255, 0, 900, -5, 0], RGB, 'Grayscale')
    expect(white).toBeCloseTo(1, 6)
    expect(red).toBeCloseTo(0.299, 6)
    expect(green).toBeCloseTo(0.587, 6)
    expect(beyond).toBe(red)
    expect(featuresOf([2 ** 30, -7], ['pixel'], 'RGB')).toEqual([1, 1, 1, 0, 0, 0])
  })

  it.skipIf(NO_RUNTIME)('refuses what is no picture', () => {
    expect(() => featuresOf([1, 2, NaN], RGB, 'RGB')).toThrow(/not numbers/)
    expect(() => featuresOf([1, 2], ['red', 'green'], 'RGB')).toThrow(/three axes/)
    const large = checkBlock(newDspBlock('image'), { rateHz: 1, rows: 20_000, axes: RGB })
    expect(large).toMatchObject([{ param: 'channels', fix: 'Grayscale' }])
  })
})

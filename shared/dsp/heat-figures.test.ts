import { describe, expect, it } from 'vitest'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import type { DspContext, Params } from './block.ts'
import { newDspBlock, readyBlock } from './registry.ts'

const second: DspContext = { rateHz: 16_000, rows: 16_000, axes: ['audio'] }
const motion: DspContext = { rateHz: 100, rows: 256, axes: ['x', 'y'] }

function heatOf(blockId: string, changes: Params, context: DspContext, window: Float32Array) {
  const block = newDspBlock(blockId)
  const { type, params } = readyBlock({ ...block, params: { ...block.params, ...changes } }, context)
  const figure = type.figures(testRuntime(), window, params, context).find(({ heat }) => heat !== undefined)
  if (!figure?.heat) throw new Error('no heat map')
  const { heat } = figure
  const at = heat.values.indexOf(Math.max(...heat.values))
  return { figure, heat, most: { x: heat.x[Math.floor(at / heat.y.length)]!, y: heat.y[at % heat.y.length]! } }
}

describe.skipIf(NO_RUNTIME)(`heat maps${NO_RUNTIME}`, () => {
  /** 2,000 Hz in the second half of a second. */
  const beep = Float32Array.from({ length: 16_000 }, (_, row) =>
    row < 8000 ? 0 : 8000 * Math.sin((2 * Math.PI * 2000 * row) / 16_000),
  )

  it('show a tone where and when it sounds', () => {
    const { figure, heat, most } = heatOf('spectrogram', {}, second, beep)
    expect(figure.title).toBe('Spectrogram')
    expect(heat.values).toHaveLength(heat.x.length * heat.y.length)
    expect(most.y).toBe(2000)
    expect(most.x).toBeGreaterThan(500)
  })

  it.each(['mfe', 'mfcc'])('have one cell a feature: %s', (block) => {
    const { heat } = heatOf(block, {}, second, beep)
    expect(heat.values).toHaveLength(heat.x.length * heat.y.length)
    expect(heat.x.at(-1)).toBeLessThanOrEqual(1000)
  })

  it('show a knock in the fast parts of a wavelet, at its moment', () => {
    const knock = Float32Array.from({ length: 512 }, (_, at) => (Math.floor(at / 2) === 128 ? 20 : Math.sin(at * 0.02)))
    const { heat, most } = heatOf(
      'spectral-analysis',
      { 'analysis-type': 'Wavelet', 'wavelet-level': 3 },
      motion,
      knock,
    )
    expect(heat.y).toHaveLength(4)
    expect(most.y).toBeGreaterThan(0)
    expect(Math.abs(most.x - 1280)).toBeLessThan(80)
  })
})

import { describe, expect, it } from 'vitest'
import { heatColor } from '../components/heat-scale.ts'
import { type Heat, heatPixels, heatRange, heatSummary, heatTicks } from './heat-drawing.ts'

/** Two columns of three rows. */
const heat: Heat = {
  zTitle: 'Level',
  x: Float32Array.of(10, 30),
  y: Float32Array.of(0, 100, 200),
  values: Float32Array.of(0, 0.25, 0.5, 0, 1, 0.75),
}
const figure = { title: 'Spectrogram', xTitle: 'Time (ms)', yTitle: 'Frequency (Hz)', series: [], heat }

describe('a heat map', () => {
  it('draws the highest row at the top, and columns from left to right', () => {
    const pixels = heatPixels(heat, heatRange(heat))
    const at = (row: number, column: number): string => {
      const [red, green, blue] = pixels.subarray(4 * (row * 2 + column))
      return `rgb(${red}, ${green}, ${blue})`
    }
    expect(at(2, 0)).toBe(heatColor(0).background)
    expect(at(1, 1)).toBe(heatColor(1).background)
    expect(at(0, 0)).toBe(heatColor(128 / 255).background)
  })

  it('says where the most is, and when there is nothing to see', () => {
    expect(heatSummary(figure, heat)).toBe('Level from 0 to 1; the most at Time (ms) 30, Frequency (Hz) 100.')
    expect(heatSummary(figure, { ...heat, values: new Float32Array(6) })).toBe('Level is 0 everywhere.')
    expect(heatSummary(figure, { ...heat, x: new Float32Array(), values: new Float32Array() })).toBe('No values yet')
  })

  it('names the first, the middle and the last place of an axis', () => {
    expect(heatTicks(heat.y).map(({ text }) => text)).toEqual(['0', '100', '200'])
    expect(heatTicks(heat.x)).toEqual([
      { share: 0.25, text: '10' },
      { share: 0.75, text: '30' },
    ])
    expect(heatTicks(new Float32Array())).toEqual([])
  })
})

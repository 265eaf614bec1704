import { describe, expect, it } from 'vitest'
import { heatColor } from './heat-scale.ts'
import { LABEL_COLORS, labelLook } from './label-look.ts'
import { HORIZONTAL, rovingIndex } from './roving.ts'

function contrast(background: string, text: string): number {
  const [red = 0, green = 0, blue = 0] = (background.match(/\d+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return text === '#ffffff' ? 1.05 / (luminance + 0.05) : (luminance + 0.05) / 0.05
}

describe('heatColor', () => {
  it('can be read at every share', () => {
    for (let percent = 0; percent <= 100; percent++) {
      const { background, text } = heatColor(percent / 100)
      expect(contrast(background, text), `${percent} %`).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('stays on the scale for shares outside of 0 to 1', () => {
    expect(heatColor(-1)).toEqual(heatColor(0))
    expect(heatColor(2)).toEqual(heatColor(1))
  })
})

describe('labelLook', () => {
  it('gives twelve colours, each with a marker of its own', () => {
    const looks = Array.from({ length: LABEL_COLORS }, (_, color) => labelLook(color))
    expect(new Set(looks.map((look) => look.token)).size).toBe(12)
    expect(new Set(looks.map((look) => look.marker)).size).toBe(12)
    expect(looks[0]).toEqual({ token: '--color-label-1', marker: '●', digit: 1 })
  })
  it('swaps hollow and filled from the thirteenth on', () => {
    for (let color = 0; color < LABEL_COLORS; color++) {
      expect(labelLook(color + LABEL_COLORS).token).toBe(labelLook(color).token)
      expect(labelLook(color + LABEL_COLORS).marker).not.toBe(labelLook(color).marker)
    }
  })
})

describe('rovingIndex', () => {
  it('moves and wraps around', () => {
    expect(rovingIndex('ArrowRight', 2, 3, HORIZONTAL)).toBe(0)
    expect(rovingIndex('ArrowLeft', 0, 3, HORIZONTAL)).toBe(2)
    expect(rovingIndex('End', 0, 3, HORIZONTAL)).toBe(2)
    expect(rovingIndex('ArrowDown', 0, 3, HORIZONTAL)).toBeNull()
    expect(rovingIndex('ArrowRight', 0, 0, HORIZONTAL)).toBeNull()
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Rgb = readonly [number, number, number]
type Theme = 'light' | 'dark'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Colours of one block of tokens.css. */
function tokensOf(theme: Theme): Map<string, Rgb> {
  const start = css.indexOf(theme === 'light' ? ':root {' : ":root[data-theme='dark'] {")
  const block = css.slice(start, css.indexOf('}', start))
  const found = block.matchAll(/--color-([\w-]+): #([0-9a-f]{6});/g)
  return new Map([...found].map(([, name = '', hex = '']) => [name, rgbOf(hex)]))
}

function rgbOf(hex: string): Rgb {
  const channel = (at: number): number => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  return [channel(0), channel(2), channel(4)]
}

/** sRGB to linear light, IEC 61966-2-1. */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** WCAG 2.2 contrast ratio. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

type Matrix = readonly [Rgb, Rgb, Rgb]

function times(matrix: Matrix, [x, y, z]: Rgb): Rgb {
  const row = ([a, b, c]: Rgb): number => a * x + b * y + c * z
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])]
}

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const SIGHTS: readonly Matrix[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
]

/** Ottosson 2020. */
function oklab(color: Rgb): Rgb {
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color,
  )
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)],
  )
}

function distance(one: Rgb, other: Rgb, sight: Matrix): number {
  const seen = (color: Rgb): Rgb => {
    const [red, green, blue] = times(sight, color).map((channel) => Math.min(1, Math.max(0, channel)))
    return oklab([red ?? 0, green ?? 0, blue ?? 0])
  }
  const [a, b] = [seen(one), seen(other)]
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

function leastDistance(colors: readonly Rgb[], sights: readonly Matrix[]): number {
  let least = Infinity
  for (const sight of sights)
    for (const [index, one] of colors.entries())
      for (const other of colors.slice(index + 1)) least = Math.min(least, distance(one, other, sight))
  return least
}

function token(theme: Theme, name: string): Rgb {
  const color = tokensOf(theme).get(name)
  if (!color) throw new Error(`tokens.css has no --color-${name} for ${theme}.`)
  return color
}

/** Foreground, background, least contrast: 4.5 for text, 3 for what only has to be seen. */
const PAIRS: readonly (readonly [string, string, number])[] = [
  ...['text', 'muted', 'accent', 'focus'].flatMap((name) =>
    ['surface', 'app'].map((ground) => [name, ground, 4.5] as const),
  ),
  ['text', 'raised', 4.5],
  ['muted', 'raised', 4.5],
  ['on-accent', 'accent', 4.5],
  ['edge', 'surface', 3],
  ['edge', 'app', 3],
  ...['ready', 'stale', 'problem', 'info'].map((name) => [name, `${name}-tint`, 4.5] as const),
  ...['ready', 'stale', 'problem', 'info'].map((name) => ['text', `${name}-tint`, 4.5] as const),
  ...['x', 'y', 'z'].map((axis) => [`axis-${axis}`, 'surface', 3] as const),
  ...Array.from({ length: 12 }, (_, index) => [`label-${index + 1}`, 'surface', 3] as const),
  ...Array.from({ length: 12 }, (_, index) => [`label-${index + 1}`, 'app', 3] as const),
]

describe.each(['light', 'dark'] as const)('the %s tokens', (theme) => {
  it.each(PAIRS)('%s on %s has a contrast of at least %s', (name, ground, least) => {
    expect(contrast(token(theme, name), token(theme, ground))).toBeGreaterThanOrEqual(least)
  })

  const labels = Array.from({ length: 12 }, (_, index) => token(theme, `label-${index + 1}`))
  const stated = {
    light: { 4: 11.6, 6: 9.5, 8: 8.6, 12: 5.9, normal: 9.8 },
    dark: { 4: 13.7, 6: 11.0, 8: 8.6, 12: 6.3, normal: 7.6 },
  }[theme]

  it.each([4, 6, 8, 12] as const)('keeps the first %s label colours apart for every kind of sight', (count) => {
    expect(leastDistance(labels.slice(0, count), SIGHTS)).toBeCloseTo(stated[count], 1)
  })
  it('keeps all label colours apart for normal sight', () => {
    expect(leastDistance(labels, SIGHTS.slice(0, 1))).toBeCloseTo(stated.normal, 1)
  })
  it('has the same names as the other theme', () => {
    expect([...tokensOf(theme).keys()]).toEqual([...tokensOf('light').keys()])
  })
})

describe('the measures', () => {
  it('give the known ends', () => {
    expect(contrast(rgbOf('ffffff'), rgbOf('000000'))).toBeCloseTo(21, 5)
    expect(oklab(rgbOf('ffffff'))[0]).toBeCloseTo(1, 5)
  })
})

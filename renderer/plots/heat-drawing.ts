/** A heat map as numbers: where what lies, and what a person reads of it. */
import type { Figure } from '../../shared/model/figure.ts'
import { heatColor } from '../components/heat-scale.ts'

export type Heat = NonNullable<Figure['heat']>

export interface HeatRange {
  low: number
  high: number
}

export function heatRange({ values }: Heat): HeatRange {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return values.length === 0 ? { low: 0, high: 0 } : { low, high }
}

/** Colours as RGBA bytes, `[rows, columns]`, the highest row first as pictures have it. */
export function heatPixels({ x, y, values }: Heat, { low, high }: HeatRange): Uint8ClampedArray<ArrayBuffer> {
  const palette = Array.from({ length: 256 }, (_, step) => {
    return (heatColor(step / 255).background.match(/\d+/g) ?? []).map(Number)
  })
  const pixels = new Uint8ClampedArray(4 * x.length * y.length)
  const scale = high > low ? 255 / (high - low) : 0
  for (let column = 0; column < x.length; column += 1) {
    for (let row = 0; row < y.length; row += 1) {
      const color = palette[Math.round((values[column * y.length + row]! - low) * scale)] ?? [0, 0, 0]
      pixels.set([...color, 255], 4 * ((y.length - 1 - row) * x.length + column))
    }
  }
  return pixels
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** "From 0 to 0.98. Most at 320 Time (ms), 5 Band." */
export function heatSummary({ xTitle, yTitle }: Figure, heat: Heat): string {
  const { low, high } = heatRange(heat)
  if (heat.values.length === 0) return 'No values yet'
  if (low === high) return `${heat.zTitle} is ${short(low)} everywhere.`
  const at = heat.values.indexOf(high)
  const [column, row] = [Math.floor(at / heat.y.length), at % heat.y.length]
  const place = `${xTitle} ${short(heat.x[column] ?? 0)}, ${yTitle} ${short(heat.y[row] ?? 0)}`
  return `${heat.zTitle} from ${short(low)} to ${short(high)}; the most at ${place}.`
}

/** First, middle and last of some places, for an axis. */
export function heatTicks(places: Float32Array): { share: number; text: string }[] {
  const last = places.length - 1
  const chosen = last < 2 ? [0, last] : [0, Math.round(last / 2), last]
  return [...new Set(chosen.filter((place) => place >= 0 && place <= last))].map((place) => ({
    share: (place + 0.5) / places.length,
    text: short(places[place]!),
  }))
}

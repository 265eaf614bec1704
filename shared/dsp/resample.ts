/**
 * Brings a signal to another rate: windowed sinc, Hann window, 16 zero crossings to each side. When the rate goes down,
 * the sinc is widened so that what the new rate cannot carry is taken out first. The weights of every output sum to 1,
 * so a constant stays that constant up to the edges, where the missing side is left out.
 */
import { AppError } from '../contract/errors.ts'

const ZERO_CROSSINGS = 16
/** Rates closer than this are the same rate. */
const SAME_RATE = 1e-6

export function isSameRate(leftHz: number, rightHz: number): boolean {
  return Math.abs(leftHz - rightHz) <= SAME_RATE * Math.max(leftHz, rightHz)
}

/** Readings that `rows` readings at `fromHz` become at `toHz`. */
export function resampledRows(rows: number, fromHz: number, toHz: number): number {
  if (isSameRate(fromHz, toHz) || rows === 0) return rows
  return Math.max(1, Math.round((rows * toHz) / fromHz))
}

/** values: interleaved rows of `axes` values. The same array where the rates are equal. */
export function resample(values: Float32Array, axes: number, fromHz: number, toHz: number): Float32Array {
  for (const rateHz of [fromHz, toHz]) {
    if (!(rateHz > 0) || !Number.isFinite(rateHz)) {
      throw new AppError('dsp/invalid-parameter', {
        message: `The rate is ${rateHz} Hz. Allowed: above 0.`,
        data: { param: 'frequencyHz', value: rateHz, allowed: 'above 0' },
      })
    }
  }
  if (isSameRate(fromHz, toHz)) return values
  const rows = Math.floor(values.length / axes)
  const result = new Float32Array(resampledRows(rows, fromHz, toHz) * axes)
  // Cut-off in cycles a reading of the input, times two.
  const cutoff = Math.min(1, toHz / fromHz)
  const reach = ZERO_CROSSINGS / cutoff
  const weights = new Float64Array(2 * Math.ceil(reach) + 2)
  for (let out = 0; out < result.length / axes; out += 1) {
    const position = (out * fromHz) / toHz
    const first = Math.max(0, Math.ceil(position - reach))
    const last = Math.min(rows - 1, Math.floor(position + reach))
    fillWeights(weights, { first, last, position, cutoff, reach })
    for (let axis = 0; axis < axes; axis += 1) {
      let sum = 0
      for (let row = first; row <= last; row += 1) sum += weights[row - first]! * values[row * axes + axis]!
      result[out * axes + axis] = sum
    }
  }
  return result
}

interface Tap {
  first: number
  last: number
  position: number
  cutoff: number
  reach: number
}

function fillWeights(weights: Float64Array, tap: Tap): void {
  let total = 0
  for (let row = tap.first; row <= tap.last; row += 1) {
    const distance = row - tap.position
    const angle = Math.PI * distance * tap.cutoff
    const sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle
    const weight = sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / tap.reach))
    weights[row - tap.first] = weight
    total += weight
  }
  if (!(Math.abs(total) > 1e-9)) {
    // A single far tap at the very edge: take the nearest reading.
    weights.fill(0, 0, tap.last - tap.first + 1)
    weights[tap.position > tap.last ? tap.last - tap.first : 0] = 1
    return
  }
  for (let row = tap.first; row <= tap.last; row += 1) weights[row - tap.first]! /= total
}

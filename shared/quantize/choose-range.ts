/** Which part of a tensor's values int8 shall hold, from a histogram of them. */
import type { ConversionSettings } from '../model/conversion.ts'

export interface Range {
  low: number
  high: number
}

export type CalibrationMethod = ConversionSettings['calibration']

const BINS = 2048
const LEVELS = 255
/** Left out at each end by the percentile. */
const TAIL_SHARE = 5e-5
/** Ends that are tried: all of it, then smaller by steps of 2 %. */
const TRIES = 49
const STEP = 0.02

export class Histogram {
  readonly counts = new Float64Array(BINS)

  constructor(readonly range: Range) {}

  add(values: Float32Array): void {
    const { low, high } = this.range
    const scale = high > low ? BINS / (high - low) : 0
    for (let index = 0; index < values.length; index++) {
      this.counts[Math.min(BINS - 1, Math.max(0, Math.floor((values[index]! - low) * scale)))]! += 1
    }
  }

  centre(bin: number): number {
    const { low, high } = this.range
    return low + ((bin + 0.5) * (high - low)) / BINS
  }
}

function percentile({ range, counts }: Histogram): Range {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const width = (range.high - range.low) / BINS
  const reach = (bins: Iterable<number>): number => {
    let [left, skipped] = [TAIL_SHARE * total, 0]
    for (const bin of bins) {
      left -= counts[bin]!
      if (left < 0) break
      skipped += 1
    }
    return skipped * width
  }
  const bins = [...counts.keys()]
  return { low: range.low + reach(bins), high: range.high - reach(bins.toReversed()) }
}

/** Mean squared error: what rounding costs inside, what cutting costs outside. */
function squaredError(histogram: Histogram, { low, high }: Range): number {
  const step = (high - low) / LEVELS
  let error = 0
  histogram.counts.forEach((count, bin) => {
    if (count === 0) return
    const value = histogram.centre(bin)
    const outside = value < low ? low - value : value > high ? value - high : 0
    error += count * (outside > 0 ? outside ** 2 : step ** 2 / 12)
  })
  return error
}

/** Kullback–Leibler divergence of the values from what 255 levels over the range can tell of them. */
function divergence(histogram: Histogram, { low, high }: Range): number {
  const { counts } = histogram
  const levels = new Float64Array(LEVELS)
  const filled = new Float64Array(LEVELS)
  const levelOf = (bin: number): number => {
    const place = ((histogram.centre(bin) - low) / (high - low)) * LEVELS
    return Math.min(LEVELS - 1, Math.max(0, Math.floor(place)))
  }
  let total = 0
  const inside = (bin: number): boolean => histogram.centre(bin) >= low && histogram.centre(bin) <= high
  counts.forEach((count, bin) => {
    total += count
    if (count === 0 || !inside(bin)) return
    levels[levelOf(bin)]! += count
    filled[levelOf(bin)]! += 1
  })
  let sum = 0
  counts.forEach((count, bin) => {
    if (count === 0) return
    const level = levelOf(bin)
    // What was cut off lies on the last level, where nothing of the like was expected.
    const expected = inside(bin) ? levels[level]! / Math.max(1, filled[level]!) : 1e-3
    sum += (count / total) * Math.log(count / expected)
  })
  return sum
}

/** The upper end first, with the lower one where it is, then the lower one. Zero always stays inside. */
function leastOf(histogram: Histogram, cost: (histogram: Histogram, range: Range) => number): Range {
  const whole = { low: Math.min(0, histogram.range.low), high: Math.max(0, histogram.range.high) }
  const factors = Array.from({ length: TRIES }, (_, attempt) => 1 - attempt * STEP)
  const best = (ranges: Range[]): Range => {
    const costs = ranges.map((range) => cost(histogram, range))
    return ranges[costs.indexOf(Math.min(...costs))] ?? whole
  }
  const { high } = best(factors.map((factor) => ({ ...whole, high: whole.high * factor })))
  return best(factors.map((factor) => ({ low: whole.low * factor, high })))
}

export function chooseRange(histogram: Histogram, method: CalibrationMethod): Range {
  const { low, high } = histogram.range
  if (!(high > low) || method === 'min-max') return histogram.range
  if (method === 'percentile') return percentile(histogram)
  return leastOf(histogram, method === 'mse' ? squaredError : divergence)
}

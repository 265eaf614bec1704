/**
 * Mel filters of MFCC and MFE: triangles over the bins of a power spectrum, evenly wide on the mel scale
 * m = 1127 · ln(1 + f / 700). Designed in double; weights rounded to float32. Bin of a frequency: floor((N + 1) · f / rate).
 * As in implementation versions 1 to 4 of Edge Impulse's blocks; checked against their features in test/golden.
 */

export interface MelOptions {
  filters: number
  /** Points of the FFT. */
  fftLength: number
  rateHz: number
  lowHz: number
  highHz: number
  /** Versions before 4 took half of the FFT for all of it: their bins are those of half the frequency. */
  halfPoints?: boolean
}

export interface MelBank {
  /** First bin with a weight, one a filter. */
  firstBins: number[]
  /** How many bins have a weight; 0 for a filter that catches nothing. */
  binCounts: number[]
  /** Weights of all filters, one after another. */
  weights: Float32Array
}

function toMel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700)
}

function toHz(mel: number): number {
  return 700 * (Math.exp(mel / 1127) - 1)
}

/** Where triangles begin, peak and end: filter i has corners i, i + 1 and i + 2. */
export function melCornersHz({ filters, lowHz, highHz }: MelOptions): number[] {
  const [low, high] = [toMel(lowHz), toMel(highHz)]
  const corners = Array.from({ length: filters + 2 }, (_, index) => {
    return toHz(low + ((high - low) * index) / (filters + 1))
  })
  // Keeps the last corner off the bin of the highest frequency, as the reference does.
  corners[filters + 1] = (corners[filters + 1] ?? highHz) - 0.001
  return corners
}

function triangle(bin: number, left: number, middle: number, right: number): number {
  if (bin >= middle && bin < right) return (right - bin) / (right - middle)
  if (bin > left && bin <= middle) return (bin - left) / (middle - left)
  return 0
}

export function melBank(options: MelOptions): MelBank {
  const { filters, fftLength, rateHz } = options
  const points = options.halfPoints ? fftLength / 2 + 1 : fftLength
  const corners = melCornersHz(options).map((hz) => Math.floor(((points + 1) * hz) / rateHz))
  const bank: { firstBins: number[]; binCounts: number[] } = { firstBins: [], binCounts: [] }
  const weights: number[] = []
  for (let filter = 0; filter < filters; filter += 1) {
    const [left = 0, middle = 0, right = 0] = corners.slice(filter, filter + 3)
    const bins = Array.from({ length: right - left + 1 }, (_, index) => left + index).filter(
      (bin) => bin <= fftLength / 2 && triangle(bin, left, middle, right) > 0,
    )
    bank.firstBins.push(bins[0] ?? 0)
    bank.binCounts.push(bins.length)
    weights.push(...bins.map((bin) => triangle(bin, left, middle, right)))
  }
  return { ...bank, weights: Float32Array.from(weights) }
}

/** Orthonormal DCT-II of `filters` values, its first `coefficients` rows: `[filters, coefficients]`. */
export function cosineTransform(filters: number, coefficients: number): Float32Array {
  const table = new Float32Array(filters * coefficients)
  for (let filter = 0; filter < filters; filter += 1) {
    for (let k = 0; k < coefficients; k += 1) {
      const size = Math.sqrt((k === 0 ? 1 : 2) / filters)
      table[filter * coefficients + k] = size * Math.cos((Math.PI * k * (2 * filter + 1)) / (2 * filters))
    }
  }
  return table
}

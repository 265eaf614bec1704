/** SpecAugment (Park et al., 2019): parts of the features of a sound are hidden, moved or made noisy. */
import type { Augmentation } from '../../model/impulse.ts'
import type { Random } from '../random.ts'
import { nextNormal, upTo, within } from './dice.ts'

export interface Spectrogram {
  /** `[frames, bands]`, row-major. */
  features: Float32Array
  frames: number
  bands: number
}

type Settings = NonNullable<Augmentation['spectrogram']>

/** Masks, and the longest share of the frames or bands each of them hides. */
const MASKS = { low: { count: 1, share: 0.125 }, high: { count: 2, share: 0.2 } } as const
/** As a share of the features' deviation. */
const NOISE = { low: 0.1, high: 0.3 } as const
const WARP_SHARE = 0.1

/** In this order: warp, masks over bands, masks over frames, noise. What is hidden gets the mean of all features. */
export function augmentSpectrogram(window: Spectrogram, settings: Settings, random: Random): Float32Array {
  const { frames, bands } = window
  const { mean, deviation } = spreadOf(window.features)
  const result = settings.warping ? warped(window, random) : window.features.slice()
  const hide = (axis: 'frames' | 'bands', strength: keyof typeof MASKS): void => {
    const size = axis === 'frames' ? frames : bands
    for (let mask = 0; mask < MASKS[strength].count; mask++) {
      const length = upTo(random, size * MASKS[strength].share)
      const start = upTo(random, size - length)
      result.forEach((_value, at) => {
        const place = axis === 'frames' ? Math.floor(at / bands) : at % bands
        if (place >= start && place < start + length) result[at] = mean
      })
    }
  }
  if (settings.freqMasking) hide('bands', settings.freqMasking)
  if (settings.timeMasking) hide('frames', settings.timeMasking)
  if (settings.gaussianNoise) {
    const loudness = NOISE[settings.gaussianNoise] * deviation
    result.forEach((value, at) => (result[at] = value + loudness * nextNormal(random)))
  }
  return result
}

/** A frame in the middle comes earlier or later; what is before and after it is stretched to fit. */
function warped({ features, frames, bands }: Spectrogram, random: Random): Float32Array {
  const middle = (frames - 1) / 2
  const moved = middle + within(random, WARP_SHARE * frames)
  const result = new Float32Array(features.length)
  for (let frame = 0; frame < frames; frame++) {
    const from = sourceFrame(frame, { middle, moved, last: frames - 1 })
    const before = Math.min(frames - 1, Math.floor(from))
    const after = Math.min(frames - 1, before + 1)
    for (let band = 0; band < bands; band++) {
      const [a, b] = [features[before * bands + band]!, features[after * bands + band]!]
      result[frame * bands + band] = a + (b - a) * (from - before)
    }
  }
  return result
}

function sourceFrame(frame: number, { middle, moved, last }: { middle: number; moved: number; last: number }): number {
  if (last === 0) return 0
  return frame <= moved ? (frame / moved) * middle : middle + ((frame - moved) / (last - moved)) * (last - middle)
}

function spreadOf(features: Float32Array): { mean: number; deviation: number } {
  let sum = 0
  for (const value of features) sum += value
  const mean = sum / features.length
  let squares = 0
  for (const value of features) squares += (value - mean) * (value - mean)
  return { mean, deviation: Math.sqrt(squares / features.length) }
}

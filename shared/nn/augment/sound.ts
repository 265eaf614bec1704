/** Sounds as they would be heard in another room, and a little earlier or later. */
import type { Augmentation } from '../../model/impulse.ts'
import type { Random } from '../random.ts'
import { nextNormal, within } from './dice.ts'

export interface SoundWindow {
  /** `[readings]`. */
  values: Float32Array
  rateHz: number
  /** As long as the window; silence where absent. */
  background?: Float32Array | undefined
}

type Settings = NonNullable<Augmentation['sound']>

/** In this order: shift, background, noise. What is shifted in is silence. */
export function augmentSound(window: SoundWindow, settings: Settings, random: Random): Float32Array {
  const { noise = 0, backgroundMix = 0, shiftMs = 0 } = settings
  const { values, rateHz, background } = window
  const strength = strengthOf(values)
  const result = shifted(values, Math.round((within(random, shiftMs) * rateHz) / 1000))
  if (backgroundMix > 0 && background) {
    const loudness = strengthOf(background)
    const factor = loudness > 0 ? (random.nextFloat() * backgroundMix * strength) / loudness : 0
    result.forEach((value, at) => (result[at] = value + factor * background[at % background.length]!))
  }
  if (noise > 0) {
    const loudness = random.nextFloat() * noise * strength
    result.forEach((value, at) => (result[at] = value + loudness * nextNormal(random)))
  }
  return result
}

function shifted(values: Float32Array, by: number): Float32Array {
  return Float32Array.from(values, (_value, at) => values[at - by] ?? 0)
}

function strengthOf(values: Float32Array): number {
  let squares = 0
  for (const value of values) squares += value * value
  return Math.sqrt(squares / Math.max(1, values.length))
}

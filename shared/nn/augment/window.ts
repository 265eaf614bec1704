/** One changed copy of a window of readings, by whatever of the augmentation suits its kind. */
import type { Augmentation } from '../../model/impulse.ts'
import type { Random } from '../random.ts'
import { augmentMotion } from './motion.ts'
import { augmentPicture } from './picture.ts'
import { augmentSound } from './sound.ts'
import { augmentSpectrogram } from './spectrogram.ts'

export interface WindowKind {
  axes: readonly string[]
  rateHz: number
  /** Of a picture. */
  size?: { width: number; height: number } | undefined
}

export interface RawWindow {
  /** `[readings, axes]`, interleaved. */
  values: Float32Array
  /** Another window of the same kind, for sound. */
  background?: Float32Array | undefined
}

/** Whether the readings themselves change, so that features have to be computed anew. */
export function changesReadings({ motion, sound, image }: Augmentation): boolean {
  return motion !== undefined || sound !== undefined || image !== undefined
}

export function augmentReadings(
  { values, background }: RawWindow,
  { axes, rateHz, size }: WindowKind,
  { augmentation, random }: { augmentation: Augmentation; random: Random },
): Float32Array {
  const { motion, sound, image } = augmentation
  if (size) return image ? augmentPicture({ values, ...size }, image, random) : values
  const moved = motion ? augmentMotion({ values, axes }, motion, random) : values
  return sound && axes.length === 1 ? augmentSound({ values: moved, rateHz, background }, sound, random) : moved
}

/** Features in two dimensions only: others have no neighbours to hide. */
export function augmentFeatures(
  features: Float32Array,
  shape: readonly number[],
  { augmentation, random }: { augmentation: Augmentation; random: Random },
): Float32Array {
  const [frames, bands] = shape
  if (!augmentation.spectrogram || shape.length !== 2 || frames === undefined || bands === undefined) return features
  return augmentSpectrogram({ features, frames, bands }, augmentation.spectrogram, random)
}

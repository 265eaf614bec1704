/** Which changes suit which kind of data, and switching them on and off. Pure. */
import { type Augmentation, augmentationSchema, type Impulse } from '../../../shared/model/impulse.ts'

export type AugmentGroup = 'motion' | 'sound' | 'spectrogram' | 'image'

export interface AugmentField {
  group: AugmentGroup
  key: string
  label: string
  help: string
  /** A number from 0 (off) to `max`, or another kind of choice. */
  kind: 'share' | 'number' | 'flag' | 'strength'
  unit?: string
  max?: number
  step?: number
  /** To try it with one press. */
  gentle: number | boolean | 'low'
}

export const AUGMENT_FIELDS: readonly AugmentField[] = [
  {
    group: 'motion',
    key: 'rotateDegrees',
    label: 'Turn',
    unit: '°',
    help: 'As if the board were held askew.',
    kind: 'number',
    max: 180,
    step: 1,
    gentle: 15,
  },
  {
    group: 'motion',
    key: 'scale',
    label: 'Stronger, weaker',
    help: 'As if others moved it.',
    kind: 'share',
    max: 0.9,
    gentle: 0.1,
  },
  {
    group: 'motion',
    key: 'jitter',
    label: 'Noise',
    help: 'As if the sensor were worse.',
    kind: 'share',
    max: 1,
    gentle: 0.05,
  },
  {
    group: 'motion',
    key: 'timeWarp',
    label: 'Faster, slower',
    help: 'In places, as people move.',
    kind: 'share',
    max: 0.5,
    gentle: 0.1,
  },
  {
    group: 'sound',
    key: 'noise',
    label: 'Noise',
    help: 'As if the microphone hissed.',
    kind: 'share',
    max: 1,
    gentle: 0.1,
  },
  {
    group: 'sound',
    key: 'backgroundMix',
    label: 'Background',
    help: 'Another training sample, quietly below.',
    kind: 'share',
    max: 1,
    gentle: 0.2,
  },
  {
    group: 'sound',
    key: 'shiftMs',
    label: 'Earlier, later',
    unit: 'ms',
    help: 'Moves the sound in its window.',
    kind: 'number',
    max: 1000,
    step: 10,
    gentle: 100,
  },
  {
    group: 'spectrogram',
    key: 'timeMasking',
    label: 'Hide moments',
    help: 'Some frames are blanked.',
    kind: 'strength',
    gentle: 'low',
  },
  {
    group: 'spectrogram',
    key: 'freqMasking',
    label: 'Hide pitches',
    help: 'Some bands are blanked.',
    kind: 'strength',
    gentle: 'low',
  },
  {
    group: 'spectrogram',
    key: 'gaussianNoise',
    label: 'Noise on features',
    help: 'A little on every value.',
    kind: 'strength',
    gentle: 'low',
  },
  {
    group: 'spectrogram',
    key: 'warping',
    label: 'Warp time',
    help: 'Stretches one half, squeezes the other.',
    kind: 'flag',
    gentle: true,
  },
  { group: 'image', key: 'flip', label: 'Mirror', help: 'Left becomes right.', kind: 'flag', gentle: true },
  {
    group: 'image',
    key: 'rotateDegrees',
    label: 'Turn',
    unit: '°',
    help: 'As if the camera were held askew.',
    kind: 'number',
    max: 180,
    step: 1,
    gentle: 10,
  },
  { group: 'image', key: 'crop', label: 'Move', help: 'Cut off on one side.', kind: 'share', max: 0.5, gentle: 0.1 },
  { group: 'image', key: 'zoom', label: 'Zoom', help: 'As if nearer.', kind: 'share', max: 1, gentle: 0.15 },
  {
    group: 'image',
    key: 'brightness',
    label: 'Light',
    help: 'Lighter and darker.',
    kind: 'share',
    max: 1,
    gentle: 0.15,
  },
]

export const GROUP_NAMES: Record<AugmentGroup, string> = {
  motion: 'Motion',
  sound: 'Sound',
  spectrogram: 'Features of sound',
  image: 'Picture',
}

/** What suits the readings and the shape of their features. */
export function suitableGroups({ input }: Impulse, shape: readonly number[]): AugmentGroup[] {
  if (input.kind === 'image') return ['image']
  const readings: AugmentGroup = input.axes.length === 1 ? 'sound' : 'motion'
  return shape.length === 2 ? [readings, 'spectrogram'] : [readings]
}

export function augmentValue(augmentation: Augmentation | undefined, { group, key }: AugmentField): unknown {
  return new Map<string, unknown>(Object.entries(augmentation?.[group] ?? {})).get(key)
}

/** Undefined switches it off; with nothing left there is no augmentation. */
export function withAugment(
  augmentation: Augmentation | undefined,
  { group, key }: Pick<AugmentField, 'group' | 'key'>,
  value: unknown,
): Augmentation | undefined {
  const own = new Map<string, unknown>(Object.entries(augmentation?.[group] ?? {}))
  if (value === undefined) own.delete(key)
  else own.set(key, value)
  const { [group]: _, ...others } = { copies: 1, ...augmentation }
  const next = own.size > 0 ? { ...others, [group]: Object.fromEntries(own) } : others
  if (Object.keys(next).length === 1) return undefined
  const parsed = augmentationSchema.safeParse(next)
  return parsed.success ? parsed.data : augmentation
}

/** A little of all that suits the readings. */
export function gentleAugmentation(groups: readonly AugmentGroup[]): Augmentation | undefined {
  return AUGMENT_FIELDS.filter(({ group }) => groups.includes(group)).reduce<Augmentation | undefined>(
    (made, field) => withAugment(made, field, field.gentle),
    undefined,
  )
}

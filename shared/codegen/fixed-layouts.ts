/** How the records of fixed-point blocks lie in a model pack. As in tml_audio_fixed.h and tml_spectral_fixed.h. */
import { SECTION_FLOATS } from '../runtime/params.ts'
import type { BlockLayout, FieldLayout, KnownFields } from './block-layouts.ts'

const DECIMATION_WORDS = 4 * SECTION_FLOATS + 1

const filterCount = (known: KnownFields): number => known.word(7)
const turn = (place: number): FieldLayout => ({ integers: (known) => known.word(place) / 4 + 1 })

const audioFields: FieldLayout[] = [
  ...Array<FieldLayout>(6).fill('integer'),
  turn(3),
  'integer',
  { integers: filterCount },
  { integers: filterCount },
  { integers: (known) => known.integers(9).reduce((total, count) => total + count, 0) },
  'integer',
  { integers: (known) => filterCount(known) * known.word(11) },
  ...Array<FieldLayout>(4).fill('integer'),
]

export function audioFixed(name: string): BlockLayout {
  return { name, struct: 'tml_audio_fixed_params', prepare: false, fields: audioFields }
}

export const spectralFixed: BlockLayout = {
  name: 'spectral_fixed',
  struct: 'tml_spectral_fixed_params',
  prepare: false,
  braces: [2, 3],
  fields: [
    'float',
    ...Array<FieldLayout>(4).fill('integer'),
    { integers: (known) => known.word(1) * DECIMATION_WORDS },
    'integer',
    { integers: (known) => known.word(6) * SECTION_FLOATS },
    'integer',
    turn(8),
    ...Array<FieldLayout>(6).fill('integer'),
    { integers: (known) => (known.word(15) > 0 ? DECIMATION_WORDS : 0) },
  ],
}

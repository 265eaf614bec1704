/** How the records of DSP blocks lie in a model pack, and what their C is called. As in resources/runtime/tml_*.h. */
import { BLOCK_KIND, DECIMATION_FLOATS, SECTION_FLOATS } from '../runtime/params.ts'
import { audioFixed, spectralFixed } from './fixed-layouts.ts'

/** Words of the record that are already known: fields before this one, and integer tables by their place. */
export interface KnownFields {
  word(index: number): number
  integers(index: number): number[]
}

export type FieldLayout =
  | 'integer'
  | 'float'
  | { floats: (known: KnownFields) => number }
  | { integers: (known: KnownFields) => number }

export interface BlockLayout {
  /** `tml_<name>` is the function, `tml_<name>.h` its header. */
  name: string
  /** Type of the parameters. */
  struct: string
  /** Whether tables are made once in the scratch memory. */
  prepare: boolean
  /** First field of an array within the struct, and how many it has. */
  braces?: [number, number]
  fields: FieldLayout[]
}

const filterCount = (known: KnownFields): number => known.word(6)
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

const audioFields: FieldLayout[] = [
  ...Array<FieldLayout>(4).fill('integer'),
  'float',
  'float',
  'integer',
  { integers: filterCount },
  { integers: filterCount },
  { floats: (known) => sum(known.integers(8)) },
  'integer',
  { floats: (known) => filterCount(known) * known.word(10) },
  'integer',
  'float',
  'integer',
  'integer',
  'integer',
]

function audio(name: string): BlockLayout {
  return { name, struct: 'tml_audio_params', prepare: true, fields: audioFields }
}

const waveletFields: FieldLayout[] = [
  'float',
  ...Array<FieldLayout>(4).fill('integer'),
  { floats: (known) => known.word(1) * DECIMATION_FLOATS },
  'integer',
  { floats: (known) => known.word(6) * SECTION_FLOATS },
  'integer',
  'integer',
  { floats: (known) => known.word(9) },
  { floats: (known) => known.word(9) },
]

const image: BlockLayout = {
  name: 'image',
  struct: 'tml_image_params',
  prepare: false,
  fields: ['integer', 'integer'],
}

function plain(name: string, fields: FieldLayout[]): BlockLayout {
  return { name, struct: `tml_${name}_params`, prepare: false, fields }
}

const bandCount = (known: KnownFields): number => known.word(5)
const bandEnergies: BlockLayout = {
  ...plain('band_energies', [
    'float',
    ...Array<FieldLayout>(5).fill('integer'),
    { integers: bandCount },
    { integers: bandCount },
  ]),
  prepare: true,
}

const axisCount = (known: KnownFields): number => known.word(1)
const sensorFusion = plain('sensor_fusion', ['integer', 'integer', { integers: axisCount }, { floats: axisCount }])

const firstBands = (known: KnownFields): number => known.word(7)
const spectralFirst: BlockLayout = {
  ...plain('spectral_first', [
    'float',
    'integer',
    { floats: (known) => known.word(1) * SECTION_FLOATS },
    'integer',
    'float',
    'integer',
    'float',
    'integer',
    { integers: firstBands },
    { integers: firstBands },
  ]),
  prepare: true,
}

export const blockLayouts: ReadonlyMap<number, BlockLayout> = new Map([
  [BLOCK_KIND.mfcc, audio('mfcc')],
  [BLOCK_KIND.mfe, audio('mfe')],
  [BLOCK_KIND.spectrogram, audio('spectrogram')],
  [BLOCK_KIND.image, image],
  [BLOCK_KIND.mfccFixed, audioFixed('mfcc_fixed')],
  [BLOCK_KIND.mfeFixed, audioFixed('mfe_fixed')],
  [BLOCK_KIND.spectralFixed, spectralFixed],
  [BLOCK_KIND.normalization, plain('normalization', ['integer', 'integer', 'float', 'float'])],
  [BLOCK_KIND.bandEnergies, bandEnergies],
  [BLOCK_KIND.envelope, plain('envelope', ['float', 'integer', 'integer', 'integer', 'integer'])],
  [BLOCK_KIND.hjorth, plain('hjorth', ['float', 'integer', 'float'])],
  [BLOCK_KIND.peaks, plain('peaks', ['float', 'float', 'float'])],
  [BLOCK_KIND.sensorFusion, sensorFusion],
  [BLOCK_KIND.spectralFirst, spectralFirst],
  [BLOCK_KIND.mfccFixed, audioFixed('mfcc_fixed')],
  [BLOCK_KIND.mfeFixed, audioFixed('mfe_fixed')],
  [BLOCK_KIND.spectralFixed, spectralFixed],
  [
    BLOCK_KIND.wavelet,
    { name: 'wavelet', struct: 'tml_wavelet_params', prepare: false, braces: [2, 3], fields: waveletFields },
  ],
])

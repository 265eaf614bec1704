/**
 * Field by field as the reference: names, defaults, allowed values and the versions they belong to, so that an impulse goes
 * from one tool to the other. Source: the parameters.json of github.com/edgeimpulse/processing-blocks, newest version.
 */
import { describe, expect, it } from 'vitest'
import type { ParameterValue } from '../model/impulse.ts'
import { findBlock } from './registry.ts'
import { WAVELETS } from './wavelets.ts'

interface Field {
  id: string
  value: ParameterValue
  /** For select, and numbers of which only some are allowed. */
  valid?: ParameterValue[]
  versions?: number[]
  /** `parameter operator value`. */
  showIf?: string
}

const withFilter = 'filter-type neq none'
const withFft = 'analysis-type eq FFT'
const withWavelet = 'analysis-type eq Wavelet'
const frames = (stride: number): Field[] => [
  { id: 'frame_length', value: 0.02 },
  { id: 'frame_stride', value: stride },
]
const bands = (filters: number): Field[] => [
  { id: 'num_filters', value: filters },
  { id: 'fft_length', value: 256 },
  { id: 'low_frequency', value: 0 },
  { id: 'high_frequency', value: 0 },
]

const reference: Record<string, { newest: number; fields: Field[] }> = {
  'spectral-analysis': {
    newest: 4,
    fields: [
      { id: 'scale-axes', value: 1 },
      { id: 'input-decimation-ratio', value: 1, valid: [1, 3, 10, 30, 100, 1000], versions: [4] },
      { id: 'filter-type', value: 'none', valid: ['low', 'high', 'none'] },
      { id: 'filter-cutoff', value: 3, showIf: withFilter },
      { id: 'filter-order', value: 6, valid: [0, 2, 4, 6, 8], showIf: withFilter },
      { id: 'analysis-type', value: 'FFT', valid: ['FFT', 'Wavelet'], versions: [3, 4] },
      { id: 'fft-length', value: 16, showIf: withFft },
      { id: 'spectral-peaks-count', value: 3, versions: [1] },
      { id: 'spectral-peaks-threshold', value: 0.1, versions: [1] },
      { id: 'spectral-power-edges', value: '0.1, 0.5, 1.0, 2.0, 5.0', versions: [1] },
      { id: 'do-log', value: true, versions: [2, 3, 4], showIf: withFft },
      { id: 'do-fft-overlap', value: true, versions: [2, 3, 4], showIf: withFft },
      { id: 'wavelet-level', value: 1, versions: [3, 4], showIf: withWavelet },
      { id: 'wavelet', value: 'db4', valid: WAVELETS, versions: [3, 4], showIf: withWavelet },
      { id: 'extra-low-freq', value: false, versions: [4], showIf: withFft },
    ],
  },
  mfe: {
    newest: 4,
    fields: [
      ...frames(0.01),
      ...bands(40),
      { id: 'noise_floor_db', value: -52, versions: [3, 4] },
      { id: 'win_size', value: 101, versions: [1, 2] },
    ],
  },
  mfcc: {
    newest: 4,
    fields: [
      { id: 'num_cepstral', value: 13 },
      ...frames(0.02),
      ...bands(32),
      { id: 'win_size', value: 101 },
      { id: 'pre_cof', value: 0.98 },
      { id: 'pre_shift', value: 1, versions: [1, 2] },
    ],
  },
  spectrogram: {
    newest: 4,
    fields: [...frames(0.01), { id: 'fft_length', value: 128 }, { id: 'noise_floor_db', value: -52, versions: [3, 4] }],
  },
  flatten: {
    newest: 1,
    fields: [
      { id: 'scale-axes', value: 1 },
      ...['average', 'minimum', 'maximum', 'rms', 'stdev', 'skewness', 'kurtosis'].map((id) => ({ id, value: true })),
      { id: 'moving_avg_num_windows', value: 0 },
    ],
  },
  raw: { newest: 1, fields: [{ id: 'scale-axes', value: 1 }] },
  image: { newest: 1, fields: [{ id: 'channels', value: 'RGB', valid: ['RGB', 'Grayscale'] }] },
}

const cases = Object.entries(reference).flatMap(([block, { fields }]) => fields.map((field) => ({ block, ...field })))
/** What is ours beside it. */
const OWN = new Set(['ei-exact', 'arithmetic'])

describe('fields of the reference', () => {
  it.each(cases)('$block $id', ({ block, id, value, valid, versions, showIf }) => {
    const spec = findBlock(block).parameters.find((one) => one.id === id)
    expect(spec?.default).toBe(value)
    expect(spec?.help.length).toBeGreaterThan(10)
    if (valid) expect(new Set(spec?.options)).toEqual(new Set(valid))
    expect(spec?.versions).toEqual(versions)
    const shown = spec?.showIf
    expect(shown && `${shown.param} ${shown.operator} ${String(shown.value)}`).toBe(showIf)
  })

  it.each(Object.entries(reference))('%s has no others, and its newest version', (id, { newest, fields }) => {
    const block = findBlock(id)
    expect(block.implementationVersions[0]).toBe(newest)
    const ids = block.parameters.map((spec) => spec.id).filter((one) => !OWN.has(one))
    expect(ids.toSorted()).toEqual(fields.map((field) => field.id).toSorted())
  })

  it('has all 50 wavelets', () => {
    expect(WAVELETS.length).toBe(14 + 3 + 9 + 1 + 14 + 9)
  })
})

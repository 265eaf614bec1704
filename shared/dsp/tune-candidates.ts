/** Which settings of a DSP block are worth trying, step by step: each step keeps what was best so far. */
import type { DspBlockType, DspContext, Params } from './block.ts'
import { numberOf } from './parameters.ts'
import { DECIMATION_RATIOS } from './spectral-params.ts'

/** Changes to the best settings so far; one of a step is taken at most. */
export type TuneStep = Params[]

/** What a person decides, not the data: loudness of everything, the board's arithmetic, and comparing with others. */
const LEFT_ALONE = new Set(['scale-axes', 'arithmetic', 'ei-exact', 'input-decimation-ratio'])

function fftLengths(context: DspContext): TuneStep {
  return [16, 32, 64, 128, 256].filter((length) => length <= context.rows).map((length) => ({ 'fft-length': length }))
}

function spectralSteps(context: DspContext): TuneStep[] {
  const nyquistHz = context.rateHz / 2
  const hz = (share: number): number => Number((nyquistHz * share).toPrecision(2))
  const filters: TuneStep = [
    { 'filter-type': 'none' },
    ...[0.1, 0.25, 0.5].map((share) => ({ 'filter-type': 'low', 'filter-cutoff': hz(share) })),
    ...[0.02, 0.05, 0.1].map((share) => ({ 'filter-type': 'high', 'filter-cutoff': hz(share) })),
  ]
  const decimations = DECIMATION_RATIOS.filter((ratio) => context.rows / ratio >= 64).map((ratio) => ({
    'input-decimation-ratio': ratio,
  }))
  return [
    fftLengths(context),
    [{ 'do-log': true }, { 'do-log': false }],
    filters,
    decimations,
    [{ 'extra-low-freq': false }, { 'extra-low-freq': true }],
    [{ 'analysis-type': 'FFT' }, ...[1, 2, 3].map((level) => ({ 'analysis-type': 'Wavelet', 'wavelet-level': level }))],
  ]
}

/** The shortest FFT that holds a whole frame. */
function fftFor(seconds: number, context: DspContext): number {
  return [64, 128, 256, 512, 1024, 2048].find((length) => length >= seconds * context.rateHz) ?? 4096
}

function frameStep(context: DspContext): TuneStep {
  const pairs = [
    [0.02, 0.01],
    [0.02, 0.02],
    [0.032, 0.016],
    [0.032, 0.024],
    [0.05, 0.025],
    [0.064, 0.032],
  ]
  return pairs.map(([length = 0, stride = 0]) => ({
    frame_length: length,
    frame_stride: stride,
    fft_length: fftFor(length, context),
  }))
}

function bands(counts: number[]): TuneStep {
  return counts.map((count) => ({ num_filters: count }))
}

const noiseFloors: TuneStep = [-30, -40, -52, -65, -80].map((level) => ({ noise_floor_db: level }))
const lowest: TuneStep = [0, 80, 200].map((hz) => ({ low_frequency: hz }))

/** Any other block: each of its switches and choices in turn. */
function generalSteps(type: DspBlockType): TuneStep[] {
  return type.parameters
    .filter(({ id }) => !LEFT_ALONE.has(id))
    .flatMap((spec): TuneStep[] => {
      if (spec.type === 'boolean') return [[{ [spec.id]: true }, { [spec.id]: false }]]
      const options = spec.options ?? []
      return options.length > 1 && options.length <= 12 ? [options.map((option) => ({ [spec.id]: option }))] : []
    })
}

/** Empty where there is nothing to choose. The settings are not checked: some will not fit the window. */
export function tuneSteps(type: DspBlockType, context: DspContext): TuneStep[] {
  switch (type.id) {
    case 'spectral-analysis':
      return spectralSteps(context)
    case 'mfcc':
      return [
        frameStep(context),
        bands([20, 32, 40]),
        [10, 13, 20].map((count) => ({ num_cepstral: count })),
        [0, 101].map((frames) => ({ win_size: frames })),
        lowest,
      ]
    case 'mfe':
      return [frameStep(context), bands([16, 20, 32, 40]), noiseFloors, lowest]
    case 'spectrogram':
      return [frameStep(context), noiseFloors]
    case 'custom':
      return []
    default:
      return generalSteps(type)
  }
}

/** What differs, as a person would say it: "FFT length 64, Filter type low". */
export function changeWords(type: DspBlockType, from: Params, to: Params): string {
  const words = type.parameters
    .filter(({ id }) => to[id] !== undefined && to[id] !== from[id])
    .map(({ id, label, unit }) => {
      const value = to[id]
      if (typeof value === 'boolean') return `${label} ${value ? 'on' : 'off'}`
      const shown = typeof value === 'number' ? Number(numberOf(to, id).toPrecision(4)) : String(value)
      return `${label} ${shown}${unit === '' ? '' : ` ${unit}`}`
    })
  return words.join(', ')
}

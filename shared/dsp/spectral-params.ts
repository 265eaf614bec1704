/** From the settings of Spectral Analysis to what the C runtime takes. */
import type { Decimation, SpectralParams } from '../runtime/params.ts'
import type { DspContext, Params } from './block.ts'
import { butterworth, decimationStep } from './filter-design.ts'
import { flagOf, numberOf, textOf, versionOf } from './parameters.ts'

/** How each decimation ratio is reached in steps of at most ten. */
const DECIMATION_STEPS = new Map([
  [1, []],
  [3, [3]],
  [10, [10]],
  [30, [3, 10]],
  [100, [10, 10]],
  [1000, [10, 10, 10]],
])

export const DECIMATION_RATIOS = [...DECIMATION_STEPS.keys()]

export interface SpectralSettings {
  scale: number
  ratio: number
  filter: 'none' | 'low' | 'high'
  cutoffHz: number
  order: number
  fftLength: number
  takeLog: boolean
  overlap: boolean
  lowFrequency: boolean
  wavelet: boolean
  /** Since version 4: skewness and kurtosis of the spectrum, decimation, and the low-frequency pass. */
  shape: boolean
  level: number
  waveletName: string
}

export function spectralSettings(params: Params): SpectralSettings {
  const filter = textOf(params, 'filter-type')
  const version = versionOf(params)
  return {
    scale: numberOf(params, 'scale-axes'),
    ratio: version >= 4 ? numberOf(params, 'input-decimation-ratio') : 1,
    filter: filter === 'low' || filter === 'high' ? filter : 'none',
    cutoffHz: numberOf(params, 'filter-cutoff'),
    order: numberOf(params, 'filter-order'),
    fftLength: numberOf(params, 'fft-length'),
    takeLog: flagOf(params, 'do-log'),
    overlap: flagOf(params, 'do-fft-overlap'),
    lowFrequency: version >= 4 && flagOf(params, 'extra-low-freq'),
    wavelet: version >= 3 && textOf(params, 'analysis-type') === 'Wavelet',
    shape: version >= 4,
    level: numberOf(params, 'wavelet-level'),
    waveletName: textOf(params, 'wavelet'),
  }
}

export interface BinRange {
  first: number
  count: number
}

/**
 * FFT bins that are kept: all but DC, and with a filter only those that touch its pass band.
 * rateHz: rate of the signal the FFT sees. May be empty (count 0 or less).
 */
export function keptBins(settings: SpectralSettings, rateHz: number): BinRange {
  const cutoffBin = (settings.cutoffHz * settings.fftLength) / rateHz
  const top = settings.fftLength / 2
  if (settings.filter === 'low') return { first: 1, count: Math.min(top, Math.floor(cutoffBin + 0.5)) }
  if (settings.filter === 'none') return { first: 1, count: top }
  const first = Math.max(1, Math.ceil(cutoffBin - 0.5))
  return { first, count: top - first + 1 }
}

export function decimationFactors(ratio: number): number[] {
  return DECIMATION_STEPS.get(ratio) ?? []
}

export function decimatedRows(rows: number, ratio: number): number {
  return decimationFactors(ratio).reduce((left, factor) => Math.ceil(left / factor), rows)
}

/** What comes before the analysis: decimation, then the filter's sections. */
export function conditioning(
  settings: SpectralSettings,
  context: DspContext,
): { decimations: Decimation[]; filter: Float32Array } {
  const { ratio, filter, order, cutoffHz } = settings
  const filtered = filter !== 'none' && order > 0
  return {
    decimations: decimationFactors(ratio).map(decimationStep),
    filter: filtered
      ? butterworth(filter === 'high' ? 'high' : 'low', order, cutoffHz, context.rateHz / ratio)
      : new Float32Array(),
  }
}

/** The settings must have passed the block's check. */
export function spectralParams(params: Params, context: DspContext): SpectralParams {
  const settings = spectralSettings(params)
  const rateHz = context.rateHz / settings.ratio
  const bins = keptBins(settings, rateHz)
  const result: SpectralParams = {
    scale: settings.scale,
    ...conditioning(settings, context),
    fftLength: settings.fftLength,
    overlap: settings.overlap,
    takeLog: settings.takeLog,
    firstBin: bins.first,
    binCount: bins.count,
    shape: settings.shape,
  }
  if (settings.lowFrequency) {
    const low = keptBins(settings, rateHz / 10)
    result.low = { firstBin: low.first, binCount: low.count, decimation: decimationStep(10) }
  }
  return result
}

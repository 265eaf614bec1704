/**
 * Spectral Analysis: how strong each axis moves, and at which frequencies.
 *
 * Per axis of `[rows]`: RMS, skewness, kurtosis, spectral skewness, spectral kurtosis, then the power of each kept
 * FFT bin (largest over all frames; log10 where asked). Output `[features]`: axis by axis; the low-frequency pass of
 * all axes follows at the end. Constant signals give 0 for skewness and kurtosis, and −10 for the log of no power.
 * Implementation versions 1 to 4 of Edge Impulse's block (2 and 3 without the two numbers of the spectrum's shape, 1 in
 * spectral-first.ts); held against its vectors in test/golden.
 */
import type { DspBlockType, DspContext, DspCost, Params } from './block.ts'
import { fixedSpectralRecord, isFixed, recordBytes } from './fixed-point.ts'
import type { BinRange } from './spectral-params.ts'
import { firstCost, firstExplanation, firstNames, firstRecord, isFirst } from './spectral-first.ts'
import { decimationFactors, decimatedRows, keptBins, spectralParams, spectralSettings } from './spectral-params.ts'
import { checkSpectral, decimalsBetween, rounded } from './spectral-check.ts'
import { signalFigures, spectralFigures } from './spectral-figures.ts'
import { spectralParameters } from './spectral-schema.ts'
import { waveletCost, waveletExplanation, waveletFigures, waveletNames, waveletRecord } from './wavelet-analysis.ts'
import type { BlockRecord } from '../runtime/params.ts'
import { DECIMATION_FLOATS, SECTION_FLOATS } from '../runtime/params.ts'

const STATISTICS = ['RMS', 'Skewness', 'Kurtosis']
const SHAPE = ['Spectral Skewness', 'Spectral Kurtosis']

/** Two decimals, halves to the even neighbour: the names are those of Edge Impulse. More where two bands would look alike. */
function decimals(value: number, spacingHz: number): string {
  const scale = 10 ** Math.max(2, decimalsBetween(spacingHz))
  const floor = Math.floor(value * scale)
  if (value * scale - floor === 0.5) return String((floor + (floor % 2)) / scale)
  return String(Math.round(value * scale) / scale)
}

interface Pass {
  suffix: string
  bins: BinRange
  spacingHz: number
  shape: boolean
}

function passNames(axis: string, { suffix, bins, spacingHz, shape }: Pass): string[] {
  const bands = Array.from({ length: bins.count }, (_, index) => {
    const bin = bins.first + index
    return `Spectral Power ${decimals((bin - 0.5) * spacingHz, spacingHz)} - ${decimals((bin + 0.5) * spacingHz, spacingHz)} Hz`
  })
  return [...STATISTICS, ...(shape ? SHAPE : []), ...bands].map((name) => `${axis} ${name}${suffix}`)
}

function featureNames(params: Params, context: DspContext): string[] {
  if (isFirst(params)) return firstNames(params, context)
  const settings = spectralSettings(params)
  if (settings.wavelet) return waveletNames(settings, context)
  const rateHz = context.rateHz / settings.ratio
  const pass = (suffix: string, passRateHz: number): string[] => {
    const bins = keptBins(settings, passRateHz)
    const spacingHz = passRateHz / settings.fftLength
    const { shape } = settings
    return context.axes.flatMap((axis) => passNames(axis, { suffix, bins, spacingHz, shape }))
  }
  return settings.lowFrequency ? [...pass('', rateHz), ...pass(' LF', rateHz / 10)] : pass('', rateHz)
}

/** Multiply-adds of the FFTs and moments of one pass over `rows` values. */
function passMacs(rows: number, fftLength: number, overlap: boolean): number {
  const frames = Math.ceil(rows / (overlap ? fftLength / 2 : fftLength))
  const fft = fftLength * Math.log2(fftLength) + 4 * fftLength
  return frames * fft + 8 * rows + 6 * fftLength
}

function cost(params: Params, context: DspContext): DspCost {
  if (isFirst(params)) return firstCost(params, context)
  const settings = spectralSettings(params)
  if (settings.wavelet) return waveletCost(settings, context)
  const { filter, decimations, low } = spectralParams(params, context)
  let rows = context.rows
  let macs = rows
  for (const factor of decimationFactors(settings.ratio)) {
    macs += rows * 4 * SECTION_FLOATS
    rows = Math.ceil(rows / factor)
  }
  macs += rows * filter.length + passMacs(rows, settings.fftLength, settings.overlap)
  if (low) macs += rows * 4 * SECTION_FLOATS + passMacs(Math.ceil(rows / 10), settings.fftLength, settings.overlap)
  const features = featureNames(params, context).length
  macs = Math.round(macs * context.axes.length)
  if (isFixed(params)) {
    const fixed = fixedSpectralRecord(params, context)
    return { macs, ramBytes: 4 * (fixed.scratchFloats + features), flashBytes: recordBytes(fixed), fixed: true }
  }
  const scratchFloats = 3 * settings.fftLength + 1 + context.rows
  const tableFloats = filter.length + (decimations.length + (low ? 1 : 0)) * DECIMATION_FLOATS
  return {
    macs,
    ramBytes: 4 * (scratchFloats + features),
    flashBytes: 4 * (tableFloats + 16),
  }
}

function explanation(params: Params, context: DspContext): string {
  if (isFirst(params)) return firstExplanation(params)
  const settings = spectralSettings(params)
  if (settings.wavelet) return waveletExplanation(settings, context)
  const rateHz = context.rateHz / settings.ratio
  const bins = keptBins(settings, rateHz)
  const spacingHz = rateHz / settings.fftLength
  const rows = decimatedRows(context.rows, settings.ratio)
  const filter = {
    none: 'No filter is used.',
    low: `A low-pass filter keeps movement slower than ${settings.cutoffHz} Hz.`,
    high: `A high-pass filter keeps movement faster than ${settings.cutoffHz} Hz.`,
  }[settings.filter]
  const decimation = settings.ratio > 1 ? `Every ${settings.ratio}th reading is kept, ${rows} of ${context.rows}. ` : ''
  return (
    `${decimation}${filter} Each axis loses its average, so a steady tilt does not count. ` +
    `${settings.shape ? 'Five' : 'Three'} numbers say how strong and how even the movement is. ` +
    `Then ${bins.count === 1 ? 'one band,' : `${bins.count} bands, each`} ${rounded(spacingHz)} Hz wide, up to ${rounded(Math.min(rateHz / 2, (bins.first + bins.count - 0.5) * spacingHz))} Hz, ` +
    `${bins.count === 1 ? 'says' : 'say'} how strong each frequency was at its strongest moment${settings.takeLog ? ', as a logarithm' : ''}.`
  )
}

function record(params: Params, context: DspContext): BlockRecord | undefined {
  const settings = spectralSettings(params)
  if (isFirst(params)) return firstRecord(params, context)
  if (settings.wavelet) return waveletRecord(settings, context)
  return isFixed(params) ? fixedSpectralRecord(params, context) : undefined
}

export const spectralAnalysis: DspBlockType = {
  id: 'spectral-analysis',
  name: 'Spectral Analysis',
  description: 'How strong and how fast something moves: for accelerometers and other repeating signals.',
  implementationVersions: [4, 3, 2, 1],
  parameters: spectralParameters,
  check: checkSpectral,
  featureNames,
  cost,
  explanation,
  record,
  extract: (runtime, batch, params, context) => {
    const found = record(params, context)
    return found ? runtime.block(found, batch) : runtime.spectralAnalysis(spectralParams(params, context), batch)
  },
  figures: (runtime, window, params, context) => {
    const settings = spectralSettings(params)
    if (isFirst(params)) return signalFigures(window, params, context)
    return settings.wavelet
      ? waveletFigures(runtime, window, settings, context)
      : spectralFigures(runtime, window, params, context)
  },
}

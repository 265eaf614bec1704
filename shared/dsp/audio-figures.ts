/** Figures of the audio blocks: their filters, and the features of one window over time and frequency. */
import type { Figure } from '../model/figure.ts'
import type { AudioSettings } from './audio-params.ts'
import { bankOf, frameWidth } from './audio-params.ts'
import type { DspContext } from './block.ts'
import { melCornersHz } from './mel.ts'
import { decimalsBetween } from './spectral-check.ts'

type Series = Figure['series'][number]

/** More lines than this cannot be told apart. */
const MOST_LINES = 8

/** Some of `count` places, evenly spread, the first and the last among them. */
function spread(count: number): number[] {
  const lines = Math.min(count, MOST_LINES)
  return Array.from({ length: lines }, (_, index) => Math.round((index * (count - 1)) / Math.max(1, lines - 1)))
}

export function melFigure(settings: AudioSettings, context: DspContext): Figure {
  const bank = bankOf(settings, context)
  const binHz = context.rateHz / settings.fftLength
  let at = 0
  const series = bank.binCounts.map((count, index): Series => {
    const first = bank.firstBins[index] ?? 0
    const weights = bank.weights.subarray(at, at + count)
    at += count
    return {
      name: `Band ${index + 1}`,
      x: Float32Array.from({ length: count + 2 }, (_, bin) => Math.max(0, first + bin - 1) * binHz),
      y: Float32Array.of(0, ...weights, 0),
    }
  })
  return { title: 'Mel filters', xTitle: 'Frequency (Hz)', yTitle: 'Weight', series }
}

/** Names of the columns of `[frames, width]`: coefficients, or frequencies. */
export function columnNames(settings: AudioSettings, context: DspContext): string[] {
  if (settings.block === 'mfcc') return Array.from({ length: settings.coefficients }, (_, k) => `Coefficient ${k + 1}`)
  const columns = columnsHz(settings, context)
  const nearest = columns.reduce((least, hz, at) => Math.min(least, hz - (columns[at - 1] ?? -Infinity)), Infinity)
  const scale = 10 ** decimalsBetween(nearest)
  return columns.map((hz) => `${Math.round(hz * scale) / scale} Hz`)
}

function columnsHz(settings: AudioSettings, context: DspContext): number[] {
  const corners = settings.block === 'mfe' ? melCornersHz({ ...settings, rateHz: context.rateHz }) : []
  return Array.from({ length: frameWidth(settings) }, (_, index) => {
    return corners[index + 1] ?? (index * context.rateHz) / settings.fftLength
  })
}

function frameTimesMs(settings: AudioSettings, context: DspContext): Float32Array {
  return Float32Array.from({ length: settings.frames }, (_, t) => (t * settings.frameStride * 1000) / context.rateHz)
}

export function overTimeFigure(settings: AudioSettings, context: DspContext, features: Float32Array): Figure {
  const width = frameWidth(settings)
  const names = columnNames(settings, context)
  const x = frameTimesMs(settings, context)
  const series = spread(width).map((column): Series => {
    const y = Float32Array.from({ length: settings.frames }, (_, t) => features[t * width + column] ?? 0)
    return { name: names[column] ?? '', x, y }
  })
  const title = settings.block === 'mfcc' ? 'Coefficients over time' : 'Loudness over time'
  return { title, xTitle: 'Time (ms)', yTitle: 'Feature', series }
}

export function overFrequencyFigure(settings: AudioSettings, context: DspContext, features: Float32Array): Figure {
  const width = frameWidth(settings)
  const mfcc = settings.block === 'mfcc'
  const x = Float32Array.from({ length: width }, (_, column) => column + 1)
  if (!mfcc) x.set(columnsHz(settings, context))
  const times = frameTimesMs(settings, context)
  return {
    title: mfcc ? 'Cepstrum' : 'Spectrum',
    xTitle: mfcc ? 'Coefficient' : 'Frequency (Hz)',
    yTitle: 'Feature',
    series: spread(settings.frames).map((t): Series => {
      return { name: `At ${Math.round(times[t] ?? 0)} ms`, x, y: features.slice(t * width, (t + 1) * width) }
    }),
  }
}

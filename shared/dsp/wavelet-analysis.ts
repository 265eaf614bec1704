/**
 * Wavelet analysis, the other half of Spectral Analysis: knocks and slow movement side by side.
 * Window `[rows, axes]` to features `[axes, level + 1, 14]`: the approximation first (L0), then the details from coarse to
 * fine. Ends are mirrored; skewness, kurtosis and entropy of a constant are 0. Implementation version 4 of Edge
 * Impulse's block; the C of resources/runtime held against its vectors in test/golden.
 */
import type { Figure } from '../model/figure.ts'
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND, DECIMATION_FLOATS } from '../runtime/params.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { DspContext, DspCost } from './block.ts'
import { axisValues, singleWindow, timesMs, withoutMean } from './figure-data.ts'
import { applySections } from './filter-design.ts'
import { waveletHeatFigure } from './heat-figures.ts'
import { rounded } from './spectral-check.ts'
import { decimated } from './spectral-figures.ts'
import type { SpectralSettings } from './spectral-params.ts'
import { conditioning, decimatedRows } from './spectral-params.ts'
import { waveletFilters } from './wavelets.ts'

const STATISTICS = [
  'entropy',
  'zcross',
  'mcross',
  'n5',
  'n25',
  'n75',
  'n95',
  'median',
  'mean',
  'std',
  'var',
  'rms',
  'skew',
]
const NAMES = [...STATISTICS, 'kurtosis']
const HISTOGRAM_BINS = 100

function bands(settings: SpectralSettings): number[] {
  return Array.from({ length: settings.level + 1 }, (_, band) => band)
}

export function waveletNames(settings: SpectralSettings, context: DspContext): string[] {
  const names = bands(settings).flatMap((band) => NAMES.map((name) => `L${band}-${name}`))
  return context.axes.flatMap((axis) => names.map((name) => `${axis} ${name}`))
}

function scratchFloats(taps: number, rows: number): number {
  return HISTOGRAM_BINS + rows + 2 * Math.floor((rows + taps - 1) / 2)
}

/** Fields of `tml_wavelet_params`. */
export function waveletRecord(settings: SpectralSettings, context: DspContext): BlockRecord {
  const { decimations, filter } = conditioning(settings, context)
  const { low, high } = waveletFilters(settings.waveletName)
  return {
    kind: BLOCK_KIND.wavelet,
    fields: [
      { float: settings.scale },
      decimations.length,
      ...[0, 1, 2].map((index) => decimations[index]?.factor ?? 0),
      { floats: new Float32Array(decimations.flatMap((step) => [...step.coefficients])) },
      filter.length / 5,
      { floats: filter },
      settings.level,
      low.length,
      { floats: low },
      { floats: high },
    ],
    scratchFloats: scratchFloats(low.length, context.rows),
  }
}

export function waveletCost(settings: SpectralSettings, context: DspContext): DspCost {
  const { decimations, filter } = conditioning(settings, context)
  const taps = waveletFilters(settings.waveletName).low.length
  const rows = decimatedRows(context.rows, settings.ratio)
  // All levels together are at most twice the first; sorting takes about log2 of the length for each value.
  const perValue = 2 * taps + 2 * (12 + Math.ceil(Math.log2(rows)))
  const before = context.rows * (1 + 20 * decimations.length) + rows * filter.length
  return {
    macs: Math.round((before + rows * perValue) * context.axes.length),
    ramBytes: 4 * (scratchFloats(taps, context.rows) + waveletNames(settings, context).length),
    flashBytes: 4 * (12 + 2 * taps + filter.length + DECIMATION_FLOATS * decimations.length),
  }
}

export function waveletExplanation(settings: SpectralSettings, context: DspContext): string {
  const rateHz = context.rateHz / settings.ratio
  const edges = bands(settings).map((band) => rateHz / 2 ** (settings.level - Math.max(0, band - 1) + 1))
  const filter = settings.filter === 'none' ? '' : `After a ${settings.filter}-pass filter at ${settings.cutoffHz} Hz, `
  const start = filter ? `${filter}each axis` : 'Each axis'
  return (
    `${start} loses its average and is split ${settings.level === 1 ? 'once' : `${settings.level} times`} into a slow and a fast part ` +
    `by the wavelet ${settings.waveletName}: below ${rounded(edges[0] ?? 0)} Hz (L0), then ${settings.level === 1 ? 'everything above' : 'one octave after the other above'}. ` +
    `Fourteen numbers describe each of the ${settings.level + 1} parts: how varied, how often it crosses zero, how it is spread and how strong it is.`
  )
}

/** The wavelet's taps, the window, and how strong each part is. */
export function waveletFigures(
  runtime: Runtime,
  window: Float32Array,
  settings: SpectralSettings,
  context: DspContext,
): Figure[] {
  const { low, high } = waveletFilters(settings.waveletName)
  const places = (count: number): Float32Array => Float32Array.from({ length: count }, (_, index) => index)
  const features = runtime.block(waveletRecord(settings, context), singleWindow(window, context.axes.length))
  const width = bands(settings).length
  const conditioned = conditioning(settings, context)
  const signals = context.axes.map((_, axis) => {
    const values = axisValues(window, context.axes.length, axis).map((value) => value * settings.scale)
    return withoutMean(applySections(conditioned.filter, decimated(values, conditioned)))
  })
  const strength = (axis: number): Float32Array =>
    Float32Array.from(bands(settings), (band) => features[(axis * width + band) * NAMES.length + NAMES.indexOf('rms')]!)
  return [
    {
      title: 'Wavelet filters',
      xTitle: 'Tap',
      yTitle: 'Weight',
      series: [
        { name: 'Slow part', x: places(low.length), y: low },
        { name: 'Fast part', x: places(high.length), y: high },
      ],
    },
    {
      title: 'Window',
      xTitle: 'Time (ms)',
      yTitle: 'Value',
      series: context.axes.map((name, axis) => {
        const y = axisValues(window, context.axes.length, axis)
        return { name, x: timesMs(y.length, context.rateHz), y }
      }),
    },
    waveletHeatFigure({ signals, rateHz: context.rateHz / settings.ratio, level: settings.level, low, high }),
    {
      title: 'Strength of each part',
      xTitle: 'Part (L0 is the slowest)',
      yTitle: 'RMS',
      series: context.axes.map((name, axis) => ({ name, x: places(width), y: strength(axis) })),
    },
  ]
}

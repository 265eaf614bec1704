/** What Spectral Analysis does to one window: filter response, before and after the filter, spectrum. */
import type { Figure } from '../model/figure.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { SPECTRAL_STATISTICS, type SpectralParams } from '../runtime/params.ts'
import type { DspContext, Params } from './block.ts'
import { axisValues, singleWindow, timesMs, withoutMean } from './figure-data.ts'
import { applySections, responseDb } from './filter-design.ts'
import { keptBins, spectralParams, spectralSettings } from './spectral-params.ts'

const RESPONSE_POINTS = 256

function responseFigure(filter: Float32Array, rateHz: number): Figure {
  const x = Float32Array.from({ length: RESPONSE_POINTS }, (_, index) => ((index + 0.5) * rateHz) / 2 / RESPONSE_POINTS)
  return {
    title: 'Filter response',
    xTitle: 'Frequency (Hz)',
    yTitle: 'Gain (dB)',
    series: [{ name: 'filter', x, y: responseDb(filter, x, rateHz) }],
  }
}

export function decimated(values: Float32Array, params: Pick<SpectralParams, 'decimations'>): Float32Array {
  let result = values
  for (const step of params.decimations) {
    const level = result[0] ?? 0
    // From rest around the first value: the same as from the steady state of the first value, but for the ripple's gain.
    const filtered = applySections(
      step.coefficients.subarray(0, 20),
      result.map((value) => value - level),
    )
    result = filtered.filter((_, index) => index % step.factor === 0).map((value) => value + level)
  }
  return result
}

export function signalFigures(window: Float32Array, params: Params, context: DspContext): Figure[] {
  const settings = spectralSettings(params)
  const designed = spectralParams(params, context)
  const before = context.axes.map((_, axis) => axisValues(window, context.axes.length, axis))
  const after = before.map((values) =>
    withoutMean(
      applySections(
        designed.filter,
        decimated(
          values.map((value) => value * settings.scale),
          designed,
        ),
      ),
    ),
  )
  const figure = (title: string, signals: Float32Array[], rateHz: number): Figure => ({
    title,
    xTitle: 'Time (ms)',
    yTitle: 'Value',
    series: signals.map((y, axis) => ({ name: context.axes[axis] ?? '', x: timesMs(y.length, rateHz), y })),
  })
  return [
    figure('Before the filter', before, context.rateHz),
    figure('After the filter', after, context.rateHz / settings.ratio),
  ]
}

/** The very features: their bands at the middle frequencies. */
function spectrumFigure(runtime: Runtime, window: Float32Array, params: Params, context: DspContext): Figure {
  const settings = spectralSettings(params)
  const rateHz = context.rateHz / settings.ratio
  const bins = keptBins(settings, rateHz)
  const features = runtime.spectralAnalysis(spectralParams(params, context), singleWindow(window, context.axes.length))
  const x = Float32Array.from(
    { length: bins.count },
    (_, index) => ((bins.first + index) * rateHz) / settings.fftLength,
  )
  const statistics = settings.shape ? SPECTRAL_STATISTICS.withShape : SPECTRAL_STATISTICS.without
  const width = statistics + bins.count
  return {
    title: 'Spectrum',
    xTitle: 'Frequency (Hz)',
    yTitle: settings.takeLog ? 'Power (log10)' : 'Power',
    series: context.axes.map((name, axis) => ({
      name,
      x,
      y: features.slice(axis * width + statistics, (axis + 1) * width),
    })),
  }
}

export function spectralFigures(runtime: Runtime, window: Float32Array, params: Params, context: DspContext): Figure[] {
  const settings = spectralSettings(params)
  const { filter } = spectralParams(params, context)
  const response = filter.length > 0 ? [responseFigure(filter, context.rateHz / settings.ratio)] : []
  return [...response, ...signalFigures(window, params, context), spectrumFigure(runtime, window, params, context)]
}

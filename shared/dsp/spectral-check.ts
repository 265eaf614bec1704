/** Which settings of Spectral Analysis go together with each other and with the window. */
import type { DspContext, ParameterProblem, Params } from './block.ts'
import { checkFirst, isFirst } from './spectral-first.ts'
import { DECIMATION_RATIOS, decimatedRows, keptBins, spectralSettings } from './spectral-params.ts'
import type { SpectralSettings } from './spectral-params.ts'

/** Two decimals at most, as people write it. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** How many decimals tell values apart that lie so far from each other. */
export function decimalsBetween(distance: number): number {
  return Math.max(0, Math.ceil(-Math.log10(distance) - 1e-9))
}

export function checkSpectral(params: Params, context: DspContext): ParameterProblem[] {
  const settings = spectralSettings(params)
  if (isFirst(params)) return [...checkCutoff(settings, context), ...checkFirst(params)]
  if (settings.wavelet) return [...checkCutoff(settings, context), ...checkLevel(settings, context)]
  const problems = [...checkCutoff(settings, context), ...checkLengths(settings, context)]
  return problems.some((problem) => problem.severity === 'error')
    ? problems
    : [...problems, ...checkBins(settings, context)]
}

/** A level halves the readings; 32 must be left. */
const LEAST_READINGS = 32

function checkLevel(settings: SpectralSettings, context: DspContext): ParameterProblem[] {
  const rows = decimatedRows(context.rows, settings.ratio)
  const needed = LEAST_READINGS * 2 ** settings.level
  if (rows >= needed) return []
  const most = Math.floor(Math.log2(rows / LEAST_READINGS))
  const sentence = `Level ${settings.level} needs ${needed} readings a window; the wavelet gets ${rows}.`
  const longer = `with ${needed} readings or more`
  return [
    most >= 1
      ? { param: 'wavelet-level', sentence, allowed: `up to ${most}, or ${longer}`, fix: most, severity: 'error' }
      : { param: 'analysis-type', sentence, allowed: `FFT, or ${longer}`, fix: 'FFT', severity: 'error' },
  ]
}

function checkCutoff(settings: SpectralSettings, context: DspContext): ParameterProblem[] {
  if (settings.filter === 'none') return []
  const rateHz = context.rateHz / settings.ratio
  const limitHz = (rateHz / 2) * (settings.ratio > 1 ? 0.9 : 1)
  const allowed = `above 0, below ${rounded(limitHz)} Hz`
  const fix = rounded(rateHz / 4) || rateHz / 4
  const problem = (sentence: string): ParameterProblem[] => [
    { param: 'filter-cutoff', sentence, allowed, fix, severity: 'error' },
  ]
  if (!(settings.cutoffHz > 0)) return problem(`The cut-off is ${settings.cutoffHz} Hz. It must be above 0.`)
  const fits = settings.ratio > 1 ? settings.cutoffHz <= limitHz : settings.cutoffHz < limitHz
  if (fits) return []
  const after = settings.ratio > 1 ? ` after keeping every ${settings.ratio}th` : ''
  return problem(
    `${settings.cutoffHz} Hz is too high here: at ${rounded(rateHz)} readings a second${after} only waves below ${rounded(limitHz)} Hz can be seen.`,
  )
}

function checkLengths(settings: SpectralSettings, context: DspContext): ParameterProblem[] {
  const rows = decimatedRows(context.rows, settings.ratio)
  if (settings.lowFrequency && Math.ceil(rows / 10) < settings.fftLength / 2) {
    const needed = (settings.fftLength / 2) * 10 * settings.ratio
    return [
      {
        param: 'extra-low-freq',
        sentence: `Better low frequencies need ${needed} readings a window; this one has ${context.rows}.`,
        allowed: `with ${needed} readings or more`,
        fix: false,
        severity: 'error',
      },
    ]
  }
  if (settings.fftLength <= rows) return []
  const fix = 2 ** Math.floor(Math.log2(Math.max(4, rows)))
  if (rows < 4 && settings.ratio > 1) return [tooFewAfterDecimation(settings, context, rows)]
  return [
    {
      param: 'fft-length',
      sentence: `The FFT length (${settings.fftLength}) is more than the ${rows} readings it gets. The rest is filled with zeros.`,
      allowed: `at most ${fix} for this window`,
      fix,
      severity: 'warning',
    },
  ]
}

function tooFewAfterDecimation(settings: SpectralSettings, context: DspContext, rows: number): ParameterProblem {
  const fix = DECIMATION_RATIOS.findLast((ratio) => decimatedRows(context.rows, ratio) >= 16) ?? 1
  return {
    param: 'input-decimation-ratio',
    sentence: `Keeping every ${settings.ratio}th reading leaves ${rows} of ${context.rows}. That is too few.`,
    allowed: `at most ${fix} for this window`,
    fix,
    severity: 'error',
  }
}

function checkBins(settings: SpectralSettings, context: DspContext): ParameterProblem[] {
  const rateHz = context.rateHz / settings.ratio
  const spacingHz = rounded(rateHz / settings.fftLength)
  const none = (param: string, sentence: string, fix: boolean | number): ParameterProblem[] => [
    { param, sentence, allowed: 'at least one frequency band', fix, severity: 'error' },
  ]
  if (keptBins(settings, rateHz).count < 1) {
    const half = rateHz / settings.fftLength / 2
    return none(
      'filter-cutoff',
      `The filter leaves no frequency band: bands are ${spacingHz} Hz wide and the first begins at ${rounded(half)} Hz.`,
      Math.ceil(half * 100) / 100,
    )
  }
  if (settings.lowFrequency && keptBins(settings, rateHz / 10).count < 1) {
    return none('extra-low-freq', 'The high-pass filter leaves no low frequencies to look at more closely.', false)
  }
  return []
}

/**
 * Band energies: how much of the movement falls into each band of frequencies that you name.
 * Window `[rows, axes]` to features `[axes, bands]`. Welch's method: mean removed, frames that overlap by half, Hann
 * window or none, mean of the power; a band has the bins from its lower edge up to, not including, its upper one (the last
 * band includes its upper edge). All bands together are the variance. log10 not below 1e-10; shares of silence are 0.
 * Held against scipy.signal.welch in test/golden.
 */
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import type { DspContext, ParameterProblem, ParameterSpec, Params } from './block.ts'
import { flagOf, numberOf, textOf } from './parameters.ts'
import { errorAt, numberList, recordBlock, scaleAxes, windowOfBlock } from './record-block.ts'
import { rounded } from './spectral-check.ts'

const MOST_BANDS = 64

const parameters: ParameterSpec[] = [
  scaleAxes,
  {
    id: 'band-edges',
    label: 'Edges of the bands',
    unit: 'Hz',
    type: 'string',
    default: '0.5, 2, 5, 10, 20',
    telling: true,
    help: 'Frequencies between commas, from low to high. Five edges make four bands.',
  },
  {
    id: 'fft-length',
    label: 'FFT length',
    unit: '',
    type: 'int',
    default: 64,
    options: [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
    telling: true,
    help: 'More points tell closer frequencies apart, so that bands can be narrower.',
  },
  {
    id: 'window-function',
    label: 'Window function',
    unit: '',
    type: 'select',
    default: 'hann',
    options: ['hann', 'none'],
    help: 'Hann fades each frame in and out, so that a strong band does not leak into its neighbours.',
  },
  {
    id: 'relative',
    label: 'As shares',
    unit: '',
    type: 'boolean',
    default: false,
    telling: true,
    help: 'Shares of the whole do not depend on how strong the movement is.',
  },
  {
    id: 'do-log',
    label: 'Take logarithm',
    unit: '',
    type: 'boolean',
    default: true,
    help: 'Makes weak bands count beside strong ones.',
  },
]

interface Bands {
  edgesHz: number[]
  firstBins: number[]
  binCounts: number[]
}

function bandsOf(params: Params, context: DspContext): Bands {
  const edgesHz = numberList(textOf(params, 'band-edges')) ?? []
  const length = numberOf(params, 'fft-length')
  const binHz = context.rateHz / length
  const top = length / 2
  const bins = edgesHz.map((hz, index) => {
    const bin = Math.ceil(hz / binHz - 1e-9)
    // The last edge belongs to the last band.
    return index === edgesHz.length - 1 ? Math.min(top, Math.floor(hz / binHz + 1e-9)) + 1 : bin
  })
  const firstBins = bins.slice(0, -1)
  return { edgesHz, firstBins, binCounts: firstBins.map((first, index) => (bins[index + 1] ?? first) - first) }
}

function check(params: Params, context: DspContext): ParameterProblem[] {
  const text = textOf(params, 'band-edges')
  const edges = numberList(text)
  const bad = (sentence: string, allowed: string, fix?: string): ParameterProblem[] => [
    errorAt('band-edges', sentence, allowed, fix),
  ]
  const simple = `0, ${rounded(context.rateHz / 4) || context.rateHz / 4}, ${context.rateHz / 2}`
  if (!edges || edges.length < 2 || edges.length > MOST_BANDS + 1) {
    return bad(
      `"${text}" is no list of frequencies. Write 2 to ${MOST_BANDS + 1} numbers with commas between them.`,
      'numbers between commas',
      simple,
    )
  }
  const backwards = edges.findIndex((hz, index) => index > 0 && hz <= (edges[index - 1] ?? 0))
  if (edges.some((hz) => hz < 0) || backwards > 0) {
    return bad('The edges must go up, from 0 Hz or more.', 'from low to high', simple)
  }
  const nyquistHz = context.rateHz / 2
  const highest = edges.at(-1) ?? 0
  if (highest > nyquistHz * (1 + 1e-9)) {
    return bad(
      `${highest} Hz is too high here: at ${rounded(context.rateHz)} readings a second only waves up to ${rounded(nyquistHz)} Hz can be seen.`,
      `up to ${rounded(nyquistHz)} Hz`,
      simple,
    )
  }
  return [...checkLength(params, context), ...checkEmpty(params, context)].slice(0, 1)
}

function checkLength(params: Params, context: DspContext): ParameterProblem[] {
  const length = numberOf(params, 'fft-length')
  if (length <= context.rows) return []
  const fix = 2 ** Math.floor(Math.log2(context.rows))
  const sentence = `The FFT length (${length}) is more than the ${context.rows} readings of a window.`
  return [
    fix >= 4
      ? errorAt('fft-length', sentence, `at most ${fix} for this window`, fix)
      : errorAt('fft-length', sentence, 'with 4 readings or more'),
  ]
}

function checkEmpty(params: Params, context: DspContext): ParameterProblem[] {
  const { edgesHz, binCounts } = bandsOf(params, context)
  const empty = binCounts.findIndex((count) => count < 1)
  if (empty < 0) return []
  const binHz = rounded(context.rateHz / numberOf(params, 'fft-length'))
  const sentence = `The band from ${edgesHz[empty]} to ${edgesHz[empty + 1]} Hz is narrower than what this FFT tells apart (${binHz} Hz).`
  return [errorAt('band-edges', sentence, `bands of ${binHz} Hz or more, or a longer FFT`)]
}

function record(params: Params, context: DspContext): BlockRecord {
  const { firstBins, binCounts } = bandsOf(params, context)
  const length = numberOf(params, 'fft-length')
  return {
    kind: BLOCK_KIND.bandEnergies,
    fields: [
      { float: numberOf(params, 'scale-axes') },
      length,
      Number(textOf(params, 'window-function') === 'hann'),
      Number(flagOf(params, 'relative')),
      Number(flagOf(params, 'do-log')),
      firstBins.length,
      { integers: firstBins },
      { integers: binCounts },
    ],
    scratchFloats: 1.5 * length + 2 * length + length / 2 + 1 + context.rows,
  }
}

const bandNames = ({ edgesHz }: Bands): string[] =>
  edgesHz.slice(0, -1).map((hz, index) => `${hz} - ${edgesHz[index + 1]} Hz`)

export const bandEnergies = recordBlock({
  id: 'band-energies',
  name: 'Band energies',
  description: 'How much of the movement falls into each band of frequencies that you name.',
  implementationVersions: [1],
  parameters,
  check,
  featureNames: (params, context) =>
    context.axes.flatMap((axis) => bandNames(bandsOf(params, context)).map((name) => `${axis} ${name}`)),
  cost: (params, context) => {
    const length = numberOf(params, 'fft-length')
    const bands = bandsOf(params, context).firstBins.length
    const frames = Math.floor((context.rows - length) / (length / 2)) + 1
    return {
      macs: Math.round(
        context.axes.length * (3 * context.rows + frames * length * (Math.log2(length) + 6) + length + 10 * bands),
      ),
      ramBytes: 4 * (record(params, context).scratchFloats + bands * context.axes.length),
      flashBytes: 52 + 8 * bands,
    }
  },
  explanation: (params, context) => {
    const bands = bandsOf(params, context)
    const measure = flagOf(params, 'relative')
      ? 'what share of the movement lies in it'
      : 'how strong the movement is in it'
    const log = flagOf(params, 'do-log') ? ', as a logarithm' : ''
    return (
      `Each axis loses its average and is cut into frames of ${numberOf(params, 'fft-length')} readings. ` +
      `Of each of the ${bands.firstBins.length} bands from ${bands.edgesHz[0]} to ${bands.edgesHz.at(-1)} Hz one number says ${measure}${log}.`
    )
  },
  record,
  figures: (runtime, window, params, context) => {
    const bands = bandsOf(params, context)
    const features = windowOfBlock(runtime, record(params, context), window, context)
    const count = bands.firstBins.length
    const middles = Float32Array.from(
      { length: count },
      (_, band) => ((bands.edgesHz[band] ?? 0) + (bands.edgesHz[band + 1] ?? 0)) / 2,
    )
    return [
      {
        title: 'Energy of each band',
        xTitle: 'Middle of the band (Hz)',
        yTitle: `${flagOf(params, 'relative') ? 'Share' : 'Power'}${flagOf(params, 'do-log') ? ' (log10)' : ''}`,
        series: context.axes.map((name, axis) => ({
          name,
          x: middles,
          y: features.slice(axis * count, (axis + 1) * count),
        })),
      },
    ]
  },
})

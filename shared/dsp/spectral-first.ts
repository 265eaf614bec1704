/**
 * The first version of Spectral Analysis, which old projects keep: RMS, the highest peaks of one FFT, and power in bands
 * between given frequencies. Window `[rows, axes]` to features `[axes, 1 + 2 · peaks + bands]`. A peak counts where the real
 * part of its bin is not below the threshold, as the reference has it; its bins are spread from 0 up to half the rate.
 * Held against numpy and scipy in test/golden.
 */
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND, SECTION_FLOATS } from '../runtime/params.ts'
import type { DspContext, DspCost, ParameterProblem, Params } from './block.ts'
import { numberOf, textOf, versionOf } from './parameters.ts'
import { errorAt, numberList } from './record-block.ts'
import { conditioning, spectralSettings } from './spectral-params.ts'

const PEAKS = 'spectral-peaks-count'
const EDGES = 'spectral-power-edges'
const MOST_BANDS = 64

export function isFirst(params: Params): boolean {
  return versionOf(params) === 1
}

function edgesOf(params: Params): number[] {
  return numberList(textOf(params, EDGES)) ?? []
}

/** As Python writes a number: 1 is `1.0`. */
function pythonNumber(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function names(params: Params): string[] {
  const peaks = Array.from({ length: numberOf(params, PEAKS) }, (_, index) => [
    `Peak ${index + 1} Freq`,
    `Peak ${index + 1} Height`,
  ]).flat()
  const edges = edgesOf(params).map(pythonNumber)
  const bands = edges.slice(0, -1).map((low, index) => `Spectral Power ${low} - ${edges[index + 1]} Hz`)
  return ['RMS', ...peaks, ...bands]
}

export function firstNames(params: Params, context: DspContext): string[] {
  return context.axes.flatMap((axis) => names(params).map((name) => `${axis} ${name}`))
}

export function checkFirst(params: Params): ParameterProblem[] {
  const edges = numberList(textOf(params, EDGES))
  const rising = edges?.every((hz, index) => hz >= 0 && (index === 0 || hz > (edges[index - 1] ?? 0)))
  const fix = '0.1, 0.5, 1.0, 2.0, 5.0'
  if (!edges || !rising || edges.length < 2 || edges.length > MOST_BANDS + 1) {
    const sentence = `"${textOf(params, EDGES)}" is no list of rising frequencies. Write 2 to ${MOST_BANDS + 1} numbers with commas between them.`
    return [errorAt(EDGES, sentence, 'rising numbers between commas', fix)]
  }
  return numberOf(params, 'fft-length') >= 8
    ? []
    : [errorAt('fft-length', 'Version 1 needs an FFT of 8 points or more.', 'from 8', 16)]
}

export function firstRecord(params: Params, context: DspContext): BlockRecord {
  const settings = spectralSettings(params)
  const { filter } = conditioning(settings, context)
  const { fftLength } = settings
  const bins = Array.from({ length: fftLength / 2 + 1 }, (_, bin) => (bin * context.rateHz) / fftLength)
  const edges = edgesOf(params)
  const bands = edges.slice(0, -1).map((low, index) => {
    const inside = [...bins.keys()].filter((bin) => bins[bin]! >= low && bins[bin]! < (edges[index + 1] ?? 0))
    return { first: inside[0] ?? 0, count: inside.length }
  })
  return {
    kind: BLOCK_KIND.spectralFirst,
    fields: [
      { float: settings.scale },
      filter.length / SECTION_FLOATS,
      { floats: filter },
      fftLength,
      { float: context.rateHz },
      numberOf(params, PEAKS),
      { float: numberOf(params, 'spectral-peaks-threshold') },
      bands.length,
      { integers: bands.map(({ first }) => first) },
      { integers: bands.map(({ count }) => count) },
    ],
    scratchFloats: 3 * fftLength + 1 + context.rows,
  }
}

export function firstCost(params: Params, context: DspContext): DspCost {
  const { fftLength } = spectralSettings(params)
  const { fields, scratchFloats } = firstRecord(params, context)
  const filter = fields[2]
  const sections = typeof filter === 'object' && 'floats' in filter ? filter.floats.length : 0
  const transforms = 2 * fftLength * (Math.log2(fftLength) + 4)
  const search = (numberOf(params, PEAKS) + 20) * (fftLength / 2)
  return {
    macs: Math.round(context.axes.length * (context.rows * (4 + sections) + transforms + search)),
    ramBytes: 4 * (scratchFloats + firstNames(params, context).length),
    flashBytes: 4 * (10 + sections + 2 * edgesOf(params).length),
  }
}

export function firstExplanation(params: Params): string {
  const { fftLength } = spectralSettings(params)
  return (
    `This is the first version of the block, as the project was made with it. Each axis loses its average. One number says how strong ` +
    `it moves. An FFT of the first ${fftLength} readings gives its ${numberOf(params, PEAKS)} highest peaks and the power between ${edgesOf(params).join(', ')} Hz.`
  )
}

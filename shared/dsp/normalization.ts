/**
 * Normalization: the readings on one scale, so that strong and weak sensors count alike.
 * Window `[rows, axes]` to features `[rows, axes]`, row by row: (x − mean) / deviation, or (x − smallest) / (largest −
 * smallest), of each axis or of all together; or 0…1 between two given values. Where nothing differs, 0.
 * Population deviation; held against numpy's formulas in test/golden.
 */
import type { Figure } from '../model/figure.ts'
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import type { DspContext, ParameterSpec, Params } from './block.ts'
import { axisValues, timesMs } from './figure-data.ts'
import { numberOf, textOf } from './parameters.ts'
import { errorAt, recordBlock, tooManyFeatures, windowOfBlock } from './record-block.ts'

const METHODS = ['standard-scaler', 'min-max', 'fixed-range']
const withRange = { param: 'method', operator: 'eq', value: 'fixed-range' } as const

const parameters: ParameterSpec[] = [
  {
    id: 'method',
    label: 'Method',
    unit: '',
    type: 'select',
    default: 'standard-scaler',
    options: METHODS,
    telling: true,
    help: 'Standard scaler: around 0, as wide as 1. Min-max: from 0 to 1. Fixed range: 0 to 1 between two values.',
  },
  {
    id: 'together',
    label: 'All axes together',
    unit: '',
    type: 'boolean',
    default: false,
    telling: true,
    help: 'One scale for all axes keeps which axis is stronger; otherwise each axis has its own.',
    showIf: { param: 'method', operator: 'neq', value: 'fixed-range' },
  },
  {
    id: 'range-low',
    label: 'Lowest value',
    unit: '',
    type: 'float',
    default: -20,
    min: -1e9,
    max: 1e9,
    help: 'What becomes 0: the least that the sensor can measure.',
    showIf: withRange,
  },
  {
    id: 'range-high',
    label: 'Highest value',
    unit: '',
    type: 'float',
    default: 20,
    min: -1e9,
    max: 1e9,
    help: 'What becomes 1: the most that the sensor can measure.',
    showIf: withRange,
  },
]

const isFixed = (params: Params): boolean => textOf(params, 'method') === 'fixed-range'
const isTogether = (params: Params): boolean => params['together'] === true && !isFixed(params)

function record(params: Params, context: DspContext): BlockRecord {
  const together = isTogether(params)
  return {
    kind: BLOCK_KIND.normalization,
    fields: [
      METHODS.indexOf(textOf(params, 'method')),
      Number(together),
      { float: numberOf(params, 'range-low') },
      { float: numberOf(params, 'range-high') },
    ],
    scratchFloats: together ? context.rows * context.axes.length : context.rows,
  }
}

function explanation(params: Params, context: DspContext): string {
  const whose = isTogether(params) ? 'all axes together' : 'each axis'
  const count = `Each of the ${context.rows} readings of ${context.axes.length} axes becomes a feature. `
  if (isFixed(params)) {
    return `${count}${numberOf(params, 'range-low')} becomes 0 and ${numberOf(params, 'range-high')} becomes 1; what lies beyond is cut off.`
  }
  return textOf(params, 'method') === 'min-max'
    ? `${count}In every window the smallest reading of ${whose} becomes 0 and the largest 1.`
    : `${count}In every window the average of ${whose} becomes 0 and its deviation 1, so that only the shape counts.`
}

function figures(values: Float32Array, features: Float32Array, context: DspContext): Figure[] {
  const lines = (title: string, interleaved: Float32Array): Figure => ({
    title,
    xTitle: 'Time (ms)',
    yTitle: 'Value',
    series: context.axes.map((name, axis) => {
      const y = axisValues(interleaved, context.axes.length, axis)
      return { name, x: timesMs(y.length, context.rateHz), y }
    }),
  })
  return [lines('Before', values), lines('After', features)]
}

export const normalization = recordBlock({
  id: 'normalization',
  name: 'Normalization',
  description: 'The readings on one scale, so that only their shape counts and not how strong they are.',
  implementationVersions: [1],
  parameters,
  check: (params, context) => {
    const [low, high] = [numberOf(params, 'range-low'), numberOf(params, 'range-high')]
    if (isFixed(params) && !(low < high)) {
      const sentence = `The lowest value (${low}) must lie below the highest (${high}).`
      const fix = Math.ceil(high) - 1
      return [errorAt('range-low', sentence, `below ${high}`, fix >= -1e9 ? fix : undefined)]
    }
    return tooManyFeatures('method', context.rows * context.axes.length)
  },
  featureNames: (_params, context) =>
    Array.from({ length: context.rows }, (_, row) => context.axes.map((axis) => `${axis} ${row}`)).flat(),
  shape: (_params, context) => [context.rows, context.axes.length],
  cost: (params, context) => ({
    macs: 10 * context.rows * context.axes.length,
    ramBytes: 4 * (record(params, context).scratchFloats + context.rows * context.axes.length),
    flashBytes: 36,
  }),
  explanation,
  record,
  figures: (runtime, window, params, context) =>
    figures(window, windowOfBlock(runtime, record(params, context), window, context), context),
})

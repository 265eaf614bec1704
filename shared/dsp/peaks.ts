/**
 * Peaks: how often, how high and how regularly a signal rises, for steps, heart beats and machines.
 * Window `[rows, axes]` to features `[axes, 5]`: peaks a second, mean and largest height above the mean, mean and deviation
 * of the seconds between peaks. A peak must rise and fall by `prominence` deviations of its axis, so noise makes none.
 * No peaks: all 0; one peak: the last two are 0. Finds the peaks of scipy.signal.find_peaks(prominence=…) within the
 * window (test/golden).
 */
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import type { DspContext, Params } from './block.ts'
import { axisValues, timesMs } from './figure-data.ts'
import { numberOf } from './parameters.ts'
import { recordBlock, scaleAxes, windowOfBlock } from './record-block.ts'
import { rounded } from './spectral-check.ts'

const NAMES = ['Peaks a second', 'Mean height', 'Largest height', 'Mean gap', 'Gap deviation']

function record(params: Params, context: DspContext): BlockRecord {
  return {
    kind: BLOCK_KIND.peaks,
    fields: [
      { float: numberOf(params, 'scale-axes') },
      { float: context.rateHz },
      { float: numberOf(params, 'prominence') },
    ],
    scratchFloats: context.rows,
  }
}

export const peaks = recordBlock({
  id: 'peaks',
  name: 'Peaks',
  description: 'How often, how high and how regularly the signal rises: steps, heart beats, knocks.',
  implementationVersions: [1],
  parameters: [
    scaleAxes,
    {
      id: 'prominence',
      label: 'Prominence',
      unit: 'deviations',
      type: 'float',
      default: 1,
      min: 0.01,
      max: 100,
      telling: true,
      help: 'How far the signal must rise and fall around a peak. More finds fewer, clearer peaks.',
    },
  ],
  check: () => [],
  featureNames: (_params, context) => context.axes.flatMap((axis) => NAMES.map((name) => `${axis} ${name}`)),
  shape: (_params, context) => [context.axes.length, NAMES.length],
  cost: (_params, context) => ({
    macs: 16 * context.rows * context.axes.length,
    ramBytes: 4 * (context.rows + NAMES.length * context.axes.length),
    flashBytes: 32,
  }),
  explanation: (params, context) =>
    `A peak is where an axis rises by ${rounded(numberOf(params, 'prominence'))} of its deviations and falls by as much again. ` +
    `Five numbers say how many there are a second, how high they are, and how evenly they follow each other in ${context.rows} readings.`,
  record,
  figures: (runtime, window, params, context) => {
    const features = windowOfBlock(runtime, record(params, context), window, context)
    return [
      {
        title: 'Window',
        xTitle: 'Time (ms)',
        yTitle: 'Value',
        series: context.axes.map((name, axis) => {
          const y = axisValues(window, context.axes.length, axis)
          return { name, x: timesMs(y.length, context.rateHz), y }
        }),
      },
      {
        title: 'What the peaks are like',
        xTitle: NAMES.join(', '),
        yTitle: 'Value',
        series: context.axes.map((name, axis) => ({
          name,
          x: Float32Array.from(NAMES.keys()),
          y: features.slice(axis * NAMES.length, (axis + 1) * NAMES.length),
        })),
      },
    ]
  },
})

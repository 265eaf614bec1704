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
import { axisValues, deviationOf, timesMs, withoutMean } from './figure-data.ts'
import { numberOf } from './parameters.ts'
import { recordBlock, scaleAxes } from './record-block.ts'
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

const pick = (values: Float32Array, places: number[]): Float32Array =>
  Float32Array.from(places, (place) => values[place]!)

/** Where the C runtime finds peaks; for drawing. */
function peakPlaces(values: Float32Array, least: number): number[] {
  const places: number[] = []
  let climbs = false
  let [highest, lowest] = [0, Infinity]
  values.forEach((value, place) => {
    if (!climbs) {
      lowest = Math.min(lowest, value)
      if (least > 0 && value - lowest >= least) [climbs, highest] = [true, place]
    } else if (value > values[highest]!) {
      highest = place
    } else if (values[highest]! - value >= least) {
      places.push(highest)
      ;[climbs, lowest] = [false, value]
    }
  })
  return places
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
  figures: (_runtime, window, params, context) => {
    const lines = context.axes.map((name, axis) => {
      const y = withoutMean(axisValues(window, context.axes.length, axis))
      return { name, x: timesMs(y.length, context.rateHz), y }
    })
    const marks = lines.map(({ name, x, y }) => {
      const places = peakPlaces(y, numberOf(params, 'prominence') * deviationOf(y))
      return { name: `${name} peaks`, x: pick(x, places), y: pick(y, places) }
    })
    const found = marks.filter((line) => line.x.length > 0)
    return [
      { title: 'Window and its peaks', xTitle: 'Time (ms)', yTitle: 'Above the average', series: [...lines, ...found] },
    ]
  },
})

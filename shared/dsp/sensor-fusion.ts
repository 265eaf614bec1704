/**
 * Sensor fusion: sensors of several rates side by side in one frame of features.
 * The window has all axes at the impulse's rate. Each axis is cut into as many slices of the same length as its own rate has
 * readings in the window, at least 1: n = round(rate × seconds). Slice j of n begins at reading floor(j · rows / n); each
 * gives one value. Features: all slices of the first axis, then of the next. So an accelerometer keeps 50 values a
 * second and a thermometer one, and neither drowns the other. Held against numpy's formulas in test/golden.
 */
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import type { DspContext, ParameterProblem, ParameterSpec, Params } from './block.ts'
import { textOf } from './parameters.ts'
import { errorAt, numberList, recordBlock, tooManyFeatures, windowOfBlock } from './record-block.ts'
import { rounded } from './spectral-check.ts'

const METHODS = ['mean', 'last', 'minimum', 'maximum', 'rms']

const parameters: ParameterSpec[] = [
  {
    id: 'rates',
    label: 'Rate of each axis',
    unit: 'Hz',
    type: 'string',
    default: '10',
    telling: true,
    help: 'How many values a second each axis keeps, between commas; one number holds for all axes.',
  },
  {
    id: 'scales',
    label: 'Scale of each axis',
    unit: '',
    type: 'string',
    default: '1',
    help: 'Multiplies each axis, between commas, so that all have a similar size; one number holds for all.',
  },
  {
    id: 'method',
    label: 'Method',
    unit: '',
    type: 'select',
    default: 'mean',
    options: METHODS,
    telling: true,
    help: 'How the readings of one slice become one value.',
  },
]

/** One number an axis; undefined where the text does not say so. */
function perAxis(params: Params, id: string, context: DspContext): number[] | undefined {
  const numbers = numberList(textOf(params, id))
  if (numbers?.length === 1) return context.axes.map(() => numbers[0] ?? 1)
  return numbers?.length === context.axes.length ? numbers : undefined
}

function countsOf(params: Params, context: DspContext): number[] {
  const seconds = context.rows / context.rateHz
  return (perAxis(params, 'rates', context) ?? []).map((hz) => Math.max(1, Math.round(hz * seconds)))
}

function check(params: Params, context: DspContext): ParameterProblem[] {
  const axes = context.axes.length
  for (const id of ['rates', 'scales']) {
    if (perAxis(params, id, context)) continue
    const sentence = `"${textOf(params, id)}" does not fit ${axes} axes. Write one number, or ${axes} with commas between them.`
    return [errorAt(id, sentence, `1 or ${axes} numbers between commas`, id === 'rates' ? String(context.rateHz) : '1')]
  }
  const rates = perAxis(params, 'rates', context) ?? []
  const wrong = rates.findIndex((hz) => !(hz > 0) || hz > context.rateHz * (1 + 1e-9))
  if (wrong >= 0) {
    const sentence = `${context.axes[wrong]} cannot keep ${rates[wrong]} values a second: the input has ${rounded(context.rateHz) || context.rateHz}.`
    const fix = rates.map((hz) => (hz > 0 ? Math.min(hz, context.rateHz) : context.rateHz)).join(', ')
    return [errorAt('rates', sentence, `above 0, up to ${rounded(context.rateHz) || context.rateHz} Hz`, fix)]
  }
  const large = (perAxis(params, 'scales', context) ?? []).find((scale) => Math.abs(scale) > 1e6)
  if (large !== undefined) return [errorAt('scales', `The scale ${large} is too large.`, 'up to 1000000', '1')]
  return tooManyFeatures(
    'rates',
    countsOf(params, context).reduce((sum, count) => sum + count, 0),
  )
}

function record(params: Params, context: DspContext): BlockRecord {
  return {
    kind: BLOCK_KIND.sensorFusion,
    fields: [
      METHODS.indexOf(textOf(params, 'method')),
      context.axes.length,
      { integers: countsOf(params, context).map((count) => Math.min(count, context.rows)) },
      { floats: Float32Array.from(perAxis(params, 'scales', context) ?? []) },
    ],
    scratchFloats: context.rows,
  }
}

function featureNames(params: Params, context: DspContext): string[] {
  return countsOf(params, context).flatMap((count, axis) =>
    Array.from({ length: Math.min(count, context.rows) }, (_, slice) => `${context.axes[axis]} ${slice}`),
  )
}

export const sensorFusion = recordBlock({
  id: 'sensor-fusion',
  name: 'Sensor fusion',
  description: 'Sensors of different rates side by side: fast ones keep many values, slow ones few.',
  implementationVersions: [1],
  parameters,
  check,
  featureNames,
  cost: (params, context) => ({
    macs: 3 * context.rows * context.axes.length,
    ramBytes: 4 * (context.rows + featureNames(params, context).length),
    flashBytes: 36 + 8 * context.axes.length,
  }),
  explanation: (params, context) => {
    const parts = countsOf(params, context).map((count, axis) => `${context.axes[axis]} ${count}`)
    return (
      `Each axis keeps as many values as its own rate needs in this window of ${context.rows} readings: ${parts.join(', ')}. ` +
      `Each value is the ${textOf(params, 'method')} of its slice of time.`
    )
  },
  record,
  figures: (runtime, window, params, context) => {
    const features = windowOfBlock(runtime, record(params, context), window, context)
    const windowMs = (context.rows * 1000) / context.rateHz
    let at = 0
    const series = countsOf(params, context).map((wanted, axis) => {
      const count = Math.min(wanted, context.rows)
      const y = features.slice(at, at + count)
      at += count
      return {
        name: context.axes[axis] ?? '',
        x: Float32Array.from({ length: count }, (_, slice) => ((slice + 0.5) * windowMs) / count),
        y,
      }
    })
    return [{ title: 'What each axis keeps', xTitle: 'Time (ms)', yTitle: 'Value', series }]
  },
})

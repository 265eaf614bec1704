/**
 * Hjorth: six numbers that describe how lively a signal is without an FFT, for muscles, brain waves and vibration.
 * Window `[rows, axes]` to features `[axes, chosen]`. Activity: variance. Mobility: deviation of the steps between
 * neighbours over the deviation. Complexity: mobility of the steps over mobility. Zero crossings and changes of direction
 * as shares of the places where one could be. Step length: mean size of a step. Population moments; 0 for a constant axis.
 * Source: B. Hjorth, "EEG analysis based on time domain properties", 1970. Held against numpy's formulas in test/golden.
 */
import type { Figure } from '../model/figure.ts'
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import type { DspContext, ParameterProblem, ParameterSpec, Params } from './block.ts'
import { axisValues, timesMs, withoutMean } from './figure-data.ts'
import { flagOf, numberOf } from './parameters.ts'
import { errorAt, recordBlock, scaleAxes } from './record-block.ts'

const LEAST_ROWS = 4

/** In the order of the features and of the bits the C runtime takes. */
const DESCRIPTORS = [
  { id: 'activity', label: 'Activity', help: 'The variance: how strong the signal is.' },
  { id: 'mobility', label: 'Mobility', help: 'How fast it changes: about its main frequency.' },
  { id: 'complexity', label: 'Complexity', help: 'How far it is from a pure wave, which has 1.' },
  { id: 'zero-crossings', label: 'Zero crossings', help: 'How often it crosses its average, from 0 to 1.' },
  { id: 'direction-changes', label: 'Changes of direction', help: 'How often it turns, from 0 to 1.' },
  { id: 'step-length', label: 'Step length', help: 'How far it moves from one reading to the next.' },
]

const parameters: ParameterSpec[] = [
  scaleAxes,
  ...DESCRIPTORS.map(({ id, label, help }) => ({
    id,
    label,
    unit: '',
    type: 'boolean' as const,
    default: true,
    help,
    telling: true as const,
  })),
  {
    id: 'threshold',
    label: 'Smallest step',
    unit: '',
    type: 'float',
    default: 0,
    min: 0,
    max: 1e9,
    help: 'Smaller steps are noise and count as no crossing and no turn.',
  },
]

const chosen = (params: Params): typeof DESCRIPTORS => DESCRIPTORS.filter(({ id }) => flagOf(params, id))

function check(params: Params, context: DspContext): ParameterProblem[] {
  if (chosen(params).length === 0) {
    return [errorAt('activity', 'Nothing is chosen. Choose at least one.', 'at least one', true)]
  }
  if (context.rows >= LEAST_ROWS) return []
  const sentence = `The window is too short: ${context.rows} of at least ${LEAST_ROWS} readings. Choose a longer one.`
  return [errorAt('window', sentence, `${LEAST_ROWS} readings or more`)]
}

function record(params: Params, context: DspContext): BlockRecord {
  const bits = DESCRIPTORS.reduce((sum, { id }, index) => sum + (flagOf(params, id) ? 2 ** index : 0), 0)
  return {
    kind: BLOCK_KIND.hjorth,
    fields: [{ float: numberOf(params, 'scale-axes') }, bits, { float: numberOf(params, 'threshold') }],
    scratchFloats: context.rows,
  }
}

export const hjorth = recordBlock({
  id: 'hjorth',
  name: 'Hjorth and zero crossings',
  description: 'How strong, fast and complicated a signal is, in a few cheap numbers.',
  implementationVersions: [1],
  parameters,
  check,
  featureNames: (params, context) =>
    context.axes.flatMap((axis) => chosen(params).map(({ label }) => `${axis} ${label}`)),
  cost: (params, context) => ({
    macs: 30 * context.rows * context.axes.length,
    ramBytes: 4 * (context.rows + chosen(params).length * context.axes.length),
    flashBytes: 32,
  }),
  explanation: (params, context) =>
    `Each of the ${context.axes.length} axes loses its average and is described by ` +
    `${chosen(params)
      .map(({ label }) => label.toLowerCase())
      .join(', ')}, taken over ${context.rows} readings. No FFT is needed, so it is quick on small boards.`,
  record,
  figures: (_runtime, window, _params, context) => {
    const signals = context.axes.map((_name, axis) => withoutMean(axisValues(window, context.axes.length, axis)))
    const figure = (title: string, yTitle: string, lines: Float32Array[]): Figure => ({
      title,
      xTitle: 'Time (ms)',
      yTitle,
      series: lines.map((y, axis) => ({ name: context.axes[axis] ?? '', x: timesMs(y.length, context.rateHz), y })),
    })
    const steps = signals.map((values) => values.subarray(1).map((value, index) => value - values[index]!))
    return [figure('Window', 'Above the average', signals), figure('Steps between readings', 'Step', steps)]
  },
})

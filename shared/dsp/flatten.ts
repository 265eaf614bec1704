/**
 * Flatten: up to seven statistics of each axis, for slow signals such as temperature.
 * Window `[rows, axes]` to features `[axes · statistics]`, axis by axis. Population moments, excess kurtosis; both 0 for
 * a constant axis. With a moving average, one more value an axis: the mean of its averages over this window and up to
 * `moving_avg_num_windows` − 1 before it in the same sample. Implementation version 1 of Edge Impulse's block; held against its vectors in test/golden.
 */
import type { FlattenParams } from '../runtime/params.ts'
import type { DspBlockType, DspContext, ParameterSpec, Params } from './block.ts'
import { singleWindow } from './figure-data.ts'
import { flagOf, numberOf } from './parameters.ts'

/** In the order of the features and of the bits the C runtime takes. */
const STATISTICS = [
  { id: 'average', label: 'Average', help: 'The mean of the window.' },
  { id: 'minimum', label: 'Minimum', help: 'The smallest reading.' },
  { id: 'maximum', label: 'Maximum', help: 'The largest reading.' },
  { id: 'rms', label: 'RMS', help: 'Root of the mean square: how strong the signal is.' },
  { id: 'stdev', label: 'Stdev', help: 'How far readings lie from their average.' },
  { id: 'skewness', label: 'Skewness', help: 'Whether readings stray more upwards or downwards.' },
  { id: 'kurtosis', label: 'Kurtosis', help: 'Whether there are rare, far outliers.' },
]

const MOVING_AVERAGE = 'moving_avg_num_windows'

const TELLING: ReadonlySet<string> = new Set(['average', 'maximum', 'rms', 'stdev'])

export function flattenParams(params: Params): FlattenParams {
  const statistics = STATISTICS.reduce((bits, { id }, index) => bits + (flagOf(params, id) ? 2 ** index : 0), 0)
  return { scale: numberOf(params, 'scale-axes'), statistics, windows: numberOf(params, MOVING_AVERAGE) }
}

/** What the C runtime keeps from window to window. */
export function flattenHistoryFloats(windows: number, axes: number): number {
  return windows > 0 ? 2 + windows * axes : 0
}

function chosen(params: Params): string[] {
  const moving = numberOf(params, MOVING_AVERAGE) > 0 ? ['Moving average'] : []
  return [...STATISTICS.filter(({ id }) => flagOf(params, id)).map(({ label }) => label), ...moving]
}

function featureNames(params: Params, context: DspContext): string[] {
  return context.axes.flatMap((axis) => chosen(params).map((name) => `${axis} ${name}`))
}

const parameters: ParameterSpec[] = [
  {
    id: 'scale-axes',
    label: 'Scale axes',
    unit: '',
    type: 'float',
    default: 1,
    min: -1e6,
    max: 1e6,
    help: 'Multiplies every reading before anything else.',
  },
  ...STATISTICS.map(({ id, label, help }) => ({
    id,
    label,
    unit: '',
    type: 'boolean' as const,
    default: true,
    help,
    ...(TELLING.has(id) ? { telling: true as const } : {}),
  })),
  {
    id: MOVING_AVERAGE,
    label: 'Moving average over windows',
    unit: 'windows',
    type: 'int',
    default: 0,
    min: 0,
    max: 1024,
    help: 'Adds the average of this and the windows before it, for slow drifts; 0 does not.',
  },
]

export const flatten: DspBlockType = {
  id: 'flatten',
  name: 'Flatten',
  description: 'A few statistics of each axis, for slowly changing signals such as temperature.',
  implementationVersions: [1],
  parameters,
  check: (params) =>
    chosen(params).length > 0
      ? []
      : [
          {
            param: 'average',
            sentence: 'No statistic is chosen. Choose at least one.',
            allowed: 'at least one statistic',
            fix: true,
            severity: 'error',
          },
        ],
  featureNames,
  cost: (params, context) => ({
    macs: 10 * context.rows * context.axes.length,
    ramBytes:
      4 *
      (context.rows +
        featureNames(params, context).length +
        flattenHistoryFloats(numberOf(params, MOVING_AVERAGE), context.axes.length)),
    flashBytes: 32,
  }),
  explanation: (params, context) =>
    `Each of the ${context.axes.length} axes is described by ${chosen(params).join(', ')}, taken over ${context.rows} readings.`,
  extract: (runtime, batch, params) => runtime.flatten(flattenParams(params), batch),
  figures: (runtime, window, params, context) => {
    const names = chosen(params)
    const features = runtime.flatten(flattenParams(params), singleWindow(window, context.axes.length))
    return [
      {
        title: 'Statistics',
        xTitle: names.join(', '),
        yTitle: 'Value',
        series: context.axes.map((name, axis) => ({
          name,
          x: Float32Array.from(names.keys()),
          y: features.slice(axis * names.length, (axis + 1) * names.length),
        })),
      },
    ]
  },
}

/** Raw: the readings themselves, times a factor. Window `[rows, axes]` to features `[rows · axes]`, row by row. */
import type { DspBlockType, DspContext } from './block.ts'
import { axisValues, timesMs } from './figure-data.ts'
import { numberOf } from './parameters.ts'

function featureNames(_params: unknown, context: DspContext): string[] {
  return Array.from({ length: context.rows }, (_, row) => context.axes.map((axis) => `${axis} ${row}`)).flat()
}

export const raw: DspBlockType = {
  id: 'raw',
  name: 'Raw Data',
  description: 'Hands the readings to the network as they are, for signals whose shape matters.',
  implementationVersions: [1],
  parameters: [
    {
      id: 'scale-axes',
      label: 'Scale axes',
      unit: '',
      type: 'float',
      default: 1,
      min: -1e6,
      max: 1e6,
      help: 'Multiplies every reading.',
    },
  ],
  check: () => [],
  featureNames,
  cost: (_params, context) => ({
    macs: context.rows * context.axes.length,
    ramBytes: 4 * context.rows * context.axes.length,
    flashBytes: 24,
  }),
  explanation: (params, context) =>
    `Each of the ${context.rows} readings of ${context.axes.length} axes becomes a feature, ` +
    `${context.rows * context.axes.length} in all, multiplied by ${numberOf(params, 'scale-axes')}.`,
  extract: (runtime, batch, params) => runtime.raw(numberOf(params, 'scale-axes'), batch),
  figures: (_runtime, window, params, context) => [
    {
      title: 'Features',
      xTitle: 'Time (ms)',
      yTitle: 'Value',
      series: context.axes.map((name, axis) => {
        const values = axisValues(window, context.axes.length, axis)
        const y = values.map((value) => value * numberOf(params, 'scale-axes'))
        return { name, x: timesMs(y.length, context.rateHz), y }
      }),
    },
  ],
}

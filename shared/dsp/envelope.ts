/**
 * Envelope: how strong a signal is from moment to moment, for muscles, knocks and speech.
 * Window `[rows, axes]` to features `[frames, axes]`, frame by frame: mean removed, then of each frame the root mean
 * square, the mean or the largest of the absolute values. Frames lie inside the window; the rest at the end is not used.
 * Held against numpy's formulas in test/golden.
 */
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import type { DspContext, ParameterProblem, ParameterSpec, Params } from './block.ts'
import { axisValues, timesMs } from './figure-data.ts'
import { numberOf, textOf } from './parameters.ts'
import { errorAt, recordBlock, scaleAxes, tooManyFeatures, windowOfBlock } from './record-block.ts'
import { rounded } from './spectral-check.ts'

const METHODS = ['rms', 'mean', 'peak']

const parameters: ParameterSpec[] = [
  scaleAxes,
  {
    id: 'method',
    label: 'Method',
    unit: '',
    type: 'select',
    default: 'rms',
    options: METHODS,
    telling: true,
    help: 'RMS tells the power, mean the usual size, peak the largest swing of each frame.',
  },
  {
    id: 'frame_length',
    label: 'Frame length',
    unit: 's',
    type: 'float',
    default: 0.1,
    min: 1e-6,
    max: 600,
    telling: true,
    help: 'How long each frame lasts. Longer is smoother.',
  },
  {
    id: 'frame_stride',
    label: 'Frame stride',
    unit: 's',
    type: 'float',
    default: 0.05,
    min: 1e-6,
    max: 600,
    telling: true,
    help: 'From the start of one frame to the start of the next.',
  },
]

interface Frames {
  length: number
  stride: number
  count: number
}

function framesOf(params: Params, context: DspContext): Frames {
  const readings = (id: string): number => Math.max(1, Math.round(numberOf(params, id) * context.rateHz))
  const [length, stride] = [readings('frame_length'), readings('frame_stride')]
  return { length, stride, count: Math.floor((context.rows - length) / stride) + 1 }
}

function check(params: Params, context: DspContext): ParameterProblem[] {
  const { length, count } = framesOf(params, context)
  if (length > context.rows) {
    const sentence = `A frame of ${length} readings is longer than the window, which has ${context.rows}.`
    const seconds = context.rows / context.rateHz
    return [errorAt('frame_length', sentence, `up to ${rounded(seconds) || seconds} s`, seconds)]
  }
  return tooManyFeatures('frame_stride', count * context.axes.length)
}

function record(params: Params, context: DspContext): BlockRecord {
  const { length, stride, count } = framesOf(params, context)
  return {
    kind: BLOCK_KIND.envelope,
    fields: [
      { float: numberOf(params, 'scale-axes') },
      METHODS.indexOf(textOf(params, 'method')),
      length,
      stride,
      count,
    ],
    scratchFloats: context.rows,
  }
}

export const envelope = recordBlock({
  id: 'envelope',
  name: 'Envelope',
  description: 'How strong the signal is from moment to moment, for muscles, knocks and sounds.',
  implementationVersions: [1],
  parameters,
  check,
  featureNames: (params, context) =>
    Array.from({ length: framesOf(params, context).count }, (_, frame) =>
      context.axes.map((axis) => `Frame ${frame + 1} ${axis}`),
    ).flat(),
  shape: (params, context) => [framesOf(params, context).count, context.axes.length],
  cost: (params, context) => {
    const { length, count } = framesOf(params, context)
    return {
      macs: context.axes.length * (2 * context.rows + 2 * count * length),
      ramBytes: 4 * (context.rows + count * context.axes.length),
      flashBytes: 40,
    }
  },
  explanation: (params, context) => {
    const { length, stride, count } = framesOf(params, context)
    const ms = (readings: number): number => rounded((readings * 1000) / context.rateHz)
    const what = { rms: 'root mean square', mean: 'average size', peak: 'largest swing' }[textOf(params, 'method')]
    return (
      `Each axis loses its average. Then ${count} frames of ${ms(length)} ms, one every ${ms(stride)} ms, ` +
      `tell the ${what} of each axis: the outline of the signal without its single waves.`
    )
  },
  record,
  figures: (runtime, window, params, context) => {
    const { stride, count } = framesOf(params, context)
    const features = windowOfBlock(runtime, record(params, context), window, context)
    const axes = context.axes.length
    const times = Float32Array.from({ length: count }, (_, frame) => (frame * stride * 1000) / context.rateHz)
    return [
      {
        title: 'Before',
        xTitle: 'Time (ms)',
        yTitle: 'Value',
        series: context.axes.map((name, axis) => {
          const y = axisValues(window, axes, axis)
          return { name, x: timesMs(y.length, context.rateHz), y }
        }),
      },
      {
        title: 'Envelope',
        xTitle: 'Time (ms)',
        yTitle: 'Strength',
        series: context.axes.map((name, axis) => ({ name, x: times, y: axisValues(features, axes, axis) })),
      },
    ]
  },
})

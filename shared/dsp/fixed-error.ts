/** What fixed point costs in exactness: the features of one window against the same in float. */
import type { Figure } from '../model/figure.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { DspBlockType, DspContext, Params } from './block.ts'
import { singleWindow } from './figure-data.ts'
import { isFixed } from './fixed-point.ts'

export interface FixedError {
  /** Largest difference of a feature. */
  largest: number
  /** Root of the mean squared difference. */
  typical: number
  /** Root of the mean squared feature, in float: what the differences are seen against. */
  size: number
  figure: Figure
}

export interface FixedSubject {
  type: DspBlockType
  /** Of the block's axes only. */
  window: Float32Array
  params: Params
  context: DspContext
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length))
}

/** null where the block computes in float. `features`: those in fixed point. */
export function fixedError(runtime: Runtime, subject: FixedSubject, features: Float32Array): FixedError | null {
  const { type, window, params, context } = subject
  if (!isFixed(params)) return null
  const batch = singleWindow(window, context.axes.length)
  const exact = type.extract(runtime, batch, { ...params, arithmetic: 'float' }, context)
  const difference = features.map((value, index) => value - exact[index]!)
  return {
    largest: difference.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    typical: rootMeanSquare(difference),
    size: rootMeanSquare(exact),
    figure: {
      title: 'Fixed point minus float',
      xTitle: 'Feature',
      yTitle: 'Difference',
      series: [{ name: 'difference', x: Float32Array.from(difference.keys(), (index) => index + 1), y: difference }],
    },
  }
}

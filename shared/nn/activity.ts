/** Activity regularisation: draws the outputs of hidden layers towards zero, so that many stay silent. */
import { padded, type Kernels, type Place } from './kernels.ts'
import type { PlannedLayer } from './plan.ts'

export interface ActivityWeights {
  /** Weight of Σ |output| in the loss, a row. */
  l1?: number
  /** Weight of Σ output² in the loss, a row. */
  l2?: number
}

/** Channels of the outputs that are drawn: those of dense layers and convolutions. */
export function drawnChannels(plan: PlannedLayer): number | undefined {
  if (plan.type === 'dense') return plan.outputs
  if (plan.type === 'conv2d') return plan.filters
  return plan.type === 'depthwise-conv2d' ? plan.window.channels : undefined
}

export interface DrawnOutputs {
  outputs: Place
  /** ∂loss/∂outputs, to which the gradient of the regularisation is added. */
  gradient: Place
  channels: number
  pixels: number
  rows: number
}

export function addActivityGradient(kernels: Kernels, { l1 = 0, l2 = 0 }: ActivityWeights, drawn: DrawnOutputs): void {
  const { outputs, gradient, channels, pixels, rows } = drawn
  const floats = kernels.floats()
  const stride = padded(channels)
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let at = pixel * stride; at < pixel * stride + channels; at++) {
      const output = floats[outputs + at]!
      floats[gradient + at]! += (l1 * Math.sign(output) + 2 * l2 * output) / rows
    }
}

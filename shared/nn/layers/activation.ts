/** An activation, in place: the output of its layer is overwritten, which that layer's backward pass does not need. */
import type { Activation } from '../graph.ts'
import type { CurvedActivation, Kernels, Place } from '../kernels.ts'

/** Slope of the leaky ReLU below 0. */
export const LEAK = 0.2

export interface RunningActivation {
  forward(values: Place, length: number): void
  backward(gradient: Place, outputs: Place, length: number): void
}

/** A softmax is part of the loss, a final sigmoid too; both leave their logits alone here. */
export function runningActivation(kernels: Kernels, activation: Activation): RunningActivation | undefined {
  if (activation === 'linear' || activation === 'softmax') return undefined
  if (activation === 'relu')
    return {
      forward: (values, length) => kernels.relu(values, length),
      backward: (gradient, outputs, length) => kernels.reluBackward(gradient, outputs, length),
    }
  return curved(kernels, activation)
}

function curved(kernels: Kernels, kind: CurvedActivation): RunningActivation {
  return {
    forward: (values, length) => kernels.activate({ values, length, kind, leak: LEAK }),
    backward: (gradient, outputs, length) => kernels.activateBackward({ gradient, outputs, length, kind, leak: LEAK }),
  }
}

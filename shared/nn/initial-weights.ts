/** What a network begins with. */
import type { Activation } from './graph.ts'
import type { Network } from './network.ts'
import type { PlannedLayer } from './plan.ts'
import { fillUniform, glorotLimit, heLimit, seededRandom, STREAMS } from './random.ts'

interface Fans {
  /** Values that each output is made of. */
  inputs: number
  /** Outputs that each value goes to. */
  outputs: number
  weights: number
  activation: Activation
}

function fansOf(plan: PlannedLayer): Fans | undefined {
  if (plan.type === 'dense') {
    const { inputs, outputs, activation } = plan
    return { inputs, outputs, weights: inputs * outputs, activation }
  }
  if (plan.type === 'conv2d') {
    const taps = plan.window.kernelHeight * plan.window.kernelWidth
    const { channels } = plan.window
    const weights = taps * channels * plan.filters
    return { inputs: taps * channels, outputs: taps * plan.filters, weights, activation: plan.activation }
  }
  if (plan.type === 'depthwise-conv2d') {
    const taps = plan.window.kernelHeight * plan.window.kernelWidth
    return { inputs: taps, outputs: taps, weights: taps * plan.window.channels, activation: plan.activation }
  }
  return undefined
}

function isRectifier(activation: Activation): boolean {
  return activation === 'relu' || activation === 'relu6' || activation === 'leaky-relu'
}

/** He before a ReLU, Glorot elsewhere; biases start at 0, batch normalisation at doing nothing. */
export function initialiseWeights({ nodes }: Network, seed: number): void {
  const random = seededRandom(seed, STREAMS.weights)
  for (const { plan, built } of nodes) {
    if (built.running.kind !== 'one') continue
    const { tensors } = built.running.layer
    if (plan.type === 'batch-norm') {
      const ones = new Float32Array(plan.shape.channels).fill(1)
      tensors['gamma']?.write(ones)
      tensors['variance']?.write(ones)
    }
    const fans = fansOf(plan)
    if (!fans) continue
    const weights = new Float32Array(fans.weights)
    const limit = isRectifier(fans.activation) ? heLimit(fans.inputs) : glorotLimit(fans.inputs, fans.outputs)
    fillUniform(weights, limit, random)
    tensors['weights']?.write(weights)
  }
}

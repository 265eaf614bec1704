/** What weights have to keep to while a network learns: zeros that stay zeros, values that stay shared, int8 steps. */
import type { Place } from '../../nn/kernels.ts'
import type { Tensor } from '../../nn/layers/tensor.ts'
import { padded } from '../../nn/kernels.ts'
import type { Network } from '../../nn/network.ts'
import type { PlannedLayer } from '../../nn/plan.ts'

/** Weights of one layer in the kernels' memory: number `i` belongs to channel `i % stride`. */
export interface LayerWeights {
  /** Index of the node. */
  node: number
  tensor: Tensor
  channels: number
  stride: number
  /** One filter a channel: few weights, all of them needed. */
  depthwise: boolean
}

export interface WeightRule {
  /** Makes the weights what they have to be before they are used. */
  beforeForward(): void
  /** After a pass whose gradients nobody asks for. */
  afterScoring?(): void
  /** After all gradients are there, before the optimizer's step. */
  afterBackward(): void
}

function outputChannels(plan: PlannedLayer): number | undefined {
  if (plan.type === 'dense') return plan.outputs
  if (plan.type === 'conv2d') return plan.filters
  return plan.type === 'depthwise-conv2d' ? plan.window.channels : undefined
}

/** The weights of all dense layers and convolutions, biases left out. */
export function weightsOf(network: Network): LayerWeights[] {
  return network.nodes.flatMap(({ plan, built }, node) => {
    const channels = outputChannels(plan)
    const tensor = built.running.kind === 'one' ? built.running.layer.tensors['weights'] : undefined
    return channels === undefined || !tensor
      ? []
      : [{ node, tensor, channels, stride: padded(channels), depthwise: plan.type === 'depthwise-conv2d' }]
  })
}

/** Places of the weights, counted from the start of the tensor, without the padding between them. */
export function livePlaces({ tensor, channels, stride }: LayerWeights): number[] {
  return Array.from({ length: tensor.length }, (_, place) => place).filter((place) => place % stride < channels)
}

/** The same network, with rules that hold in every pass; the first rule is asked first. */
export function underRules(network: Network, rules: readonly WeightRule[]): Network {
  if (rules.length === 0) return network
  return {
    ...network,
    forward(features: Place, pass) {
      for (const rule of rules) rule.beforeForward()
      const logits = network.forward(features, pass)
      if (!pass.training) for (const rule of rules) rule.afterScoring?.()
      return logits
    },
    backward(gradient, rows) {
      network.backward(gradient, rows)
      for (const rule of rules.toReversed()) rule.afterBackward()
    },
  }
}

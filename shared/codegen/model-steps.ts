/** What an int8 network does one step after the other, and the memory that each step needs. */
import type { TensorGraph, TensorOperation } from '../quantize/tensor-graph.ts'

export interface ModelStep {
  /** Of the layer it comes from. */
  name: string
  operation: TensorOperation['type']
  /** Of what comes out. */
  shape: number[]
  parameters: number
  macs: number
  /** Weights, biases and scales. */
  flashBytes: number
  /** All that must be there during this step. */
  ramBytes: number
}

/** A bias, a multiplier and a shift of 4 bytes each. */
const CHANNEL_BYTES = 12

function stepWeights(operation: TensorOperation): Pick<ModelStep, 'parameters' | 'flashBytes'> {
  if (!('weights' in operation)) return { parameters: 0, flashBytes: 0 }
  const { weights, bias } = operation
  return { parameters: weights.length + bias.length, flashBytes: weights.length + CHANNEL_BYTES * bias.length }
}

export function modelSteps({ tensors, inputs, outputs, steps }: TensorGraph): ModelStep[] {
  // What goes in and what comes out has memory of its own all the time.
  const edges = [...inputs, ...outputs]
  const lives = new Map<number, { first: number; last: number }>()
  for (const index of edges) lives.set(index, { first: 0, last: steps.length - 1 })
  steps.forEach((step, now) => {
    for (const index of [...step.inputs, step.output]) {
      if (edges.includes(index) || tensors[index]?.constant) continue
      lives.set(index, { first: lives.get(index)?.first ?? now, last: now })
    }
  })
  return steps.map(({ operation, output, macs }, now) => ({
    name: tensors[output]?.name ?? '',
    operation: operation.type,
    shape: tensors[output]?.shape ?? [],
    macs,
    ...stepWeights(operation),
    ramBytes: [...lives].reduce(
      (sum, [index, { first, last }]) => sum + (first <= now && last >= now ? (tensors[index]?.bytes ?? 0) : 0),
      0,
    ),
  }))
}

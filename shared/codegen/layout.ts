/** Where the tensors between a graph's operators lie. Input and output belong to the caller. */
import type { QuantGraph, QuantOperator } from '../quantize/graph.ts'
import { type ArenaPlan, planArena } from './planner.ts'

export function outputSize(operator: QuantOperator): number {
  return operator.type === 'softmax' ? operator.size : operator.outputs
}

/** Bytes that a whole run writes into the caller's output. */
export function graphOutputs(graph: QuantGraph): number {
  const last = graph.operators.at(-1)
  return last ? outputSize(last) : graph.inputs
}

/** `offsets[i]` is the place of operator i's output, for all operators but the last. */
export function planGraph(graph: QuantGraph): ArenaPlan {
  const between = graph.operators.slice(0, -1)
  return planArena(
    between.map((operator, step) => ({ bytes: outputSize(operator), firstUse: step, lastUse: step + 1 })),
  )
}

/** The int8 network of a project: one graph from which evaluation, .tflite, C and the model pack all come. */
import type { FeatureScaler } from '../nn/graph.ts'
import type { Quantization } from './quantization.ts'
import { simplifyGraph } from './simplify.ts'
import type { TensorGraph } from './tensor-graph.ts'

export interface QuantModel {
  /** One int8 input `[1, features]` and one int8 output `[1, labels]`. */
  graph: TensorGraph
  /** How features become int8: q = clamp(round_half_away(x' / scale) + zeroPoint). */
  input: Quantization
  /** score = (q − zeroPoint) · scale; a value where the network answers values. */
  output: Quantization
  /** Before the network: x' = (x − mean) · scale. */
  scaler?: FeatureScaler
  /** True where channels were brought to like sizes first: then its layers differ from the float ones by factors. */
  equalized?: boolean
  /** Of the outputs: class labels, or the names of values. */
  labels: string[]
}

const deployed = new WeakMap<TensorGraph, TensorGraph>()

/** As it runs here and on a board: without what cannot change an answer. */
export function deployedGraph({ graph }: Pick<QuantModel, 'graph'>): TensorGraph {
  const known = deployed.get(graph) ?? simplifyGraph(graph)
  deployed.set(graph, known)
  return known
}

/** Number of features that go in. */
export function modelInputs({ graph }: Pick<QuantModel, 'graph'>): number {
  return graph.tensors[graph.inputs[0] ?? -1]?.bytes ?? 0
}

/** Number of scores or values that come out. */
export function modelOutputs({ graph }: Pick<QuantModel, 'graph'>): number {
  return graph.tensors[graph.outputs[0] ?? -1]?.bytes ?? 0
}

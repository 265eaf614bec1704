/** A narrower network of the same layers, and what its teacher says of the rows it learns from. */
import type { NetworkLayer } from '../../model/network-layer.ts'
import { logFloat } from '../../nn/float-math.ts'
import type { FloatGraph } from '../../nn/graph.ts'
import type { Kernels } from '../../nn/kernels.ts'
import type { LearningSet } from '../../nn/placed-set.ts'
import { predict } from '../../nn/predict.ts'

/** @param width 0 … 1: share of the units and filters of each layer; at least one stays. */
export function narrower(layers: readonly NetworkLayer[], width: number): NetworkLayer[] {
  const less = (count: number): number => Math.max(1, Math.round(count * width))
  return layers.map((layer) => {
    if (layer.type === 'dense') return { ...layer, units: less(layer.units) }
    return 'filters' in layer ? { ...layer, filters: less(layer.filters) } : layer
  })
}

/** Below this a teacher is sure enough: −ln of it still is a number to learn from. */
const LEAST_SHARE = 1e-30

/** Logits that give the teacher's answers `[rows, labels]`; any constant added to a row's would do as well. */
export function teacherLogits(teacher: FloatGraph, { features }: LearningSet, kernels: Kernels): Float32Array {
  return predict(teacher, features, kernels).map((share) => logFloat(Math.fround(Math.max(share, LEAST_SHARE))))
}

/** Values between the truth and what the teacher answers. */
export function softenedTargets(targets: Float32Array, answers: Float32Array, weight: number): Float32Array {
  return targets.map((target, index) => (1 - weight) * target + weight * answers[index]!)
}

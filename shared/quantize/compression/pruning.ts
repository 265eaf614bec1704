/** Magnitude pruning: the smallest weights become zero and stay so (Han et al., 2015). */
import type { Kernels, Place } from '../../nn/kernels.ts'
import { type LayerWeights, livePlaces, type WeightRule } from './weight-rules.ts'

/** Sparsity of a ramp at `progress` 0 … 1: s · (1 − (1 − progress)³) (Zhu and Gupta, 2017). */
export function rampSparsity(sparsity: number, progress: number): number {
  const left = 1 - Math.min(1, Math.max(0, progress))
  return sparsity * (1 - left * left * left)
}

export interface PruningRule extends WeightRule {
  /** Sets the masks anew for this share of zeros, counted over all weights of a layer, or of all layers together. */
  prune(sparsity: number, scope: 'layer' | 'network'): void
}

interface Masked extends LayerWeights {
  /** 1 where a weight lives, 0 where it is pruned; as long as the weights. */
  mask: Place
}

/** Depthwise filters have few weights, all of them needed: they are left alone. */
export function pruningRule(kernels: Kernels, weights: readonly LayerWeights[]): PruningRule {
  const layers = weights.map((layer): Masked => {
    const mask = kernels.allocate(layer.tensor.length)
    kernels.floats().fill(1, mask, mask + layer.tensor.length)
    return { ...layer, mask }
  })
  const apply = (place: (layer: Masked) => Place): void => {
    for (const layer of layers) {
      const out = place(layer)
      kernels.multiply({ out, left: out, right: layer.mask, length: layer.tensor.length })
    }
  }
  return {
    beforeForward: () => apply(({ tensor }) => tensor.values),
    afterBackward: () => apply(({ tensor }) => tensor.gradient),
    prune(sparsity, scope) {
      const groups = scope === 'network' ? [layers] : layers.map((layer) => [layer])
      for (const group of groups) maskSmallest(kernels.floats(), group, sparsity)
    },
  }
}

/** The `sparsity` share of the weights with the smallest magnitudes, ties in their order; padding does not count. */
function maskSmallest(floats: Float32Array, layers: readonly Masked[], sparsity: number): void {
  const places = layers.flatMap((layer) =>
    livePlaces(layer).map((place) => ({ weight: layer.tensor.values + place, mask: layer.mask + place })),
  )
  const size = (at: { weight: number }): number => Math.abs(floats[at.weight]!)
  const sorted = places.toSorted((a, b) => size(a) - size(b) || a.weight - b.weight)
  const pruned = Math.floor(sparsity * sorted.length)
  sorted.forEach(({ mask }, index) => (floats[mask] = index < pruned ? 0 : 1))
}

/** Keeps zeros that are there already, whatever made them. */
export function keepZeros(kernels: Kernels, weights: readonly LayerWeights[]): WeightRule {
  const rule = pruningRule(kernels, weights)
  const shares = weights.map(({ tensor }) => tensor.read('values'))
  const zeros = shares.reduce((sum, values) => sum + values.filter((value) => value === 0).length, 0)
  const all = shares.reduce((sum, values) => sum + values.length, 0)
  // Zeros are the smallest there are, so that pruning as many takes exactly them.
  if (all > 0) rule.prune((zeros + 0.5) / all, 'network')
  return rule
}

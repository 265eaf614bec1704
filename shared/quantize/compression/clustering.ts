/** Weight clustering: the weights of a layer share few values, which go on learning (Han et al., 2016). */
import type { Kernels } from '../../nn/kernels.ts'
import { type LayerWeights, livePlaces, type WeightRule } from './weight-rules.ts'

const MAX_ROUNDS = 100

export interface Clusters {
  centroids: Float64Array
  /** Cluster of each value. */
  of: Int32Array
}

/**
 * One-dimensional k-means (Lloyd), begun at even steps between the smallest and the largest value, so that rare large
 * weights keep a value of their own. Zeros stay zeros where `keepZeros`: one cluster is theirs alone.
 * @param count 2 … 256 clusters, the one of the zeros included.
 */
export function clusterValues(values: Float32Array, count: number, keepZeros: boolean): Clusters {
  const free = [...values.keys()].filter((index) => !keepZeros || values[index] !== 0)
  const hasZeros = free.length < values.length
  const own = hasZeros ? count - 1 : count
  const of = new Int32Array(values.length).fill(own)
  const order = free.toSorted((a, b) => values[a]! - values[b]! || a - b)
  const sorted = Float64Array.from(order, (index) => values[index]!)
  const { centroids, ends } = lloyd(sorted, Math.min(own, Math.max(1, sorted.length)))
  order.forEach((index, rank) => (of[index] = ends.findIndex((end) => rank < end)))
  const all = new Float64Array(own + 1)
  all.set(centroids)
  return { centroids: all, of }
}

/** Clusters of sorted values are stretches of them: `ends[k]` is where stretch k ends. */
function lloyd(sorted: Float64Array, count: number): { centroids: Float64Array; ends: number[] } {
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
  let centroids: Float64Array = Float64Array.from({ length: count }, (_, k) =>
    count === 1 ? (low + high) / 2 : low + ((high - low) * k) / (count - 1),
  )
  let ends = stretches(sorted, centroids)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    centroids = means(sorted, ends, centroids)
    const next = stretches(sorted, centroids)
    if (next.every((end, k) => end === ends[k])) break
    ends = next
  }
  return { centroids, ends }
}

function stretches(sorted: Float64Array, centroids: Float64Array): number[] {
  const ends: number[] = []
  let at = 0
  for (let k = 0; k < centroids.length; k++) {
    const border = k + 1 < centroids.length ? (centroids[k]! + centroids[k + 1]!) / 2 : Infinity
    while (at < sorted.length && sorted[at]! <= border) at += 1
    ends.push(at)
  }
  return ends
}

function means(sorted: Float64Array, ends: readonly number[], before: Float64Array): Float64Array {
  return before.map((centroid, k) => {
    const [start, end] = [k === 0 ? 0 : ends[k - 1]!, ends[k]!]
    if (end === start) return centroid
    let sum = 0
    for (let at = start; at < end; at++) sum += sorted[at]!
    return sum / (end - start)
  })
}

interface Clustered extends LayerWeights {
  /** Places of the weights of each cluster, counted from the start of the tensor. */
  members: number[][]
  zeros: number[]
}

/** Weights of one cluster have one value and one gradient, the sum of theirs: every optimizer moves them alike. */
function movingTogether(kernels: Kernels, layers: readonly Clustered[]): WeightRule {
  return {
    beforeForward: () => undefined,
    afterBackward() {
      const floats = kernels.floats()
      for (const { tensor, members, zeros } of layers) {
        for (const places of members) {
          let sum = 0
          for (const place of places) sum += floats[tensor.gradient + place]!
          for (const place of places) floats[tensor.gradient + place] = sum
        }
        for (const place of zeros) floats[tensor.gradient + place] = 0
      }
    },
  }
}

/** The clusters are those of the weights as they are when the rule is made. */
export function clusteringRule(
  kernels: Kernels,
  weights: readonly LayerWeights[],
  options: { clusters: number; keepZeros: boolean },
): WeightRule {
  return movingTogether(
    kernels,
    weights.map((layer) => clusterLayer(kernels, layer, options)),
  )
}

function clusterLayer(
  kernels: Kernels,
  layer: LayerWeights,
  { clusters, keepZeros }: { clusters: number; keepZeros: boolean },
): Clustered {
  const { tensor } = layer
  const floats = kernels.floats()
  const live = livePlaces(layer)
  const values = Float32Array.from(live, (place) => floats[tensor.values + place]!)
  const { centroids, of } = clusterValues(values, clusters, keepZeros)
  const members: number[][] = Array.from({ length: centroids.length }, () => [])
  live.forEach((place, index) => {
    members[of[index]!]!.push(place)
    floats[tensor.values + place] = centroids[of[index]!]!
  })
  const zeros = keepZeros ? members.pop()! : []
  return { ...layer, members, zeros }
}

/** Weights that have one value now go on having one. */
export function keepShared(kernels: Kernels, weights: readonly LayerWeights[]): WeightRule {
  const floats = kernels.floats()
  return movingTogether(
    kernels,
    weights.map((layer) => {
      const byValue = new Map<number, number[]>()
      for (const place of livePlaces(layer)) {
        const value = floats[layer.tensor.values + place]!
        const places = byValue.get(value) ?? []
        places.push(place)
        byValue.set(value, places)
      }
      return { ...layer, members: [...byValue.values()], zeros: [] }
    }),
  )
}

/** K-means (Lloyd, 1982) from centres spread out by k-means++ (Arthur and Vassilvitskii, 2007). In double, in fixed order. */
import { seededRandom, STREAMS, type Random } from '../random.ts'
import { squaredDistance, type Points } from './points.ts'

export interface Clusters {
  /** One a cluster. */
  centers: Float64Array[]
  /** Cluster of each point. */
  nearest: Int32Array
}

const MOST_ROUNDS = 100

/** Fewer clusters than asked where there are fewer different points. */
export function kMeans(points: Points, wanted: number, seed: number): Clusters {
  const random = seededRandom(seed, STREAMS.clusters)
  let clusters: Clusters = { centers: firstCenters(points, wanted, random), nearest: new Int32Array(points.count) }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const nearest = nearestCenters(points, clusters.centers)
    const same = round > 0 && nearest.every((cluster, row) => cluster === clusters.nearest[row])
    clusters = { centers: meansOf(points, nearest, clusters.centers), nearest }
    if (same) break
  }
  return clusters
}

function pointAt({ values, axes }: Points, row: number): Float64Array {
  return Float64Array.from(values.subarray(row * axes, (row + 1) * axes))
}

/** Each next one with a chance that grows with its squared distance from those before. */
function firstCenters(points: Points, wanted: number, random: Random): Float64Array[] {
  const centers = [pointAt(points, random.nextBelow(points.count))]
  const apart = new Float64Array(points.count).fill(Infinity)
  while (centers.length < wanted) {
    const last = centers.at(-1)!
    let sum = 0
    for (let row = 0; row < points.count; row++) {
      apart[row] = Math.min(apart[row]!, squaredDistance(points, row, last))
      sum += apart[row]!
    }
    if (sum === 0) break
    let left = random.nextFloat() * sum
    let chosen = apart.findLastIndex((distance) => distance > 0)
    for (let row = 0; row < points.count; row++) {
      left -= apart[row]!
      if (left < 0) {
        chosen = row
        break
      }
    }
    centers.push(pointAt(points, chosen))
  }
  return centers
}

export function nearestCenters(points: Points, centers: readonly Float64Array[]): Int32Array {
  return Int32Array.from({ length: points.count }, (_, row) => {
    let [best, least] = [0, Infinity]
    centers.forEach((center, cluster) => {
      const distance = squaredDistance(points, row, center)
      if (distance < least) [best, least] = [cluster, distance]
    })
    return best
  })
}

/** A cluster that lost all its points stays where it was. */
function meansOf(points: Points, nearest: Int32Array, before: readonly Float64Array[]): Float64Array[] {
  const sums = before.map((center) => new Float64Array(center.length))
  const counts = before.map(() => 0)
  nearest.forEach((cluster, row) => {
    counts[cluster]! += 1
    for (let axis = 0; axis < points.axes; axis++) sums[cluster]![axis]! += points.values[row * points.axes + axis]!
  })
  return sums.map((sum, cluster) =>
    counts[cluster]! > 0 ? sum.map((one) => one / counts[cluster]!) : before[cluster]!,
  )
}

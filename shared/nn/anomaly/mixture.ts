/**
 * A mixture of normal distributions with full covariances, fitted by expectation and maximisation (Dempster, Laird and
 * Rubin, 1977), begun from K-means. Exponentials and logarithms in float32, so that every machine gives the same bits.
 */
import { expFloat, logFloat } from '../float-math.ts'
import { kMeans } from './k-means.ts'
import type { Points } from './points.ts'

export interface Mixture {
  centers: Float64Array[]
  /** Lower triangles, by rows, of the inverses of the Cholesky factors. */
  inverses: Float64Array[]
  /** Logarithms of share times density at the centre. */
  peaks: number[]
}

/** Added to the diagonals: the features have deviation 1, and a flat cloud must keep a thickness. */
const THICKNESS = 1e-3
const MOST_ROUNDS = 100
/** Rounds end when the mean log-likelihood of a window grows by less. */
const ENOUGH = 1e-4
const LN_2PI = 1.8378770664093453

export function fitMixture(points: Points, wanted: number, seed: number): Mixture {
  const { centers, nearest } = kMeans(points, wanted, seed)
  let shares: Float64Array[] = centers.map((_center, part) =>
    Float64Array.from(nearest, (own) => (own === part ? 1 : 0)),
  )
  let mixture = maximise(points, shares)
  let before = -Infinity
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const expected = expectation(points, mixture)
    if (expected.meanLog - before < ENOUGH) break
    before = expected.meanLog
    shares = expected.shares
    mixture = maximise(points, shares)
  }
  return mixture
}

/** shares: how much of each point belongs to each part. Parts that own next to nothing are left out. */
function maximise(points: Points, shares: readonly Float64Array[]): Mixture {
  const owned = shares.map((share) => share.reduce((sum, one) => sum + one, 0))
  const kept = [...shares.keys()].filter((part) => owned[part]! > 1e-6)
  const parts = kept.map((part) => partOf(points, shares[part]!, owned[part]!))
  return {
    centers: parts.map(({ center }) => center),
    inverses: parts.map(({ inverse }) => inverse),
    peaks: parts.map(({ inverse }, index) => {
      const share = owned[kept[index]!]! / points.count
      return logFloat(Math.fround(share)) + logDiagonal(inverse, points.axes) - 0.5 * points.axes * LN_2PI
    }),
  }
}

function partOf(points: Points, share: Float64Array, owned: number): { center: Float64Array; inverse: Float64Array } {
  const { values, axes, count } = points
  const center = new Float64Array(axes)
  for (let row = 0; row < count; row++)
    for (let axis = 0; axis < axes; axis++) center[axis]! += (share[row]! * values[row * axes + axis]!) / owned
  const covariance = new Float64Array(axes * axes)
  for (let row = 0; row < count; row++) {
    if (share[row] === 0) continue
    for (let i = 0; i < axes; i++)
      for (let j = 0; j <= i; j++) {
        const [a, b] = [values[row * axes + i]! - center[i]!, values[row * axes + j]! - center[j]!]
        covariance[i * axes + j]! += (share[row]! * a * b) / owned
      }
  }
  for (let i = 0; i < axes; i++) covariance[i * axes + i]! += THICKNESS
  return { center, inverse: inverseOf(factorOf(covariance, axes), axes) }
}

/** L with L·Lᵀ = the matrix (Cholesky); the lower triangle of a square. */
function factorOf(matrix: Float64Array, axes: number): Float64Array {
  const factor = new Float64Array(axes * axes)
  for (let i = 0; i < axes; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * axes + j]!
      for (let k = 0; k < j; k++) sum -= factor[i * axes + k]! * factor[j * axes + k]!
      factor[i * axes + j] = i === j ? Math.sqrt(Math.max(sum, THICKNESS * 1e-3)) : sum / factor[j * axes + j]!
    }
  return factor
}

/** Of a lower triangle, as a lower triangle by rows without the zeros. */
function inverseOf(factor: Float64Array, axes: number): Float64Array {
  const inverse = new Float64Array((axes * (axes + 1)) / 2)
  const at = (row: number, column: number): number => (row * (row + 1)) / 2 + column
  for (let column = 0; column < axes; column++)
    for (let row = column; row < axes; row++) {
      let sum = row === column ? 1 : 0
      for (let k = column; k < row; k++) sum -= factor[row * axes + k]! * inverse[at(k, column)]!
      inverse[at(row, column)] = sum / factor[row * axes + row]!
    }
  return inverse
}

function logDiagonal(inverse: Float64Array, axes: number): number {
  let sum = 0
  for (let row = 0; row < axes; row++) sum += logFloat(Math.fround(inverse[(row * (row + 1)) / 2 + row]!))
  return sum
}

interface Expectation {
  shares: Float64Array[]
  /** Mean of the logarithm of the density over the points. */
  meanLog: number
}

function expectation(points: Points, mixture: Mixture): Expectation {
  const parts = mixture.peaks.length
  const shares = mixture.peaks.map(() => new Float64Array(points.count))
  let sum = 0
  for (let row = 0; row < points.count; row++) {
    const logs = mixture.peaks.map((_peak, part) => logDensity(points, row, { mixture, part }))
    const highest = Math.max(...logs)
    const weights = logs.map((log) => expFloat(Math.fround(log - highest)))
    const whole = weights.reduce((total, weight) => total + weight, 0)
    for (let part = 0; part < parts; part++) shares[part]![row] = weights[part]! / whole
    sum += highest + logFloat(Math.fround(whole))
  }
  return { shares, meanLog: sum / points.count }
}

function logDensity(points: Points, row: number, { mixture, part }: { mixture: Mixture; part: number }): number {
  const { values, axes } = points
  const [center, inverse] = [mixture.centers[part]!, mixture.inverses[part]!]
  let [length, at] = [0, 0]
  for (let i = 0; i < axes; i++) {
    let product = 0
    for (let j = 0; j <= i; j++) product += inverse[at++]! * (values[row * axes + j]! - center[j]!)
    length += product * product
  }
  return mixture.peaks[part]! - 0.5 * length
}

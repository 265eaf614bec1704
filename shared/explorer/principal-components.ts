/**
 * Principal components by orthogonal iteration: all wanted directions are multiplied by the covariance and made
 * orthonormal again until they stand still. Needs no covariance matrix, so that a picture's 3,000 features are no
 * burden. The start is fixed, so the same rows always give the same directions.
 */
import { createRandom } from '../simulation/random.ts'
import { chosenRows, type FeatureTable, spreadRows } from './table.ts'

/** Rows that the directions are computed from; more change the picture no more, but cost time. */
const FIT_ROWS = 2000
const MOST_ITERATIONS = 60
/** Many directions only carry distances: what they span together stands still long before each of them does. */
const FEW_DIRECTIONS = 3
const SPAN_ITERATIONS = 10
const STILL = 1e-6

export interface Components {
  /** `[rows, count]`: the rows along the directions. */
  points: Float32Array
  count: number
  /** Share of the whole spread that each direction has. */
  shares: number[]
}

/**
 * @param table standardised rows
 * @param wanted number of directions; fewer come back where there are fewer columns
 */
export function principalComponents(table: FeatureTable, wanted: number): Components {
  const count = Math.min(wanted, table.columns)
  const fit = chosenRows(table, spreadRows(table.rows, FIT_ROWS))
  const directions = findDirections(fit, count)
  const spreads = spreadsAlong(fit, directions)
  const total = fit.values.reduce((sum, value) => sum + value * value, 0)
  const order = directions.map((_, index) => index).toSorted((a, b) => spreads[b]! - spreads[a]!)
  const sorted = order.map((index) => directions[index]!)
  return {
    count,
    points: projected(table, sorted),
    shares: order.map((index) => (total > 0 ? spreads[index]! / total : 0)),
  }
}

function findDirections(fit: FeatureTable, count: number): Float64Array[] {
  const random = createRandom(1, 41)
  let directions = orthonormal(
    Array.from({ length: count }, () => Float64Array.from({ length: fit.columns }, () => random.bell())),
  )
  const most = count > FEW_DIRECTIONS ? SPAN_ITERATIONS : MOST_ITERATIONS
  for (let iteration = 0; iteration < most; iteration += 1) {
    const next = orthonormal(directions.map((direction) => timesCovariance(fit, direction)))
    const moved = Math.max(...next.map((one, index) => 1 - Math.abs(dot(one, directions[index]!))))
    directions = next
    if (moved < STILL) break
  }
  return directions.map(towardsPositive)
}

function timesCovariance({ rows, columns, values }: FeatureTable, direction: Float64Array): Float64Array {
  const result = new Float64Array(columns)
  for (let row = 0; row < rows; row += 1) {
    const from = row * columns
    let along = 0
    for (let column = 0; column < columns; column += 1) along += values[from + column]! * direction[column]!
    for (let column = 0; column < columns; column += 1) result[column]! += along * values[from + column]!
  }
  return result
}

/** Gram–Schmidt; a direction with nothing left becomes 0. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const done: Float64Array[] = []
  for (const vector of vectors) {
    const left = vector.slice()
    for (const one of done) {
      const share = dot(left, one)
      left.forEach((_, index) => (left[index]! -= share * one[index]!))
    }
    const length = Math.sqrt(dot(left, left))
    done.push(length > 1e-9 ? left.map((value) => value / length) : left.fill(0))
  }
  return done
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!
  return sum
}

/** A direction and its opposite are the same; the one whose largest part is positive is taken. */
function towardsPositive(direction: Float64Array): Float64Array {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
  return largest < 0 ? direction.map((value) => -value) : direction
}

function spreadsAlong(fit: FeatureTable, directions: Float64Array[]): number[] {
  const points = projected(fit, directions)
  return directions.map((_, index) => {
    let sum = 0
    for (let row = 0; row < fit.rows; row += 1) sum += points[row * directions.length + index]! ** 2
    return sum
  })
}

function projected({ rows, columns, values }: FeatureTable, directions: Float64Array[]): Float32Array {
  const points = new Float32Array(rows * directions.length)
  for (let row = 0; row < rows; row += 1) {
    directions.forEach((direction, index) => {
      let sum = 0
      for (let column = 0; column < columns; column += 1) sum += values[row * columns + column]! * direction[column]!
      points[row * directions.length + index] = sum
    })
  }
  return points
}

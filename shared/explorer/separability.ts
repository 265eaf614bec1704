/**
 * Which pairs of labels are hard to tell apart: of the windows of a pair, the share whose five nearest windows of other
 * samples of the pair are mostly of the other label. Windows of one sample do not vote for each other: they are alike.
 */
import { principalComponents } from './principal-components.ts'
import type { FeatureTable } from './table.ts'

const COMPONENTS = 24
const VOTES = 5

export interface PairSeparability {
  /** Places of the labels, the smaller first. */
  first: number
  second: number
  /** Windows that voted, and those outvoted by the other label. */
  windows: number
  mixedUp: number
}

export interface SeparabilityInput {
  /** Standardised. */
  table: FeatureTable
  /** Place of each row's label, −1 without one. */
  labels: Int32Array
  samples: Int32Array
  cancelled(): boolean
}

/** The hardest pair first. */
export function separability({ table, labels, samples, cancelled }: SeparabilityInput): PairSeparability[] {
  const { points, count } = principalComponents(table, COMPONENTS)
  const groups = 1 + labels.reduce((most, label) => Math.max(most, label), -1)
  const windows = new Float64Array(groups * groups)
  const mixedUp = new Float64Array(groups * groups)
  for (let row = 0; row < table.rows; row += 1) {
    if (cancelled()) return []
    const own = labels[row]!
    if (own < 0) continue
    const near = nearestByLabel(row, { points, columns: count, labels, samples, groups })
    for (let other = 0; other < groups; other += 1) {
      if (other === own || near[other]!.length === 0) continue
      const place = Math.min(own, other) * groups + Math.max(own, other)
      windows[place]! += 1
      if (outvoted(near[own]!, near[other]!)) mixedUp[place]! += 1
    }
  }
  return pairsOf(groups, windows, mixedUp)
}

function pairsOf(groups: number, windows: Float64Array, mixedUp: Float64Array): PairSeparability[] {
  const pairs: PairSeparability[] = []
  for (let first = 0; first < groups; first += 1) {
    for (let second = first + 1; second < groups; second += 1) {
      const place = first * groups + second
      if (windows[place] === 0) continue
      pairs.push({ first, second, windows: windows[place]!, mixedUp: mixedUp[place]! })
    }
  }
  return pairs.sort((a, b) => b.mixedUp / b.windows - a.mixedUp / a.windows)
}

interface Points {
  points: Float32Array
  columns: number
  labels: Int32Array
  samples: Int32Array
  groups: number
}

/** Squared distances to the nearest rows of each label, nearest first. */
function nearestByLabel(row: number, { points, columns, labels, samples, groups }: Points): number[][] {
  const near: number[][] = Array.from({ length: groups }, () => [])
  for (let other = 0; other < labels.length; other += 1) {
    const list = near[labels[other]!]
    if (!list || samples[other] === samples[row]) continue
    const worst = list.length < VOTES ? Number.POSITIVE_INFINITY : list[VOTES - 1]!
    let sum = 0
    for (let column = 0; column < columns && sum < worst; column += 1) {
      sum += (points[row * columns + column]! - points[other * columns + column]!) ** 2
    }
    if (sum < worst) insert(list, sum)
  }
  return near
}

function insert(list: number[], value: number): void {
  let place = list.length
  while (place > 0 && list[place - 1]! > value) place -= 1
  list.splice(place, 0, value)
  if (list.length > VOTES) list.pop()
}

/** Whether more than half of the five nearest of both lists are of the other label. */
function outvoted(own: number[], other: number[]): boolean {
  let [ownVotes, otherVotes] = [0, 0]
  const votes = Math.min(VOTES, own.length + other.length)
  while (ownVotes + otherVotes < votes) {
    const nextOwn = own[ownVotes] ?? Number.POSITIVE_INFINITY
    const nextOther = other[otherVotes] ?? Number.POSITIVE_INFINITY
    if (nextOwn <= nextOther) ownVotes += 1
    else otherVotes += 1
  }
  return otherVotes > ownVotes
}

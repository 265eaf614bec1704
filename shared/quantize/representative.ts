/** Which rows a network is converted with: enough of every label, no more than conversion has time for. */

import type { FloatGraph } from '../nn/graph.ts'

/** Rows beyond this change the ranges no more. */
const MOST_ROWS = 1000
/** Multiply-adds, two seconds' work or so. */
const MOST_WORK = 4e9
const LEAST_ROWS = 64

export interface RowsToChoose {
  graph: FloatGraph
  /** `[rows, inputs]`, row-major. */
  features: Float32Array
  /** One a row; rows are spread evenly where absent. */
  labels?: Int32Array | undefined
}

/** Multiply-adds of one row. */
function workOf({ layers }: FloatGraph): number {
  return layers.reduce((sum, layer) => {
    if (!('weights' in layer)) return sum
    const places = layer.type === 'dense' ? 1 : layer.window.outHeight * layer.window.outWidth
    return sum + places * layer.weights.length
  }, 0)
}

/** Evenly from each label's rows in turn, so that rare labels are there as well. Always the same rows. */
function stratified(labels: Int32Array, count: number): number[] {
  const rows = new Map<number, number[]>()
  labels.forEach((label, row) => rows.set(label, [...(rows.get(label) ?? []), row]))
  const groups = [...rows].sort(([a], [b]) => a - b).map(([, group]) => group)
  const share = Math.ceil(count / groups.length)
  return groups.flatMap((group) => spread(group.length, Math.min(group.length, share)).map((at) => group[at]!))
}

function spread(length: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count))
}

export function representativeRows({ graph, features, labels }: RowsToChoose): Float32Array {
  const { inputs } = graph
  const rows = features.length / inputs
  const affordable = Math.max(LEAST_ROWS, Math.floor(MOST_WORK / Math.max(1, workOf(graph))))
  const count = Math.min(MOST_ROWS, affordable)
  if (rows <= count) return features
  const chosen = labels?.length === rows ? stratified(labels, count) : spread(rows, count)
  const taken = new Float32Array(chosen.length * inputs)
  chosen.forEach((row, at) => taken.set(features.subarray(row * inputs, (row + 1) * inputs), at * inputs))
  return taken
}

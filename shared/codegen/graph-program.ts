/** A tensor graph as a list of kernel calls with every tensor's place settled. */
import type { GraphTensor, TensorGraph } from '../quantize/tensor-graph.ts'
import type { GraphProgram, TensorPlace } from '../runtime/kernel-call.ts'
import { kernelOf } from './kernels.ts'
import { type ArenaTensor, planArenaTightly } from './planner.ts'

/** Floats at the edges of a network lie in the arena as well. */
const ALIGNMENT = 4

interface Lifetime extends ArenaTensor {
  index: number
}

/** Tensors that are neither input, output nor constant, with the steps during which they must be there. */
function arenaTensors({ tensors, steps, inputs, outputs }: TensorGraph): Lifetime[] {
  const lifetimes = new Map<number, Lifetime>()
  steps.forEach((step, now) => {
    for (const index of [...step.inputs, step.output]) {
      const tensor = tensors[index]
      if (!tensor || tensor.constant || inputs.includes(index) || outputs.includes(index)) continue
      const known = lifetimes.get(index) ?? { index, bytes: tensor.bytes, firstUse: now, lastUse: now }
      lifetimes.set(index, { ...known, lastUse: now })
    }
  })
  return [...lifetimes.values()]
}

function bytesOf(tensors: GraphTensor[], indices: number[]): number {
  return indices.reduce((sum, index) => sum + (tensors[index]?.bytes ?? 0), 0)
}

function placeAll(graph: TensorGraph, arena: Lifetime[], offsets: number[]): Map<number, TensorPlace> {
  const places = new Map<number, TensorPlace>()
  const edges = [
    { area: 'input', indices: graph.inputs },
    { area: 'output', indices: graph.outputs },
  ] as const
  for (const { area, indices } of edges) {
    indices.forEach((index, position) => {
      places.set(index, { area, offset: bytesOf(graph.tensors, indices.slice(0, position)) })
    })
  }
  arena.forEach(({ index }, position) => places.set(index, { area: 'arena', offset: offsets[position] ?? 0 }))
  let constants = 0
  graph.tensors.forEach((tensor, index) => {
    if (tensor.constant) places.set(index, { area: 'constants', offset: constants++ })
  })
  return places
}

const programs = new WeakMap<TensorGraph, GraphProgram>()

/** Planning takes longer than running a small network: each graph is planned once. */
export function graphProgram(graph: TensorGraph): GraphProgram {
  const known = programs.get(graph) ?? makeProgram(graph)
  programs.set(graph, known)
  return known
}

function makeProgram(graph: TensorGraph): GraphProgram {
  const arena = arenaTensors(graph)
  const { offsets, arenaBytes, lowerBoundBytes } = planArenaTightly(arena, ALIGNMENT)
  const places = placeAll(graph, arena, offsets)
  const place = (index: number): TensorPlace => places.get(index) ?? { area: 'arena', offset: 0 }
  return {
    calls: graph.steps.map(({ operation, inputs, output }) => {
      return { kernel: kernelOf(operation), inputs: inputs.map(place), output: place(output) }
    }),
    constants: graph.tensors.flatMap(({ constant }) => (constant ? [constant] : [])),
    inputBytes: bytesOf(graph.tensors, graph.inputs),
    outputBytes: bytesOf(graph.tensors, graph.outputs),
    arenaBytes,
    arenaLowerBoundBytes: lowerBoundBytes,
  }
}

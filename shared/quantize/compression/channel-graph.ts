/** Which channels of a network belong together: those that one filter makes and those that are added up. */
import type { FloatGraph, FloatLayer } from '../../nn/graph.ts'
import { sourcesOf } from '../../nn/network.ts'

export interface ChannelGraph {
  /** Channel groups at the network's input: one a value. */
  input: Int32Array
  /** Group of each value of a pixel at each layer's output; for flat values, of each value. */
  outputs: Int32Array[]
  /** Whether a group may be taken out: made by a layer, and neither input nor answer of the network. */
  removable(group: number): boolean
  groups: number
}

/** Groups are found by joining channels that have to stay or go together. */
class Union {
  readonly #parent: number[] = []
  readonly #pinned = new Set<number>()

  add(count: number): Int32Array {
    const first = this.#parent.length
    for (let index = 0; index < count; index++) this.#parent.push(first + index)
    return Int32Array.from({ length: count }, (_, index) => first + index)
  }

  find(item: number): number {
    let root = item
    while (this.#parent[root] !== root) root = this.#parent[root]!
    this.#parent[item] = root
    return root
  }

  join(left: number, right: number): void {
    const [a, b] = [this.find(left), this.find(right)]
    this.#parent[Math.max(a, b)] = Math.min(a, b)
    if (this.#pinned.has(a) || this.#pinned.has(b)) this.#pinned.add(Math.min(a, b))
  }

  pin(items: Int32Array): void {
    for (const item of items) this.#pinned.add(this.find(item))
  }

  isPinned(item: number): boolean {
    return this.#pinned.has(this.find(item))
  }

  get size(): number {
    return this.#parent.length
  }
}

export function channelGraph(graph: FloatGraph): ChannelGraph {
  const union = new Union()
  const input = union.add(graph.inputs)
  union.pin(input)
  const outputs: Int32Array[] = []
  graph.layers.forEach((layer, index) => {
    const inputs = sourcesOf(layer, index).map((source) => (source < 0 ? input : outputs[source]!))
    outputs.push(outputOf(union, layer, inputs))
  })
  const last = outputs.at(-1)
  if (last) union.pin(last)
  const rooted = (channels: Int32Array): Int32Array => channels.map((channel) => union.find(channel))
  return {
    input: rooted(input),
    outputs: outputs.map(rooted),
    removable: (group) => !union.isPinned(group),
    groups: union.size,
  }
}

function outputOf(union: Union, layer: FloatLayer, inputs: readonly Int32Array[]): Int32Array {
  const [first = new Int32Array(0), ...others] = inputs
  switch (layer.type) {
    case 'dense':
      return union.add(layer.outputs)
    case 'conv2d':
      return union.add(layer.filters)
    case 'depthwise-conv2d':
    case 'max-pool':
    case 'average-pool':
    case 'zero-padding':
    case 'batch-norm':
      return first
    case 'add':
      for (const other of others) other.forEach((channel, at) => union.join(first[at]!, channel))
      return first
    case 'concat':
      return Int32Array.from(inputs.flatMap((channels) => [...channels]))
    case 'reshape':
      return reshaped(union, layer, first)
  }
}

/** Flattening repeats the channels pixel by pixel; other shapes mix pixels and channels, so that all have to stay. */
function reshaped(union: Union, { input, output }: Extract<FloatLayer, { type: 'reshape' }>, channels: Int32Array) {
  const count = input.height * input.width * input.channels
  const flat = Int32Array.from({ length: count }, (_, at) => channels[at % input.channels]!)
  if (output.height * output.width === 1) return flat
  if (output.channels === input.channels) return channels
  union.pin(channels)
  const made = union.add(output.channels)
  union.pin(made)
  return made
}

/** The layers of one network, from features to logits: a chain with branches that meet again. */
import { AppError } from '../contract/errors.ts'
import { addActivityGradient, drawnChannels, type ActivityWeights } from './activity.ts'
import { buildLayer, type BuiltLayer } from './build-layer.ts'
import type { FloatLayer } from './graph.ts'
import { padded, type Kernels, type Place } from './kernels.ts'
import { runningActivation, type RunningActivation } from './layers/activation.ts'
import type { Parameter, Pass } from './layers/layer.ts'
import type { Tensor } from './layers/tensor.ts'
import type { PlannedLayer } from './plan.ts'
import { seededRandom, STREAMS, type Random } from './random.ts'

export interface NetworkOptions {
  kernels: Kernels
  layers: readonly PlannedLayer[]
  /** Largest number of rows in a pass. */
  capacity: number
  seed: number
  /** False where the network is only asked. */
  learns: boolean
  activity?: ActivityWeights
  /** Asked before each layer, forth and back; throws to end a pass that nobody waits for any more. */
  check?: () => void
  /** Made once the nodes have their places. */
  outputs?: (nodes: Network['nodes']) => OutputRule
}

/** Changes the outputs of nodes, after their activations, and the gradients that come back to them. */
export interface OutputRule {
  forward(node: number, values: Place, length: number): void
  backward(node: number, gradient: Place, length: number): void
}

interface Node {
  plan: PlannedLayer
  built: BuiltLayer
  /** Indices of the nodes whose outputs come in; −1 is the features. */
  sources: readonly number[]
  activation: RunningActivation | undefined
  output: Place
  /** Where gradients meet when several layers take this output; 0 where one does. */
  meeting: Place
}

export interface Network {
  /** What the optimizer moves. */
  readonly parameters: readonly Parameter[]
  /** All numbers that make the result, running statistics included. */
  readonly tensors: readonly Tensor[]
  readonly nodes: readonly Pick<Node, 'plan' | 'built' | 'output'>[]
  /** Draws what dropout drops. */
  readonly dropoutRandom: Random
  /** Features `[rows, padded inputs]` to logits `[rows, padded outputs]`. */
  forward(features: Place, pass: Pass): Place
  /** From ∂loss/∂logits back to every parameter's gradient. */
  backward(gradient: Place, rows: number): void
}

/** Indices of the layers whose outputs a layer takes; −1 is the network's input. */
export function sourcesOf(plan: PlannedLayer, index: number): number[] {
  const first = plan.from ?? index - 1
  return plan.type === 'add' || plan.type === 'concat' ? [first, ...plan.with] : [first]
}

/** Which outputs depend on trained numbers, so that their gradients are needed. */
function learningOutputs(layers: readonly PlannedLayer[]): boolean[] {
  const learning: boolean[] = []
  layers.forEach((plan, index) => {
    const trained = ['dense', 'conv2d', 'depthwise-conv2d', 'batch-norm'].includes(plan.type)
    learning.push(trained || sourcesOf(plan, index).some((source) => learning[source] === true))
  })
  return learning
}

export function createNetwork(options: NetworkOptions): Network {
  const { kernels, check } = options
  const dropoutRandom = seededRandom(options.seed, STREAMS.dropout)
  const nodes = buildNodes(options, dropoutRandom)
  const tensors = nodes.flatMap(tensorsOf)
  const outputs = options.outputs?.(nodes)
  return {
    tensors,
    parameters: tensors.filter(({ trained }) => trained),
    nodes,
    dropoutRandom,
    forward(features, pass) {
      nodes.forEach((node, index) => {
        check?.()
        node.output = forwardNode(node, inputsOf(nodes, node, features), pass)
        outputs?.forward(index, node.output, pass.rows * node.built.stride)
      })
      return nodes.at(-1)?.output ?? features
    },
    backward(gradient, rows) {
      const { activity = {} } = options
      backwardAll(kernels, nodes, { gradient, rows, activity, ...(outputs && { outputs }), ...(check && { check }) })
    },
  }
}

function tensorsOf({ built }: Pick<Node, 'built'>): Tensor[] {
  return built.running.kind === 'one' ? Object.values(built.running.layer.tensors) : []
}

function buildNodes({ kernels, layers, capacity, learns }: NetworkOptions, dropoutRandom: Random): Node[] {
  const learning = learningOutputs(layers)
  const all = layers.flatMap(sourcesOf)
  const takers = layers.map((_plan, index) => all.filter((source) => source === index).length)
  return layers.map((plan, index) => {
    const sources = sourcesOf(plan, index)
    const needsInputGradient = learns && sources.some((source) => learning[source] === true)
    const built = buildLayer(plan, { kernels, capacity, learns, needsInputGradient }, dropoutRandom)
    const isLast = index === layers.length - 1
    return {
      plan,
      built,
      sources,
      // The last layer's activation belongs to the loss.
      activation: isLast ? undefined : runningActivation(kernels, built.activation),
      output: 0,
      meeting: learns && (takers[index] ?? 0) > 1 ? kernels.allocate(capacity * built.stride) : 0,
    }
  })
}

function inputsOf(nodes: readonly Node[], { sources }: Node, features: Place): Place[] {
  return sources.map((source) => nodes[source]?.output ?? features)
}

function forwardNode({ built, activation }: Node, inputs: readonly Place[], pass: Pass): Place {
  const { running, stride } = built
  const output =
    running.kind === 'one' ? running.layer.forward(inputs[0] ?? 0, pass) : running.layer.forward(inputs, pass)
  activation?.forward(output, pass.rows * stride)
  return output
}

interface WayBack {
  gradient: Place
  rows: number
  activity: ActivityWeights
  outputs?: OutputRule
  check?: () => void
}

/** Last layer first. A gradient of 0 says that nobody needs what lies before. */
function backwardAll(kernels: Kernels, nodes: readonly Node[], way: WayBack): void {
  const { gradient, rows, activity, outputs } = way
  const pass = { rows, training: true }
  const arrived: Place[] = nodes.map(() => 0)
  arrived[nodes.length - 1] = gradient
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]!
    const incoming = arrived[index]!
    if (incoming === 0) continue
    way.check?.()
    outputs?.backward(index, incoming, rows * node.built.stride)
    const hidden = index < nodes.length - 1
    if (hidden && (activity.l1 || activity.l2)) drawOutputs(kernels, node, { gradient: incoming, rows, activity })
    backwardNode(node, incoming, pass).forEach((place, at) => {
      const source = node.sources[at]!
      if (source < 0 || place === 0) return
      arrived[source] = meet(kernels, nodes[source]!, { earlier: arrived[source]!, place, rows })
    })
  }
}

function drawOutputs(kernels: Kernels, { plan, built, output }: Node, { gradient, rows, activity }: WayBack): void {
  const channels = drawnChannels(plan)
  if (channels === undefined) return
  const pixels = (rows * built.stride) / padded(channels)
  addActivityGradient(kernels, activity, { outputs: output, gradient, channels, pixels, rows })
}

function backwardNode({ built, activation, output }: Node, gradient: Place, pass: Pass): Place[] {
  const { running, stride } = built
  activation?.backward(gradient, output, pass.rows * stride)
  return running.kind === 'one' ? [running.layer.backward(gradient, pass)] : running.layer.backward(gradient, pass)
}

interface Meeting {
  /** What other layers sent already; 0 at first. */
  earlier: Place
  place: Place
  rows: number
}

/** Adds up the gradients of all that take a node's output, the last taker first. */
function meet(kernels: Kernels, { meeting, built }: Node, { earlier, place, rows }: Meeting): Place {
  if (meeting === 0) return place
  const length = rows * built.stride
  if (earlier === 0) kernels.floats().copyWithin(meeting, place, place + length)
  else kernels.addScaled({ out: meeting, values: place, factor: 1, length })
  return meeting
}

/** The network as plain data: without dropout, links counted anew. */
export function exportLayers({ nodes }: Network): FloatLayer[] {
  const layers: FloatLayer[] = []
  /** Index among the exported layers whose output each node gives. */
  const places: number[] = []
  nodes.forEach(({ plan, built }, index) => {
    const placeOf = (source: number): number => (source < 0 ? -1 : places[source]!)
    const source = placeOf(plan.from ?? index - 1)
    const layer = built.describe?.()
    if (layer) {
      const { from: _from, ...rest } = layer
      const linked = source === layers.length - 1 ? rest : { ...rest, from: source }
      layers.push('with' in linked ? { ...linked, with: linked.with.map(placeOf) } : linked)
    }
    places.push(layer ? layers.length - 1 : source)
  })
  return layers
}

/** Takes over the numbers of a graph from which this network was planned. */
export function importLayers(network: Network, layers: readonly FloatLayer[]): void {
  network.nodes.forEach(({ built }, index) => {
    const from = layers[index]
    if (!from || built.running.kind !== 'one') return
    const arrays = new Map(Object.entries(from))
    for (const [name, tensor] of Object.entries(built.running.layer.tensors)) {
      const values: unknown = arrays.get(name)
      if (!(values instanceof Float32Array)) throw doesNotFit(index)
      tensor.write(values)
    }
  })
}

function doesNotFit(index: number): AppError {
  return new AppError('model/unsupported', { message: `Layer ${index + 1} of the model does not fit the one before.` })
}

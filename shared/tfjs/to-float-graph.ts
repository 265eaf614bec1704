/** A TensorFlow.js layers model (model.json and its weights) as a network of the training engine. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import type { FloatGraph, FloatLayer, Shape } from '../nn/graph.ts'
import { createNetwork, exportLayers } from '../nn/network.ts'
import { plainKernels } from '../nn/plain-kernels.ts'
import { networkOutline, type Outline } from '../nn/outline.ts'
import { planLayers } from '../nn/plan.ts'
import { activationOf, type KerasLayer, layerConfigSchema, networkLayer, ownActivation } from './layers.ts'
import { layerWeights } from './layer-weights.ts'
import { manifestSchema, readWeights } from './weights.ts'

const layerSchema = z
  .looseObject({ class_name: z.string(), config: layerConfigSchema, inbound_nodes: z.array(z.unknown()).optional() })
  .transform(({ class_name: className, config, inbound_nodes: inbound = [] }) => ({ className, config, inbound }))

const topologySchema = z.looseObject({
  class_name: z.string(),
  config: z.union([
    z.array(layerSchema),
    z.looseObject({ layers: z.array(layerSchema) }).transform(({ layers }) => layers),
  ]),
})

const modelSchema = z.object({
  format: z.string().optional(),
  modelTopology: z.union([
    z.looseObject({ model_config: topologySchema }).transform((one) => one.model_config),
    topologySchema,
  ]),
  weightsManifest: manifestSchema,
})

type TopologyLayer = z.infer<typeof layerSchema>

const MAX_LAYERS = 500
const MAX_INPUTS = 2 ** 22
/** Of a layer's inputs and outputs. */
const MAX_VALUES = 2 ** 24

function malformed(message: string, cause?: unknown): AppError {
  return new AppError('model/malformed', { message, cause })
}

/** Names of the layers that come in. */
function inboundNames({ inbound }: TopologyLayer, before: string | undefined): string[] {
  const [node] = inbound
  if (!Array.isArray(node)) return before === undefined ? [] : [before]
  return node.flatMap((entry: unknown) => (Array.isArray(entry) && typeof entry[0] === 'string' ? [entry[0]] : []))
}

/** Sizes of one window: `[features]`, `[steps, channels]` or `[height, width, channels]`. */
function inputSizes(layers: TopologyLayer[]): number[] {
  for (const { config } of layers) {
    const shape = config['batch_input_shape'] ?? config['batch_shape']
    const sizes = z.array(z.number().int().positive().nullable()).safeParse(shape)
    if (!sizes.success) continue
    const rest = sizes.data.slice(1).map((size) => size ?? 0)
    if (rest.length >= 1 && rest.length <= 3 && rest.every((size) => size > 0)) return rest
  }
  throw malformed('The model does not say the size of its input.')
}

/** Layers in the workbench's list, links by position, activations within the layers before them. */
class Collector {
  readonly layers: NetworkLayer[] = []
  readonly origins: KerasLayer[] = []
  /** Place of each named layer's output in the list; −1 is the input. */
  readonly #places = new Map<string, number>()

  constructor(shape: number[]) {
    if (shape.length > 1) this.#push({ type: 'reshape', shape }, { className: 'Reshape', config: { name: 'input' } })
  }

  #push(layer: NetworkLayer, origin: KerasLayer): number {
    this.origins.push(origin)
    return this.layers.push(layer) - 1
  }

  add(layer: TopologyLayer, names: string[]): void {
    const { name } = layer.config
    if (layer.className === 'InputLayer') return void this.#places.set(name, this.layers.length - 1)
    const [from = this.layers.length - 1, ...links] = names.map((source) => {
      const place = this.#places.get(source)
      if (place === undefined) throw malformed(`The layer “${name}” takes “${source}”, which is not before it.`)
      return place
    })
    const activation = ownActivation(layer)
    this.#places.set(
      name,
      activation === undefined ? this.#append(layer, from, links) : this.#fuse(layer, from, activation),
    )
  }

  #append(layer: TopologyLayer, from: number, links: number[]): number {
    const made = networkLayer(layer, links)
    return this.#push(from === this.layers.length - 1 ? made : { ...made, from }, layer)
  }

  #fuse({ config }: TopologyLayer, place: number, activation: ReturnType<typeof activationOf>): number {
    const before = this.layers[place]
    if (!before || !('activation' in before) || before.activation !== 'linear' || activation === 'softmax') {
      throw new AppError('model/unsupported', {
        message: `The activation “${config.name}” has no layer it belongs to.`,
      })
    }
    this.layers[place] = { ...before, activation }
    return place
  }
}

interface Ending {
  layer: KerasLayer
  activation: 'softmax' | 'sigmoid' | 'linear'
}

/** The last dense layer and the activation behind it end the network. */
function splitEnding(layers: TopologyLayer[]): { hidden: TopologyLayer[]; ending: Ending } {
  const last = layers.at(-1)
  const own = last && ownActivation(last)
  const layer = own === undefined ? last : layers.at(-2)
  if (!layer || layer.className !== 'Dense') {
    throw new AppError('model/unsupported', { message: 'The last layer of the model must be dense.' })
  }
  const activation = own ?? activationOf(layer)
  if (activation !== 'softmax' && activation !== 'sigmoid' && activation !== 'linear') {
    throw new AppError('model/unsupported', { message: `The model ends with ${activation}.` })
  }
  return { hidden: layers.slice(0, own === undefined ? -1 : -2), ending: { layer, activation } }
}

export interface ImportedModel {
  graph: FloatGraph
  input: Shape
}

function parseModel(json: string): z.infer<typeof modelSchema> {
  try {
    return modelSchema.parse(JSON.parse(json))
  } catch (cause) {
    throw malformed('This is no TensorFlow.js layers model: model.json cannot be read.', cause)
  }
}

/** Before any memory is taken: layers say sizes of their own, and a hostile file says huge ones. */
function checkSizes({ layers, output }: Outline, weights: ReturnType<typeof readWeights>): void {
  const costs = output ? [...layers, output] : layers
  const values = [...weights.values()].reduce((sum, one) => sum + one.values.length, 0)
  const parameters = costs.reduce((sum, cost) => sum + cost.parameters, 0)
  // Biases may be left out; none is longer than the weights of its layer.
  if (parameters > 2 * values) {
    throw malformed(`The layers of the model have ${parameters} weights; its files hold ${values}.`)
  }
  const most = costs.reduce((largest, { ramBytes }) => Math.max(largest, ramBytes), 0)
  if (most > MAX_VALUES) throw new AppError('model/too-large', { message: `A layer of the model has ${most} values.` })
}

/** @param bytes all weight files, one after the other, in the order of the manifest */
export function tfjsToFloatGraph(json: string, bytes: Uint8Array): ImportedModel {
  const { modelTopology, weightsManifest } = parseModel(json)
  const all = modelTopology.config
  if (all.length > MAX_LAYERS) throw new AppError('model/too-large', { message: `The model has ${all.length} layers.` })
  const sizes = inputSizes(all)
  const inputs = sizes.reduce((product, size) => product * size, 1)
  if (inputs > MAX_INPUTS) throw new AppError('model/too-large', { message: `The model takes ${inputs} values.` })
  const { hidden, ending } = splitEnding(all)
  const collected = new Collector(sizes)
  hidden.forEach((layer, index) => collected.add(layer, inboundNames(layer, hidden[index - 1]?.config.name)))
  const outputs = z.number().int().positive().max(65_536).safeParse(ending.layer.config['units'])
  if (!outputs.success) throw malformed('The last layer does not say how many outputs it has.')
  const weights = readWeights(weightsManifest, bytes)
  const end = { outputs: outputs.data, activation: ending.activation }
  checkSizes(networkOutline(inputs, collected.layers, end), weights)
  const planned = planLayers(inputs, collected.layers, end)
  const network = createNetwork({ kernels: plainKernels(), layers: planned, capacity: 1, seed: 0, learns: false })
  const layers = withWeights(exportLayers(network), [...collected.origins, ending.layer], weights)
  const [channels = 1, width = 1, height = 1] = sizes.toReversed()
  const labels = Array.from({ length: outputs.data }, (_, index) => `output ${index + 1}`)
  return { graph: { inputs, layers, labels }, input: { height, width, channels } }
}

/** Layers with weights stand in the same order in the file and in the network; a separable one is two. */
function withWeights(
  layers: FloatLayer[],
  origins: KerasLayer[],
  weights: ReturnType<typeof readWeights>,
): FloatLayer[] {
  const waiting = origins.flatMap((origin) => layerWeights(origin, weights))
  return layers.map((layer) => {
    if (!('weights' in layer) && layer.type !== 'batch-norm') return layer
    const given = waiting.shift()
    if (!given) throw malformed('The model has fewer weights than layers.')
    return given(layer)
  })
}

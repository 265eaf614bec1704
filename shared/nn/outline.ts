/** What each layer of a network costs, from its sizes alone: what a person sees while building. Pure, no weights. */
import { AppError } from '../contract/errors.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import type { Shape } from './graph.ts'
import { type Ending, type HiddenPlan, planEnding, planHidden, type PlannedLayer } from './plan.ts'
import { valueCount } from './shape.ts'

export interface LayerCost {
  /** What leaves the layer. */
  shape: Shape
  /** Weights and biases, as they are deployed: batch normalization is folded into the layer before. */
  parameters: number
  macs: number
  /** Of weights and biases as int8 keeps them. */
  flashBytes: number
  /** Values in int8 that must be there while this layer works. */
  ramBytes: number
}

export interface Outline {
  input: Shape
  /** One a layer of the list that fits. */
  layers: LayerCost[]
  /** The layer that ends the network; absent where the network does not fit together. */
  output?: LayerCost
  /** `layer` is the length of the list where the output layer does not fit. */
  failure: { layer: number; error: AppError } | null
}

export function networkOutline(inputs: number, layers: readonly NetworkLayer[], ending: Ending): Outline {
  const plan = planHidden(inputs, layers)
  const failure = plan.failure ?? endingFailure(plan, ending, layers.length)
  const ram = ramOf(plan)
  const costs = plan.planned.map((layer, index) => ({ ...weightsOf(layer), ramBytes: ram[index] ?? 0 }))
  const rows = plan.ends.map((end, index) => {
    const first = (plan.ends[index - 1] ?? -1) + 1
    const own = costs.slice(first, end + 1)
    const of = (key: 'parameters' | 'macs' | 'flashBytes'): number => own.reduce((sum, cost) => sum + cost[key], 0)
    return {
      shape: plan.shapes[end] ?? plan.input,
      parameters: of('parameters'),
      macs: of('macs'),
      flashBytes: of('flashBytes'),
      ramBytes: Math.max(...own.map(({ ramBytes }) => ramBytes)),
    }
  })
  const last = costs.at(-1)
  const lastShape = plan.shapes.at(-1)
  const output = failure || !last || !lastShape ? {} : { output: { ...last, shape: lastShape } }
  return { input: plan.input, layers: rows, ...output, failure }
}

function endingFailure(plan: HiddenPlan, ending: Ending, layer: number): Outline['failure'] {
  try {
    planEnding(plan, ending)
    return null
  } catch (error) {
    if (error instanceof AppError) return { layer, error }
    throw error
  }
}

type WeightCost = Pick<LayerCost, 'parameters' | 'macs' | 'flashBytes'>

/** A bias takes 4 bytes, and each output channel a multiplier and a shift of 4 bytes. */
const CHANNEL_BYTES = 12

function weighted(weights: number, channels: number, positions: number): WeightCost {
  return { parameters: weights + channels, macs: weights * positions, flashBytes: weights + CHANNEL_BYTES * channels }
}

function weightsOf(layer: PlannedLayer): WeightCost {
  if (layer.type === 'dense') return weighted(layer.inputs * layer.outputs, layer.outputs, 1)
  if (layer.type !== 'conv2d' && layer.type !== 'depthwise-conv2d') return { parameters: 0, macs: 0, flashBytes: 0 }
  const { kernelHeight, kernelWidth, channels, outHeight, outWidth } = layer.window
  const filters = layer.type === 'conv2d' ? layer.filters : 1
  const outputs = layer.type === 'conv2d' ? layer.filters : channels
  return weighted(kernelHeight * kernelWidth * channels * filters, outputs, outHeight * outWidth)
}

/** These leave the values where they are: nothing new is kept on a board. */
const IN_PLACE: readonly PlannedLayer['type'][] = ['dropout', 'reshape', 'batch-norm']

function ramOf({ planned, shapes, input }: HiddenPlan): number[] {
  const holder: number[] = []
  const holderOf = (index: number): number => (index < 0 ? -1 : (holder[index] ?? index))
  const lastUse = new Map<number, number>([[-1, 0]])
  planned.forEach((layer, index) => {
    const sources = [layer.from ?? index - 1, ...('with' in layer ? layer.with : [])]
    holder[index] = IN_PLACE.includes(layer.type) ? holderOf(sources[0] ?? -1) : index
    for (const source of [...sources, index]) lastUse.set(holderOf(source), index)
  })
  const bytes = (index: number): number => valueCount(shapes[index] ?? input)
  return planned.map((_, now) =>
    [...lastUse].reduce((sum, [kept, last]) => sum + (kept <= now && last >= now ? bytes(kept) : 0), 0),
  )
}

/** Which scale and zero point every tensor of the int8 network has. */
import type { FloatGraph } from '../nn/graph.ts'
import type { Calibration } from './calibrate.ts'
import type { Range } from './choose-range.ts'
import { quantizationOfRange, SOFTMAX_MIN_INPUT_SCALE } from './fixed-point.ts'
import { FIXED_OUTPUTS } from './lookups.ts'
import { sourcesOf } from '../nn/network.ts'
import { isActivation } from './prepare.ts'
import { type Quantization, sameQuantization } from './quantization.ts'

export interface Scales {
  input: Quantization
  /** Of each layer's output. */
  layers: Quantization[]
}

/** Tensors that must have one scale: pools and reshapes cannot change it, and a join cannot have two. */
class Groups {
  readonly #parents: number[]

  constructor(tensors: number) {
    this.#parents = Array.from({ length: tensors }, (_, index) => index)
  }

  of(tensor: number): number {
    const parent = this.#parents[tensor]!
    return parent === tensor ? tensor : this.of(parent)
  }

  join(a: number, b: number): void {
    this.#parents[this.of(a)] = this.of(b)
  }
}

function fixedOutput(graph: FloatGraph, index: number): Quantization | undefined {
  const layer = graph.layers[index]
  if (!layer || !isActivation(layer)) return undefined
  if (layer.activation === 'sigmoid') return FIXED_OUTPUTS.logistic
  if (layer.activation === 'softmax') return FIXED_OUTPUTS.softmax
  return layer.activation === 'tanh' ? FIXED_OUTPUTS.tanh : undefined
}

/** Tensor 0 is the input, tensor n + 1 the output of layer n. */
function groupsOf(graph: FloatGraph): { groups: Groups; fixed: Map<number, Quantization> } {
  const { layers } = graph
  const groups = new Groups(layers.length + 1)
  const fixed = new Map<number, Quantization>()
  layers.forEach((layer, index) => {
    const keeps = ['max-pool', 'average-pool', 'reshape', 'zero-padding'].includes(layer.type)
    if (keeps) groups.join(index + 1, (sourcesOf(layer, index)[0] ?? -1) + 1)
    const answers = fixedOutput(graph, index)
    if (answers) fixed.set(groups.of(index + 1), answers)
  })
  const settle = (tensor: number): Quantization | undefined => fixed.get(groups.of(tensor))
  layers.forEach((layer, index) => {
    if (layer.type !== 'concat') return
    const sources = sourcesOf(layer, index).map((source) => source + 1)
    const [first] = sources.map(settle)
    const alike =
      first && sources.every((tensor) => sameQuantization(settle(tensor) ?? { scale: 0, zeroPoint: 0 }, first))
    // A join of values in fixed scales that differ is converted on its way in.
    for (const tensor of sources) if (alike || !settle(tensor)) joinAll(groups, fixed, tensor, index + 1)
  })
  return { groups, fixed }
}

function joinAll(groups: Groups, fixed: Map<number, Quantization>, a: number, b: number): void {
  const known = fixed.get(groups.of(a)) ?? fixed.get(groups.of(b))
  groups.join(a, b)
  if (known) fixed.set(groups.of(b), known)
}

function feedsSoftmax({ layers }: FloatGraph, tensor: number): boolean {
  return layers.some((layer, index) => {
    return isActivation(layer) && layer.activation === 'softmax' && sourcesOf(layer, index)[0] === tensor - 1
  })
}

export function chooseScales(graph: FloatGraph, calibration: Calibration): Scales {
  const { groups, fixed } = groupsOf(graph)
  const ranges = new Map<number, Range & { least?: number }>()
  const tensors = [calibration.input, ...calibration.layers]
  tensors.forEach(({ low, high }, tensor) => {
    const group = groups.of(tensor)
    const known = ranges.get(group)
    const least = feedsSoftmax(graph, tensor) ? { least: SOFTMAX_MIN_INPUT_SCALE } : {}
    ranges.set(group, {
      ...known,
      ...least,
      low: Math.min(low, known?.low ?? low),
      high: Math.max(high, known?.high ?? high),
    })
  })
  const [input, ...layers] = tensors.map((_, tensor): Quantization => {
    const group = groups.of(tensor)
    const { low, high, least } = ranges.get(group)!
    return fixed.get(group) ?? quantizationOfRange(low, high, least)
  })
  return { input: input!, layers }
}

/** Weights of Keras layers in the order of the training engine. */
import { AppError } from '../contract/errors.ts'
import type { FloatLayer } from '../nn/graph.ts'
import type { KerasLayer } from './layers.ts'
import type { NamedWeights } from './weights.ts'

type Give = (layer: FloatLayer) => FloatLayer

function malformed(message: string): AppError {
  return new AppError('model/malformed', { message })
}

/** From `[…, inputs, outputs]` to `[outputs, …, inputs]`. */
function outputsFirst({ shape, values }: NamedWeights): Float32Array {
  const outputs = shape.at(-1) ?? 1
  const taps = values.length / outputs
  return values.map((_, at) => values[(at % taps) * outputs + Math.floor(at / taps)]!)
}

class LayerReader {
  constructor(
    private readonly layer: KerasLayer,
    private readonly weights: ReadonlyMap<string, NamedWeights>,
  ) {}

  /** Names may have the model's name before the layer's. */
  find(kind: string): NamedWeights | undefined {
    const end = `${this.layer.config.name}/${kind}`
    const exact = this.weights.get(end)
    if (exact) return exact
    return [...this.weights].find(([name]) => name.endsWith(`/${end}`))?.[1]
  }

  need(kind: string): NamedWeights {
    const found = this.find(kind)
    if (!found) throw malformed(`The layer “${this.layer.config.name}” of the model lacks its ${kind}.`)
    return found
  }

  sized(values: Float32Array, wanted: Float32Array): Float32Array {
    if (values.length === wanted.length) return values
    throw malformed(
      `The layer “${this.layer.config.name}” has ${values.length} weights where ${wanted.length} are needed.`,
    )
  }

  bias(wanted: Float32Array): Float32Array {
    const given = this.find('bias')
    return given ? this.sized(given.values, wanted) : new Float32Array(wanted.length)
  }
}

/** One function a layer of the network that has weights: what it becomes with those of the file. */
export function layerWeights(layer: KerasLayer, weights: ReadonlyMap<string, NamedWeights>): Give[] {
  const reader = new LayerReader(layer, weights)
  const filled =
    (values: () => Float32Array, biased: boolean): Give =>
    (to) => {
      if (!('weights' in to)) throw malformed(`The layer “${layer.config.name}” has no place for its weights.`)
      const bias = biased ? reader.bias(to.bias) : new Float32Array(to.bias.length)
      return { ...to, weights: reader.sized(values(), to.weights), bias }
    }
  switch (layer.className) {
    case 'Dense':
    case 'Conv1D':
    case 'Conv2D':
      return [filled(() => outputsFirst(reader.need('kernel')), true)]
    case 'DepthwiseConv2D':
      return [filled(() => reader.need('depthwise_kernel').values, true)]
    case 'SeparableConv2D':
      return [
        filled(() => reader.need('depthwise_kernel').values, false),
        filled(() => outputsFirst(reader.need('pointwise_kernel')), true),
      ]
    case 'BatchNormalization':
      return [
        (to) => {
          if (to.type !== 'batch-norm')
            throw malformed(`The layer “${layer.config.name}” has no place for its weights.`)
          return {
            ...to,
            gamma: reader.find('gamma')?.values ?? new Float32Array(to.gamma.length).fill(1),
            beta: reader.find('beta')?.values ?? new Float32Array(to.beta.length),
            mean: reader.sized(reader.need('moving_mean').values, to.mean),
            variance: reader.sized(reader.need('moving_variance').values, to.variance),
          }
        },
      ]
    default:
      return []
  }
}

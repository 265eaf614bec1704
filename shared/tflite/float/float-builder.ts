/** Collects the layers of a float network while a file's operators are read one by one. */
import { AppError } from '../../contract/errors.ts'
import type { Activation, FloatLayer, Shape } from '../../nn/graph.ts'
import { flat, sameShape, valueCount } from '../../nn/shape.ts'
import { sourcesOf } from '../../nn/network.ts'
import { activationLayer, outputShape } from '../../quantize/prepare.ts'
import { inconsistent, unsupported } from '../import/builder.ts'
import type { TfliteModel, TfliteOperator, TfliteTensor } from '../model.ts'
import { ACTIVATIONS } from '../schema.ts'
import { FloatConstants } from './constants.ts'

const MAX_VALUES = 2 ** 24

/** Where a tensor's values come from: a layer, or the input as −1. */
interface Origin {
  layer: number
  shape: Shape
  /** Where each value stands among the layer's outputs; in their own order where absent. */
  order?: number[]
}

/** `[values]`, `[steps, channels]`, `[height, width, channels]`, each with or without a batch of one before it. */
export function shapeOf(tensor: TfliteTensor): Shape {
  const sizes = tensor.shape.length > 3 ? tensor.shape.slice(1) : tensor.shape
  if (tensor.shape.length > 4 || (tensor.shape.length === 4 && tensor.shape[0] !== 1)) {
    throw unsupported(
      `The tensor “${tensor.name}” has the shape ${tensor.shape.join(' × ')}; one window at a time is needed.`,
    )
  }
  const [channels = 1, width = 1, height = 1] = sizes.toReversed()
  if (tensor.elements < 1 || tensor.elements > MAX_VALUES) {
    throw new AppError('model/too-large', { message: `The tensor “${tensor.name}” has ${tensor.elements} values.` })
  }
  return { height, width, channels }
}

export class FloatBuilder {
  readonly layers: FloatLayer[] = []
  readonly constants: FloatConstants
  readonly #origins = new Map<number, Origin>()

  constructor(readonly model: TfliteModel) {
    this.constants = new FloatConstants(model)
  }

  tensor(index: number | undefined): TfliteTensor {
    const tensor = this.model.tensors[index ?? -1]
    if (!tensor) throw inconsistent('An operator of the model lacks an input or output.')
    return tensor
  }

  define(index: number, origin: Origin): void {
    if (this.#origins.has(index)) throw inconsistent(`The tensor “${this.tensor(index).name}” is computed twice.`)
    this.#origins.set(index, origin)
  }

  isComputed(index: number | undefined): boolean {
    return index !== undefined && this.#origins.has(index)
  }

  origin(operator: TfliteOperator, position: number): Origin {
    const origin = this.#origins.get(operator.inputs[position] ?? -1)
    if (!origin) throw unsupported(`A ${operator.name} of the model takes something that is not computed before it.`)
    return origin
  }

  /** The input in a shape; the values stay in their order. */
  shaped(operator: TfliteOperator, position: number, shape: Shape): number {
    const origin = this.origin(operator, position)
    if (origin.order) throw unsupported(`A ${operator.name} of the model takes transposed values.`)
    return this.#reshaped(operator, origin, shape)
  }

  /** As plain values of the layer's own order. */
  flattened(operator: TfliteOperator, values: number): { from: number; order: number[] | undefined } {
    const origin = this.origin(operator, 0)
    return { from: this.#reshaped(operator, origin, flat(values)), order: origin.order }
  }

  #reshaped(operator: TfliteOperator, origin: Origin, shape: Shape): number {
    if (sameShape(origin.shape, shape)) return origin.layer
    if (valueCount(origin.shape) !== valueCount(shape)) throw inconsistent(`A ${operator.name} does not fit its input.`)
    return this.add({ type: 'reshape', input: origin.shape, output: shape }, origin.layer)
  }

  /** Index of the new layer. */
  add(layer: FloatLayer, from: number): number {
    const link = from === this.layers.length - 1 ? {} : { from }
    return this.layers.push({ ...layer, ...link }) - 1
  }

  /** A layer that computes the operator's output. */
  emit(operator: TfliteOperator, layer: FloatLayer, from: number): void {
    const [output = -1] = operator.outputs
    const shape = outputShape(layer)
    if (valueCount(shape) !== this.tensor(output).elements)
      throw inconsistent(`A ${operator.name} does not fit its output.`)
    this.define(output, { layer: this.add(layer, from), shape })
  }

  fused(operator: TfliteOperator): Activation {
    const name = ACTIVATIONS[operator.options['activation'] ?? 0]
    if (name === 'none') return 'linear'
    if (name === 'relu' || name === 'relu6' || name === 'tanh') return name
    throw unsupported(`A ${operator.name} of the model has the activation ${name}, which the workbench does not know.`)
  }

  /** Part of the layer before where nobody else takes that; a layer of its own elsewhere. */
  activate(operator: TfliteOperator, activation: Activation): void {
    const [output = -1] = operator.outputs
    const { layer, shape, order } = this.origin(operator, 0)
    if (order) throw unsupported(`A ${operator.name} of the model takes transposed values.`)
    if (this.tensor(output).elements !== valueCount(shape)) throw inconsistent(`A ${operator.name} changes its size.`)
    const before = this.layers[layer]
    const takers = this.model.operators.filter(({ inputs }) => inputs.includes(operator.inputs[0] ?? -1)).length
    const inner = this.layers.some((one, index) => sourcesOf(one, index).includes(layer))
    if (before && 'activation' in before && before.activation === 'linear' && takers === 1 && !inner) {
      this.layers[layer] = { ...before, activation }
      return this.define(output, { layer, shape })
    }
    this.define(output, { layer: this.add(activationLayer(shape, activation), layer), shape })
  }
}

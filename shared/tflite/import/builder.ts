/** Collects a tensor graph while a model's operators are read one by one. */
import { AppError } from '../../contract/errors.ts'
import type { Quantization } from '../../quantize/quantization.ts'
import type { GraphTensor, TensorGraph, TensorOperation, TensorStep } from '../../quantize/tensor-graph.ts'
import type { TfliteModel, TfliteOperator, TfliteTensor } from '../model.ts'

export function unsupported(message: string): AppError {
  return new AppError('model/unsupported', { message })
}

export function inconsistent(message: string): AppError {
  return new AppError('model/malformed', { message })
}

/** Whole numbers known beforehand, such as shapes and axes. */
export interface Integers {
  shape: number[]
  values: number[]
}

/** Far above any microcontroller; keeps a hostile file from asking for all memory or for hours. */
const MAX_TENSOR_BYTES = 2 ** 26
const MAX_TOTAL_BYTES = 2 ** 28
const MAX_MACS = 2 ** 36

export class GraphBuilder {
  readonly #tensors: GraphTensor[] = []
  readonly #steps: TensorStep[] = []
  readonly #places = new Map<number, number>()
  readonly #integers = new Map<number, Integers>()
  #totalBytes = 0
  #macs = 0

  constructor(readonly model: TfliteModel) {}

  /** The file's tensor at one of the operator's inputs. */
  input(operator: TfliteOperator, position: number): TfliteTensor {
    const tensor = this.model.tensors[operator.inputs[position] ?? -1]
    if (!tensor) throw inconsistent(`A ${operator.name} of the model lacks an input.`)
    return tensor
  }

  optionalInput(operator: TfliteOperator, position: number): TfliteTensor | undefined {
    return this.model.tensors[operator.inputs[position] ?? -1]
  }

  output(operator: TfliteOperator): TfliteTensor {
    const tensor = this.model.tensors[operator.outputs[0] ?? -1]
    if (!tensor || operator.outputs.length !== 1) throw inconsistent(`A ${operator.name} needs exactly one output.`)
    return tensor
  }

  /** Where a tensor that is there already lies in the graph. */
  place(index: number): number {
    const known = this.#places.get(index)
    if (known !== undefined) return known
    const tensor = this.model.tensors[index]
    if (!tensor?.data) throw inconsistent('An operator of the model uses a tensor before it is computed.')
    const constant = new Int8Array(tensor.data.length)
    constant.set(tensor.data)
    return this.#add(index, tensor, constant)
  }

  /** Makes room for a tensor that is about to be computed, or for an input. */
  define(index: number): number {
    const tensor = this.model.tensors[index]
    if (!tensor) throw inconsistent('An operator of the model lacks an output.')
    if (this.#places.has(index)) throw inconsistent(`The tensor “${tensor.name}” is computed twice.`)
    return this.#add(index, tensor)
  }

  #add(index: number, tensor: TfliteTensor, constant?: Int8Array): number {
    const { name, type, shape, bytes, scales, zeroPoints } = tensor
    if (type !== 'int8' && type !== 'uint8' && type !== 'float32') {
      throw unsupported(`The tensor “${name}” is ${type}; int8 is needed.`)
    }
    this.#totalBytes += bytes
    if (bytes > MAX_TENSOR_BYTES || this.#totalBytes > MAX_TOTAL_BYTES) {
      throw new AppError('model/too-large', { message: `The tensor “${name}” needs ${bytes} bytes.` })
    }
    if (bytes === 0) throw inconsistent(`The tensor “${name}” is empty.`)
    const [scale] = scales
    const place = this.#tensors.push({
      name,
      kind: type,
      shape,
      bytes,
      ...(scale === undefined ? {} : { quantization: { scale, zeroPoint: zeroPoints[0] ?? 0 } }),
      ...(constant ? { constant } : {}),
    })
    this.#places.set(index, place - 1)
    return place - 1
  }

  /** Memory that one step needs for itself. */
  scratch(name: string, bytes: number): number {
    return this.#tensors.push({ name, kind: 'int8', shape: [bytes], bytes }) - 1
  }

  /** The output is the input under another name. */
  alias(operator: TfliteOperator): void {
    const from = this.input(operator, 0)
    const to = this.output(operator)
    if (from.elements !== to.elements || from.type !== to.type) {
      throw inconsistent(`A ${operator.name} of the model changes the number of values.`)
    }
    const [target = -1] = operator.outputs
    if (this.#places.has(target)) throw inconsistent(`The tensor “${to.name}” is computed twice.`)
    this.#places.set(target, this.place(operator.inputs[0] ?? -1))
  }

  /** One step that computes the operator's whole output from its first inputs. */
  emit(operator: TfliteOperator, operation: TensorOperation, inputCount = 1, macs = 0): void {
    const inputs = operator.inputs.slice(0, inputCount).map((index) => this.place(index))
    this.step({ name: operator.name, operation, inputs, output: this.define(operator.outputs[0] ?? -1), macs })
  }

  step(step: TensorStep): void {
    this.#macs += step.macs
    if (this.#macs > MAX_MACS) {
      throw new AppError('model/too-large', { message: 'The model needs too many multiply-adds.' })
    }
    this.#steps.push(step)
  }

  setIntegers(index: number, integers: Integers): void {
    this.#integers.set(index, integers)
  }

  /** Values of an int32 or int64 tensor that do not depend on the input. */
  integers(index: number | undefined): Integers | undefined {
    if (index === undefined) return undefined
    const folded = this.#integers.get(index)
    const tensor = this.model.tensors[index]
    if (folded || !tensor?.data || (tensor.type !== 'int32' && tensor.type !== 'int64')) return folded
    const view = new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
    const values = Array.from({ length: tensor.elements }, (_, at) => {
      return tensor.type === 'int32' ? view.getInt32(4 * at, true) : Number(view.getBigInt64(8 * at, true))
    })
    return { shape: tensor.shape, values }
  }

  requireIntegers(operator: TfliteOperator, position: number, what: string): number[] {
    const found = this.integers(operator.inputs[position])
    if (!found) throw unsupported(`A ${operator.name} of the model computes its ${what} while it runs.`)
    return found.values
  }

  finish(): TensorGraph {
    const inputs = this.model.inputs.map((index) => this.place(index))
    const outputs: number[] = []
    for (const index of this.model.outputs) {
      const place = this.place(index)
      const tensor = this.#tensors[place]!
      const free = !tensor.constant && !inputs.includes(place) && !outputs.includes(place)
      outputs.push(free ? place : this.#duplicate(place, tensor))
    }
    return { tensors: this.#tensors, inputs, outputs, steps: this.#steps }
  }

  /** An output that is also an input or another output needs bytes of its own. */
  #duplicate(place: number, tensor: GraphTensor): number {
    const { constant: _constant, ...computed } = tensor
    const output = this.#tensors.push(computed) - 1
    const steps = [0, 0, 0, 0, 1]
    const sizes = [1, 1, 1, 1, tensor.bytes]
    const operation = {
      type: 'copy',
      sizes,
      inputStart: 0,
      inputSteps: steps,
      outputStart: 0,
      outputSteps: steps,
    } as const
    this.step({ name: 'RESHAPE', operation, inputs: [place], output, macs: 0 })
    return output
  }
}

/** The tensor's one int8 quantization. */
export function int8Quantization(tensor: TfliteTensor): Quantization {
  if (tensor.type !== 'int8') throw unsupported(`The tensor “${tensor.name}” is ${tensor.type}; int8 is needed.`)
  return quantizationWithin(tensor, -128, 127)
}

export function quantizationWithin(tensor: TfliteTensor, lowest: number, highest: number): Quantization {
  const [scale] = tensor.scales
  const zeroPoint = tensor.zeroPoints[0] ?? 0
  const usable = tensor.scales.length === 1 && scale !== undefined && scale > 0 && scale < Infinity
  if (!usable || zeroPoint < lowest || zeroPoint > highest) {
    throw unsupported(`The tensor “${tensor.name}” has no usable scale and zero point.`)
  }
  return { scale, zeroPoint }
}

/** Same bytes in and out make sense only with one meaning. */
export function checkSameType(operator: TfliteOperator, ...tensors: TfliteTensor[]): void {
  if (tensors.some((tensor) => tensor.type !== 'int8')) {
    throw unsupported(`The workbench runs ${operator.name} on int8 values only; this one has ${tensors[0]?.type}.`)
  }
}

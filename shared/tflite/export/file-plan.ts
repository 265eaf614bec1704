/** Tensors and operators of a .tflite file in the making, in the order of execution. */
import type { Quantization } from '../../quantize/quantization.ts'
import type { GraphTensor } from '../../quantize/tensor-graph.ts'
import { int32s, table, type TableNode } from '../flatbuffer-writer.ts'

export interface TensorPlan {
  shape: number[]
  type: 'int8' | 'int32'
  name: string
  scales?: ArrayLike<number>
  zeroPoint: number
  /** That the scales count; 0 where absent. */
  dimension?: number
  data?: Uint8Array
}

export interface OperatorPlan {
  name: string
  version: number
  inputs: number[]
  output: number
  /** Absent for operators without options; the tag is that of the schema's union. */
  options?: { tag: number; table: TableNode }
}

const OPTIONS_RESHAPE = 17

export class FilePlan {
  readonly tensors: TensorPlan[] = []
  readonly operators: OperatorPlan[] = []
  /** By tensor of the graph and shape. */
  readonly #views = new Map<string, number>()

  constructor(private readonly graphTensors: GraphTensor[]) {}

  add(tensor: TensorPlan): number {
    return this.tensors.push(tensor) - 1
  }

  quantization(index: number): Quantization {
    return this.graphTensors[index]?.quantization ?? { scale: 1, zeroPoint: 0 }
  }

  /** A tensor of the graph in its own or a given shape, about to be computed. */
  define(index: number, shape?: number[]): number {
    const { name, shape: own, quantization } = this.graphTensors[index]!
    const sizes = shape ?? own
    const scales = quantization ? { scales: [quantization.scale] } : {}
    const place = this.add({ shape: sizes, type: 'int8', name, ...scales, zeroPoint: quantization?.zeroPoint ?? 0 })
    this.#views.set(`${index} ${sizes.join()}`, place)
    this.#views.set(`${index}`, place)
    return place
  }

  /** A computed tensor of the graph; reshaped where an operator wants it so. */
  view(index: number, shape?: number[]): number {
    const own = this.#views.get(`${index}`)!
    if (!shape || this.tensors[own]!.shape.join() === shape.join()) return own
    const known = this.#views.get(`${index} ${shape.join()}`)
    if (known !== undefined) return known
    const sizes = this.integers(`shape ${shape.join('x')}`, shape)
    const place = this.add({ ...this.tensors[own]!, shape })
    this.#views.set(`${index} ${shape.join()}`, place)
    const options = { tag: OPTIONS_RESHAPE, table: table(int32s(shape)) }
    this.operators.push({ name: 'RESHAPE', version: 1, inputs: [own, sizes], output: place, options })
    return place
  }

  integers(name: string, values: number[], more: { shape?: number[]; scales?: Float32Array } = {}): number {
    return this.add({ shape: [values.length], type: 'int32', name, zeroPoint: 0, data: int32s(values).bytes, ...more })
  }
}

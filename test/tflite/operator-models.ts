/** One small model an operator and setting, with odd sizes, scales and zero points. */
import { randomNumbers } from '../support/random-model.ts'
import { type ModelSpec, type OperatorSpec, type TensorSpec, writeModel } from './write-model.ts'

export interface OperatorModel {
  name: string
  model: Uint8Array
  /** Bytes of all inputs together. */
  inputBytes: number
}

const next = randomNumbers(77)

function whole(low: number, high: number): number {
  return low + Math.floor(next() * (high - low + 1))
}

function elements(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

function int8Tensor(shape: number[], scale = 0.01 + next() / 10, zeroPoint = whole(-128, 127)): TensorSpec {
  return { shape, scales: [scale], zeroPoint }
}

function integers(...values: number[]): TensorSpec {
  return { shape: [values.length], type: 'int32', data: Int32Array.from(values) }
}

function weights(shape: number[], channels: number, dimension: number): TensorSpec {
  return {
    shape,
    scales: Array.from({ length: channels }, () => 0.002 + next() / 100),
    quantizedDimension: dimension,
    data: Int8Array.from({ length: elements(shape) }, () => whole(-127, 127)),
  }
}

function bias(count: number, scales: number[], inputScale: number): TensorSpec {
  const data = Int32Array.from({ length: count }, () => whole(-3000, 3000))
  return { shape: [count], type: 'int32', scales: scales.map((scale) => scale * inputScale), data }
}

function build(name: string, spec: ModelSpec): OperatorModel {
  const inputBytes = spec.inputs.reduce((sum, index) => sum + elements(spec.tensors[index]!.shape), 0)
  return { name, model: writeModel(spec), inputBytes }
}

/** A model of one operator whose first inputs are the model's. */
function one(
  name: string,
  tensors: TensorSpec[],
  operator: Omit<OperatorSpec, 'inputs' | 'outputs'>,
  inputs = 1,
): OperatorModel {
  const last = tensors.length - 1
  const indices = tensors.map((_, index) => index)
  return build(name, {
    tensors,
    operators: [{ ...operator, inputs: indices.slice(0, last), outputs: [last] }],
    inputs: indices.slice(0, inputs),
    outputs: [last],
  })
}

interface ConvolutionSetting {
  kernel: number[]
  strides: number[]
  dilations?: number[]
  same: boolean
  activation?: number
  channels: number
  depth?: number
  perTensor?: boolean
}

function outputSize(size: number, axis: number, { kernel, strides, dilations, same }: ConvolutionSetting): number {
  const reach = (kernel[axis]! - 1) * (dilations?.[axis] ?? 1) + 1
  return same ? Math.ceil(size / strides[axis]!) : Math.ceil((size - reach + 1) / strides[axis]!)
}

function convolution(name: 'CONV_2D' | 'DEPTHWISE_CONV_2D', setting: ConvolutionSetting): OperatorModel {
  const [height, width] = [9, 11]
  const { kernel, channels, strides, same, dilations = [1, 1], activation = 0, depth = 1, perTensor } = setting
  const depthwise = name === 'DEPTHWISE_CONV_2D'
  const outputs = depthwise ? channels * depth : depth
  const input = int8Tensor([1, height, width, channels], 0.05)
  const shape = depthwise ? [1, ...kernel, outputs] : [outputs, ...kernel, channels]
  const filter = weights(shape, perTensor ? 1 : outputs, depthwise ? 3 : 0)
  const scales = Array.from({ length: outputs }, (_, index) => filter.scales![perTensor ? 0 : index]!)
  const to = [1, outputSize(height, 0, setting), outputSize(width, 1, setting), outputs]
  const spread = { b: same ? 0 : 1 }
  const common = [spread, strides[1], strides[0]]
  const options = depthwise
    ? [...common, depth, { b: activation }, dilations[1], dilations[0]]
    : [...common, { b: activation }, dilations[1], dilations[0]]
  const tensors = [input, filter, bias(outputs, scales, 0.05), int8Tensor(to, 0.15)]
  return one(`${name} ${JSON.stringify(setting)}`, tensors, { name, optionsType: depthwise ? 2 : 1, options })
}

const CONVOLUTIONS: ConvolutionSetting[] = [
  { kernel: [3, 3], strides: [1, 1], same: true, channels: 5, depth: 7 },
  { kernel: [3, 4], strides: [2, 3], same: true, channels: 3, depth: 4, activation: 1 },
  { kernel: [2, 5], strides: [2, 1], same: false, channels: 17, depth: 3, activation: 3 },
  { kernel: [3, 2], strides: [1, 1], dilations: [2, 3], same: true, channels: 4, depth: 2 },
  { kernel: [2, 2], strides: [1, 1], dilations: [3, 2], same: false, channels: 33, depth: 1, perTensor: true },
]

function pool(name: string, same: boolean, activation: number): OperatorModel {
  const setting: ConvolutionSetting = { kernel: [3, 2], strides: [2, 2], same, channels: 3 }
  const input = int8Tensor([1, 9, 11, 3], 0.04, whole(-60, 60))
  const shape = [1, outputSize(9, 0, setting), outputSize(11, 1, setting), 3]
  const options = [{ b: same ? 0 : 1 }, 2, 2, 2, 3, { b: activation }]
  const output = int8Tensor(shape, 0.04, input.zeroPoint)
  return one(`${name} same ${same} activation ${activation}`, [input, output], { name, optionsType: 5, options })
}

function twoInputs(name: string, left: number[], right: number[], activation = 0): OperatorModel {
  const tag = { ADD: 11, SUB: 28, MUL: 21 }[name] ?? 0
  const shape = elements(left) >= elements(right) ? left : right
  const tensors = [int8Tensor(left), int8Tensor(right), int8Tensor(shape, 0.08)]
  const operator = { name, optionsType: tag, options: [{ b: activation }] }
  return one(`${name} ${left.join()} ${right.join()} activation ${activation}`, tensors, operator, 2)
}

function constantSide(name: string): OperatorModel {
  const constant = { ...int8Tensor([7]), data: Int8Array.from({ length: 7 }, () => whole(-128, 127)) }
  const tag = name === 'MUL' ? 21 : 11
  const tensors = [int8Tensor([1, 3, 7]), constant, int8Tensor([1, 3, 7], 0.08)]
  return one(`${name} with a constant`, tensors, { name, optionsType: tag, options: [{ b: 0 }] })
}

function unary(
  name: string,
  output: TensorSpec,
  input = int8Tensor(output.shape),
  extra: Partial<OperatorSpec> = {},
): OperatorModel {
  return one(`${name} scale ${input.scales?.[0]?.toFixed(4)}`, [input, output], { name, ...extra })
}

function unaries(): OperatorModel[] {
  const shape = [1, 256]
  const logistic = int8Tensor(shape, 1 / 256, -128)
  const tanh = int8Tensor(shape, 1 / 128, 0)
  const scales = [0.3, 0.07, 0.011, 0.9]
  const six = int8Tensor(shape, 0.06, -30)
  return [
    ...scales.map((scale) => unary('LOGISTIC', logistic, int8Tensor(shape, scale))),
    ...scales.map((scale) => unary('TANH', tanh, int8Tensor(shape, scale))),
    ...scales.map((scale) => unary('RELU', int8Tensor(shape, 0.05), int8Tensor(shape, scale))),
    unary('RELU6', six, { ...six }),
    unary('LEAKY_RELU', int8Tensor(shape), int8Tensor(shape), { optionsType: 75, options: [{ f: 0.3 }] }),
    ...scales.map((scale) => unary('QUANTIZE', int8Tensor(shape, 0.05), int8Tensor(shape, scale))),
    ...[0.5, 1, 2.5].map((beta) =>
      unary('SOFTMAX', int8Tensor([4, 64], 1 / 256, -128), int8Tensor([4, 64], 0.1), {
        optionsType: 9,
        options: [{ f: beta }],
      }),
    ),
  ]
}

function means(): OperatorModel[] {
  const shapes: [number[], number[], number[]][] = [
    [
      [1, 6, 5, 4],
      [1, 2],
      [1, 4],
    ],
    [
      [1, 6, 5, 4],
      [1, 2],
      [1, 1, 1, 4],
    ],
    [[1, 13, 3], [1], [1, 3]],
    [[1, 4, 9], [-1], [1, 4, 1]],
    [[1, 3, 7], [0, 2], [3]],
  ]
  return (['MEAN', 'SUM'] as const).flatMap((name) =>
    shapes.map(([from, axes, to]) => {
      const keep = from.length === to.length ? 1 : 0
      const output = int8Tensor(to, name === 'MEAN' ? 0.06 : 0.9)
      const operator = { name, optionsType: 27, options: [{ b: keep }] }
      return one(
        `${name} ${from.join()} over ${axes.join()}`,
        [int8Tensor(from, 0.05), integers(...axes), output],
        operator,
      )
    }),
  )
}

function moves(): OperatorModel[] {
  const same = (shape: number[]): TensorSpec => int8Tensor(shape, 0.05, 3)
  const transpose = [
    { from: [3, 4], order: [1, 0] },
    { from: [1, 3, 4], order: [0, 2, 1] },
    { from: [2, 3, 4, 5], order: [3, 1, 0, 2] },
  ].map(({ from, order }) =>
    one(
      `TRANSPOSE ${from.join()} ${order.join()}`,
      [same(from), integers(...order), same(order.map((axis) => from[axis]!))],
      {
        name: 'TRANSPOSE',
      },
    ),
  )
  const paddings: TensorSpec = { shape: [4, 2], type: 'int32', data: Int32Array.of(0, 0, 1, 2, 3, 0, 0, 1) }
  const value: TensorSpec = { ...same([1]), data: Int8Array.of(-77) }
  const pad = one('PAD', [same([1, 3, 4, 2]), paddings, same([1, 6, 7, 3])], { name: 'PAD' })
  const padValue = one('PADV2', [same([1, 3, 4, 2]), paddings, value, same([1, 6, 7, 3])], { name: 'PADV2' })
  return [...transpose, pad, padValue, ...joins(same), ...slices(same)]
}

function joins(same: (shape: number[]) => TensorSpec): OperatorModel[] {
  const join = (axis: number, left: number[], right: number[], to: number[]): OperatorModel =>
    one(
      `CONCATENATION axis ${axis}`,
      [same(left), same(right), same(to)],
      { name: 'CONCATENATION', optionsType: 10, options: [axis, { b: 0 }] },
      2,
    )
  const pack = (axis: number, to: number[]): OperatorModel =>
    one(
      `PACK axis ${axis}`,
      [same([3, 4]), same([3, 4]), same(to)],
      { name: 'PACK', optionsType: 59, options: [2, axis] },
      2,
    )
  return [
    join(3, [1, 3, 2, 4], [1, 3, 2, 3], [1, 3, 2, 7]),
    join(-3, [1, 3, 2, 4], [1, 2, 2, 4], [1, 5, 2, 4]),
    pack(0, [2, 3, 4]),
    pack(1, [3, 2, 4]),
    pack(-1, [3, 4, 2]),
  ]
}

interface Cut {
  begin: number[]
  end: number[]
  steps: number[]
  masks: number[]
  to: number[]
}

function slices(same: (shape: number[]) => TensorSpec): OperatorModel[] {
  const cuts: Cut[] = [
    { begin: [0, 1, 2], end: [1, 4, 7], steps: [1, 1, 2], masks: [0, 0, 0, 0, 0], to: [1, 3, 3] },
    { begin: [0, -1, 0], end: [1, 0, 0], steps: [1, -2, 1], masks: [0, 6, 0, 0, 0], to: [1, 3, 8] },
    { begin: [0, 2, 0], end: [0, 3, 0], steps: [1, 1, 3], masks: [5, 5, 0, 0, 2], to: [1, 3] },
  ]
  return cuts.map(({ begin, end, steps, masks, to }) => {
    const tensors = [same([1, 5, 8]), integers(...begin), integers(...end), integers(...steps), same(to)]
    return one(`STRIDED_SLICE to ${to.join()}`, tensors, { name: 'STRIDED_SLICE', optionsType: 32, options: masks })
  })
}

/** Dense over several rows. */
function rows(): OperatorModel {
  const filter = weights([5, 9], 1, 0)
  const tensors = [int8Tensor([4, 9], 0.05), filter, bias(5, filter.scales!, 0.05), int8Tensor([4, 5], 0.2)]
  const operator = { name: 'FULLY_CONNECTED', optionsType: 8, options: [{ b: 1 }, { b: 0 }] }
  return one('FULLY_CONNECTED of four rows', tensors, operator)
}

/** What Keras writes for an unknown batch: the shape is computed from the input's own. */
function dynamicBatch(): OperatorModel {
  const spread = (shape: number[]): TensorSpec => int8Tensor(shape, 0.05, -4)
  const tensors: TensorSpec[] = [
    spread([1, 12]),
    { shape: [2], type: 'int32' },
    integers(0),
    integers(1),
    { shape: [], type: 'int32' },
    { shape: [], type: 'int32', data: Int32Array.of(3) },
    { shape: [], type: 'int32', data: Int32Array.of(4) },
    { shape: [3], type: 'int32' },
    spread([1, 3, 4]),
    integers(0, 2, 1),
    spread([1, 4, 3]),
  ]
  return build('RESHAPE to a computed shape', {
    tensors,
    operators: [
      { name: 'SHAPE', inputs: [0], outputs: [1] },
      { name: 'STRIDED_SLICE', inputs: [1, 2, 3, 3], outputs: [4], optionsType: 32, options: [0, 0, 0, 0, 1] },
      { name: 'PACK', inputs: [4, 5, 6], outputs: [7], optionsType: 59, options: [3, 0] },
      { name: 'RESHAPE', inputs: [0, 7], outputs: [8] },
      { name: 'TRANSPOSE', inputs: [8, 9], outputs: [10] },
    ],
    inputs: [0],
    outputs: [10],
  })
}

export function operatorModels(): OperatorModel[] {
  return [
    ...CONVOLUTIONS.map((setting) => convolution('CONV_2D', setting)),
    ...CONVOLUTIONS.map((setting) =>
      convolution('DEPTHWISE_CONV_2D', { ...setting, depth: 1 + (setting.kernel[1]! % 2) }),
    ),
    ...['MAX_POOL_2D', 'AVERAGE_POOL_2D'].flatMap((name) => [pool(name, true, 0), pool(name, false, 1)]),
    ...['ADD', 'SUB', 'MUL'].flatMap((name) => [
      twoInputs(name, [1, 4, 5], [1, 4, 5]),
      twoInputs(name, [1, 4, 5, 3], [1, 1, 5, 3], 1),
      twoInputs(name, [1, 3, 1, 4], [1, 3, 6, 4], 3),
    ]),
    ...['ADD', 'MUL'].map(constantSide),
    ...unaries(),
    ...means(),
    ...moves(),
    rows(),
    dynamicBatch(),
  ]
}

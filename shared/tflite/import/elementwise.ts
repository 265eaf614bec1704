/** Operators of a file that treat every value by itself, and softmax. */
import { requantize, tableOf } from '../../quantize/fixed-arithmetic.ts'
import { lookupOperation, usableScale } from '../../quantize/lookups.ts'
import { addOperation, softmaxOperation } from '../../quantize/operations.ts'
import type { Rounding } from '../../quantize/quantization.ts'
import type { BroadcastShape, LookupFunction } from '../../quantize/tensor-graph.ts'
import type { TfliteOperator, TfliteTensor } from '../model.ts'
import { type GraphBuilder, inconsistent, int8Quantization, quantizationWithin, unsupported } from './builder.ts'
import { fusedRange } from './weighted.ts'

/** How far one step along each of the last four dimensions moves; 0 where the input is repeated. */
function stepsOf(shape: number[], sizes: number[]): number[] {
  let step = 1
  const steps: number[] = []
  for (let dimension = sizes.length - 1; dimension >= 0; dimension--) {
    const size = shape[dimension - sizes.length + shape.length] ?? 1
    if (size !== 1 && size !== sizes[dimension]) throw inconsistent('Two inputs of the model do not fit each other.')
    steps.unshift(size === 1 ? 0 : step)
    step *= size
  }
  return steps
}

function broadcastShape(left: TfliteTensor, right: TfliteTensor, output: TfliteTensor): BroadcastShape {
  if (left.elements === output.elements && right.elements === output.elements) {
    return { sizes: [1, 1, 1, output.elements], leftSteps: [0, 0, 0, 1], rightSteps: [0, 0, 0, 1] }
  }
  if (output.shape.length > 4) throw unsupported('The workbench repeats values over at most four dimensions.')
  const sizes = [1, 1, 1, 1, ...output.shape].slice(-4)
  return { sizes, leftSteps: stepsOf(left.shape, sizes), rightSteps: stepsOf(right.shape, sizes) }
}

export function importAdd(builder: GraphBuilder, operator: TfliteOperator): void {
  const [left, right, to] = [builder.input(operator, 0), builder.input(operator, 1), builder.output(operator)]
  const output = int8Quantization(to)
  const operation = addOperation({
    name: operator.name,
    shape: broadcastShape(left, right, to),
    left: int8Quantization(left),
    right: int8Quantization(right),
    sign: operator.name === 'SUB' ? -1 : 1,
    output,
    clamp: fusedRange(operator, output),
  })
  builder.emit(operator, operation, 2)
}

export function importMultiply(builder: GraphBuilder, operator: TfliteOperator): void {
  const [left, right, to] = [builder.input(operator, 0), builder.input(operator, 1), builder.output(operator)]
  const [a, b, output] = [int8Quantization(left), int8Quantization(right), int8Quantization(to)]
  builder.emit(
    operator,
    {
      type: 'multiply',
      shape: broadcastShape(left, right, to),
      leftOffset: -a.zeroPoint + 0,
      rightOffset: -b.zeroPoint + 0,
      outputOffset: output.zeroPoint,
      scale: usableScale(operator.name, (a.scale * b.scale) / output.scale),
      ...fusedRange(operator, output),
    },
    2,
    to.elements,
  )
}

export function importSoftmax(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  const [input, output] = [int8Quantization(from), int8Quantization(to)]
  const size = from.shape.at(-1) ?? 1
  if (output.scale !== 1 / 256 || output.zeroPoint !== -128) {
    throw unsupported('The softmax must answer in steps of 1/256 from −128.')
  }
  if (from.elements !== to.elements || size > 4096) throw unsupported('A softmax takes at most 4,096 values a row.')
  const beta = operator.options['beta'] ?? 0
  builder.emit(operator, softmaxOperation(from.elements / size, size, input.scale, beta))
}

function emitLookup(builder: GraphBuilder, operator: TfliteOperator, given: LookupFunction): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  checkCount(operator, from, to)
  const edges = { input: int8Quantization(from), output: int8Quantization(to) }
  builder.emit(operator, lookupOperation(given, from.elements, edges))
}

/** LOGISTIC, TANH, RELU and RELU6. */
export function importFunction(builder: GraphBuilder, operator: TfliteOperator): void {
  const kinds = { LOGISTIC: 'logistic', TANH: 'tanh', RELU: 'relu', RELU6: 'relu6' } as const
  const kind = Object.entries(kinds).find(([name]) => name === operator.name)?.[1] ?? 'relu'
  emitLookup(builder, operator, { kind })
}

export function importLeakyRelu(builder: GraphBuilder, operator: TfliteOperator): void {
  emitLookup(builder, operator, { kind: 'leaky-relu', alpha: operator.options['alpha'] ?? 0 })
}

const RANGES: Partial<Record<string, readonly [number, number]>> = { int8: [-128, 127], uint8: [0, 255] }

/** QUANTIZE from float32, int8 or uint8 to int8 or uint8. */
export function importQuantize(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  if (from.type === 'float32') {
    const { scale, zeroPoint } = int8Quantization(to)
    checkCount(operator, from, to)
    return builder.emit(operator, { type: 'quantize', count: from.elements, scale, zeroPoint })
  }
  const [taken, given] = [RANGES[from.type], RANGES[to.type]]
  if (!taken || !given) throw unsupported(`The workbench cannot QUANTIZE ${from.type} to ${to.type}.`)
  const input = quantizationWithin(from, ...taken)
  const output = quantizationWithin(to, ...given)
  checkCount(operator, from, to)
  const scale = usableScale(operator.name, input.scale / output.scale)
  const [lowest, highest] = given
  const answer = (byte: number, rounding: Rounding): number => {
    const value = byte < 0 && taken[0] === 0 ? byte + 256 : byte
    const scaled = output.zeroPoint + requantize(value - input.zeroPoint, scale, rounding)
    const clamped = Math.min(Math.max(scaled, lowest), highest)
    return clamped > 127 ? clamped - 256 : clamped
  }
  builder.emit(operator, {
    type: 'lookup',
    function: { kind: 'requantize' },
    count: from.elements,
    double: tableOf((value) => answer(value, 'double')),
    single: tableOf((value) => answer(value, 'single')),
  })
}

export function importDequantize(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  if (to.type !== 'float32') throw unsupported(`The workbench cannot DEQUANTIZE to ${to.type}.`)
  const { scale, zeroPoint } = int8Quantization(from)
  checkCount(operator, from, to)
  builder.emit(operator, { type: 'dequantize', count: from.elements, scale, zeroPoint })
}

function checkCount(operator: TfliteOperator, from: TfliteTensor, to: TfliteTensor): void {
  if (from.elements !== to.elements) throw inconsistent(`A ${operator.name} changes its size.`)
}

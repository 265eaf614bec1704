/** Operators of a file that treat every value by itself, and softmax. */
import { logisticFixed, requantize, roundingDivide, tableOf, tanhFixed } from '../../quantize/fixed-arithmetic.ts'
import { quantizeMultiplier, roundHalfAway, softmaxParameters } from '../../quantize/fixed-point.ts'
import type { Quantization } from '../../quantize/graph.ts'
import type { Rounding } from '../../quantize/run.ts'
import type { BroadcastShape } from '../../quantize/tensor-graph.ts'
import type { TfliteOperator, TfliteTensor } from '../model.ts'
import { type GraphBuilder, inconsistent, int8Quantization, quantizationWithin, unsupported } from './builder.ts'
import { fusedRange } from './weighted.ts'

/** Bits that ADD and SUB give their inputs before scaling. */
const HEADROOM_BITS = 20
/** Integer bits of LOGISTIC's and TANH's argument. */
const ARGUMENT_INTEGER_BITS = 4

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

function usableScale(operator: TfliteOperator, real: number): { multiplier: number; shift: number } {
  const fixed = quantizeMultiplier(real)
  if (fixed.shift > 30) throw unsupported(`A ${operator.name} of the model has an unusable scale.`)
  return fixed
}

export function importAdd(builder: GraphBuilder, operator: TfliteOperator): void {
  const [left, right, to] = [builder.input(operator, 0), builder.input(operator, 1), builder.output(operator)]
  const [a, b, output] = [int8Quantization(left), int8Quantization(right), int8Quantization(to)]
  const common = 2 * Math.max(a.scale, b.scale)
  const side = (from: Quantization): { offset: number; multiplier: number; shift: number } => {
    return { offset: -from.zeroPoint + 0, ...usableScale(operator, from.scale / common) }
  }
  const result = usableScale(operator, common / (2 ** HEADROOM_BITS * output.scale))
  builder.emit(
    operator,
    {
      type: 'add',
      shape: broadcastShape(left, right, to),
      left: side(a),
      right: { ...side(b), sign: operator.name === 'SUB' ? -1 : 1 },
      output: { offset: output.zeroPoint, ...result },
      ...fusedRange(operator, output),
    },
    2,
  )
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
      scale: usableScale(operator, (a.scale * b.scale) / output.scale),
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
  const parameters = softmaxParameters(input.scale * beta)
  if (!(beta > 0) || parameters.inputLeftShift < 1 || parameters.inputLeftShift > 31) {
    throw unsupported(`The softmax has beta ${beta} and input scale ${input.scale}, which int8 cannot hold.`)
  }
  builder.emit(operator, { type: 'softmax', rows: from.elements / size, size, ...parameters })
}

type Answer = (value: number, rounding: Rounding) => number

function emitLookup(builder: GraphBuilder, operator: TfliteOperator, answer: Answer): void {
  const { elements } = builder.input(operator, 0)
  if (builder.output(operator).elements !== elements) throw inconsistent(`A ${operator.name} changes its size.`)
  const double = tableOf((value) => answer(value, 'double'))
  builder.emit(operator, {
    type: 'lookup',
    count: elements,
    double,
    single: tableOf((value) => answer(value, 'single')),
  })
}

/** LOGISTIC and TANH: argument in Q4.27, answer with so many bits after the point, shifted by the zero point. */
function fixedFunction(operator: TfliteOperator, input: Quantization): Answer {
  const logistic = operator.name === 'LOGISTIC'
  const argument = usableScale(operator, input.scale * 2 ** (31 - ARGUMENT_INTEGER_BITS))
  const radius = Math.floor((15 * 2 ** (31 - ARGUMENT_INTEGER_BITS)) / 2 ** argument.shift)
  return (value, rounding) => {
    const distance = value - input.zeroPoint
    if (distance <= -radius) return -128
    if (distance >= radius) return 127
    const fixed = BigInt(requantize(distance, argument, rounding))
    const result = logistic ? logisticFixed(fixed) : tanhFixed(fixed)
    return Number(roundingDivide(result, logistic ? 23n : 24n)) - (logistic ? 128 : 0)
  }
}

export function importFixedFunction(builder: GraphBuilder, operator: TfliteOperator): void {
  const input = int8Quantization(builder.input(operator, 0))
  const output = int8Quantization(builder.output(operator))
  const [scale, zeroPoint] = operator.name === 'LOGISTIC' ? [1 / 256, -128] : [1 / 128, 0]
  if (output.scale !== scale || output.zeroPoint !== zeroPoint) {
    throw unsupported(`The ${operator.name} must answer in steps of ${scale} around ${zeroPoint}.`)
  }
  emitLookup(builder, operator, fixedFunction(operator, input))
}

export function importRelu(builder: GraphBuilder, operator: TfliteOperator): void {
  const input = int8Quantization(builder.input(operator, 0))
  const output = int8Quantization(builder.output(operator))
  const scale = usableScale(operator, input.scale / output.scale)
  if (operator.name === 'RELU6') {
    // TensorFlow Lite Micro only clamps here, in the input's quantization.
    if (input.scale !== output.scale || input.zeroPoint !== output.zeroPoint) {
      throw unsupported('A RELU6 of the model changes the scale of its values.')
    }
    const six = input.zeroPoint + roundHalfAway(Math.fround(6 / input.scale))
    return emitLookup(builder, operator, (value) => Math.min(Math.max(value, input.zeroPoint), six))
  }
  emitLookup(builder, operator, (value, rounding) => {
    const scaled = output.zeroPoint + requantize(value - input.zeroPoint, scale, rounding)
    return Math.max(scaled, output.zeroPoint)
  })
}

export function importLeakyRelu(builder: GraphBuilder, operator: TfliteOperator): void {
  const input = int8Quantization(builder.input(operator, 0))
  const output = int8Quantization(builder.output(operator))
  const alpha = operator.options['alpha'] ?? 0
  const above = usableScale(operator, input.scale / output.scale)
  if (!(alpha >= 0)) throw unsupported(`A LEAKY_RELU of the model has alpha ${alpha}.`)
  const below = usableScale(operator, Math.fround(alpha * input.scale) / output.scale)
  emitLookup(builder, operator, (value, rounding) => {
    const distance = value - input.zeroPoint
    return output.zeroPoint + requantize(distance, distance >= 0 ? above : below, rounding)
  })
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
  const scale = usableScale(operator, input.scale / output.scale)
  const [lowest, highest] = given
  emitLookup(builder, operator, (byte, rounding) => {
    const value = byte < 0 && taken[0] === 0 ? byte + 256 : byte
    const scaled = output.zeroPoint + requantize(value - input.zeroPoint, scale, rounding)
    const clamped = Math.min(Math.max(scaled, lowest), highest)
    return clamped > 127 ? clamped - 256 : clamped
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

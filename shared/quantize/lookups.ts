/** Functions of one int8 value as tables of 256 answers, exactly as TensorFlow Lite Micro computes them. */
import { AppError } from '../contract/errors.ts'
import { logisticFixed, requantize, roundingDivide, tableOf, tanhFixed } from './fixed-arithmetic.ts'
import { type FixedMultiplier, quantizeMultiplier, roundHalfAway } from './fixed-point.ts'
import { type Quantization, type Rounding, sameQuantization } from './quantization.ts'
import type { LookupFunction, LookupOperation } from './tensor-graph.ts'

/** Integer bits of the sigmoid's and tanh's argument. */
const ARGUMENT_INTEGER_BITS = 4

/** What these functions answer in, whatever goes in. */
export const FIXED_OUTPUTS = {
  softmax: { scale: 1 / 256, zeroPoint: -128 },
  logistic: { scale: 1 / 256, zeroPoint: -128 },
  tanh: { scale: 1 / 128, zeroPoint: 0 },
} as const

type Answer = (value: number, rounding: Rounding) => number

interface Edges {
  input: Quantization
  output: Quantization
}

/** A factor that the kernels can apply. */
export function usableScale(name: string, real: number): FixedMultiplier {
  const fixed = quantizeMultiplier(real)
  if (fixed.shift > 30)
    throw new AppError('model/unsupported', { message: `A ${name} of the model has an unusable scale.` })
  return fixed
}

function mustAnswerIn(name: string, output: Quantization, fixed: Quantization): void {
  if (sameQuantization(output, fixed)) return
  throw new AppError('model/unsupported', {
    message: `The ${name} must answer in steps of ${fixed.scale} around ${fixed.zeroPoint}.`,
  })
}

/** Argument in Q4.27, answer with so many bits after the point, shifted by the zero point. */
function fixedFunction(kind: 'logistic' | 'tanh', { input, output }: Edges): Answer {
  mustAnswerIn(kind.toUpperCase(), output, FIXED_OUTPUTS[kind])
  const logistic = kind === 'logistic'
  const argument = usableScale(kind.toUpperCase(), input.scale * 2 ** (31 - ARGUMENT_INTEGER_BITS))
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

function relu({ input, output }: Edges): Answer {
  const scale = usableScale('RELU', input.scale / output.scale)
  return (value, rounding) => {
    return Math.max(output.zeroPoint + requantize(value - input.zeroPoint, scale, rounding), output.zeroPoint)
  }
}

/** TensorFlow Lite Micro only clamps here, in the input's quantization. */
function relu6({ input, output }: Edges): Answer {
  if (!sameQuantization(input, output)) {
    throw new AppError('model/unsupported', { message: 'A RELU6 of the model changes the scale of its values.' })
  }
  const six = input.zeroPoint + roundHalfAway(Math.fround(6 / input.scale))
  return (value) => Math.min(Math.max(value, input.zeroPoint), six)
}

function leakyRelu(alpha: number, { input, output }: Edges): Answer {
  if (!(alpha >= 0))
    throw new AppError('model/unsupported', { message: `A LEAKY_RELU of the model has alpha ${alpha}.` })
  const above = usableScale('LEAKY_RELU', input.scale / output.scale)
  const below = usableScale('LEAKY_RELU', Math.fround(alpha * input.scale) / output.scale)
  return (value, rounding) => {
    const distance = value - input.zeroPoint
    return output.zeroPoint + requantize(distance, distance >= 0 ? above : below, rounding)
  }
}

function requantized({ input, output }: Edges): Answer {
  const scale = usableScale('QUANTIZE', input.scale / output.scale)
  return (value, rounding) => output.zeroPoint + requantize(value - input.zeroPoint, scale, rounding)
}

function answerOf(given: LookupFunction, edges: Edges): Answer {
  switch (given.kind) {
    case 'logistic':
    case 'tanh':
      return fixedFunction(given.kind, edges)
    case 'relu':
      return relu(edges)
    case 'relu6':
      return relu6(edges)
    case 'leaky-relu':
      return leakyRelu(given.alpha, edges)
    case 'requantize':
      return requantized(edges)
  }
}

export function lookupOperation(given: LookupFunction, count: number, edges: Edges): LookupOperation {
  const answer = answerOf(given, edges)
  return {
    type: 'lookup',
    function: given,
    count,
    double: tableOf((value) => answer(value, 'double')),
    single: tableOf((value) => answer(value, 'single')),
  }
}

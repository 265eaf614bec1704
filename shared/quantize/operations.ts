/** int8 operations from real scales and float weights. */
import { AppError } from '../contract/errors.ts'
import type { Clamp } from './clamps.ts'
import { clamp, effectiveScale, INT8_MAX, quantizeMultiplier, roundHalfAway, softmaxParameters } from './fixed-point.ts'
import { usableScale } from './lookups.ts'
import type { Quantization } from './quantization.ts'
import type { AddOperation, BroadcastShape, SoftmaxOperation, Weighted } from './tensor-graph.ts'

/** Leaves the int32 accumulator room for 32,767 products of 255 · 127 besides the bias. */
const BIAS_LIMIT = 2 ** 30
const MAX_TAPS = 32_767
/** Bits that ADD and SUB give their inputs before scaling. */
const HEADROOM_BITS = 20

export interface WeightedSource {
  name: string
  weights: Float32Array
  bias: Float32Array
  /** How weights lie: those of one output together, or each output's next to the other's. */
  order: 'outputs-first' | 'outputs-last'
  input: Quantization
  output: Quantization
  clamp: Clamp
  perChannel: boolean
  /** Of the input's channels: the mean error that rounded weights bring with them is taken out of the bias. */
  inputMeans?: Float64Array | undefined
}

/** Scale of one group of weights: as fine as ±127 allows, as coarse as its biases need to fit into int32. */
function weightScale(largestWeight: number, largestBias: number, inputScale: number): number {
  const forWeights = largestWeight / INT8_MAX
  const forBias = largestBias / (inputScale * BIAS_LIMIT)
  const scale = Math.fround(Math.max(forWeights, forBias))
  // Without weights and bias any scale is right; subnormal ones would lose the bias.
  return scale > 2 ** -100 ? scale : 2 ** -20
}

function channelOf({ weights, bias, order }: WeightedSource, index: number): number {
  return order === 'outputs-last' ? index % bias.length : Math.floor(index / (weights.length / bias.length))
}

function chooseWeightScales(source: WeightedSource): Float32Array {
  const { weights, bias, input, perChannel } = source
  const largest = new Float64Array(bias.length)
  weights.forEach((weight, index) => {
    const channel = channelOf(source, index)
    largest[channel] = Math.max(largest[channel]!, Math.abs(weight))
  })
  if (perChannel) return Float32Array.from(bias, (value, at) => weightScale(largest[at]!, Math.abs(value), input.scale))
  const most = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  return Float32Array.of(weightScale(most(largest), most(bias), input.scale))
}

function checkWeights({ name, weights, bias }: WeightedSource): void {
  if (!weights.every(Number.isFinite) || !bias.every(Number.isFinite)) {
    throw new AppError('training/diverged', { message: `${name} holds weights that are not finite numbers.` })
  }
  const taps = weights.length / bias.length
  if (taps > MAX_TAPS) {
    throw new AppError('model/unsupported', {
      message: `${name} has ${taps} inputs; int8 sums hold at most ${MAX_TAPS}.`,
    })
  }
}

/** Minus what the rounded weights add on average; padding is taken for values of that mean. */
function correctedBias(source: WeightedSource, rounded: (index: number) => number): Float64Array {
  const bias = Float64Array.from(source.bias)
  const { inputMeans } = source
  if (!inputMeans) return bias
  source.weights.forEach((weight, index) => {
    bias[channelOf(source, index)]! -= (rounded(index) - weight) * inputMeans[index % inputMeans.length]!
  })
  return bias
}

/** Symmetric int8 weights, int32 biases and the factors that bring sums to the output's scale. */
export function quantizeWeights(source: WeightedSource): Weighted {
  checkWeights(source)
  const { input, output } = source
  const weightScales = chooseWeightScales(source)
  const scaleOf = (channel: number): number => weightScales[weightScales.length === 1 ? 0 : channel]!
  const fixed = Array.from(source.bias, (_, channel) => {
    return quantizeMultiplier(effectiveScale(input.scale, scaleOf(channel), output.scale))
  })
  if (fixed.some(({ shift }) => shift > 30)) {
    throw new AppError('training/diverged', { message: 'A layer scales its input by more than 2^30.' })
  }
  const weights = Int8Array.from(source.weights, (weight, index) =>
    clamp(roundHalfAway(weight / scaleOf(channelOf(source, index))), -INT8_MAX, INT8_MAX),
  )
  const bias = correctedBias(source, (index) => weights[index]! * scaleOf(channelOf(source, index)))
  return {
    weights,
    weightScales,
    bias: Int32Array.from(bias, (value, channel) =>
      clamp(roundHalfAway(value / (input.scale * scaleOf(channel))), -BIAS_LIMIT, BIAS_LIMIT),
    ),
    multipliers: Int32Array.from(fixed, ({ multiplier }) => multiplier),
    shifts: Int32Array.from(fixed, ({ shift }) => shift),
    inputOffset: -input.zeroPoint + 0,
    outputOffset: output.zeroPoint,
    ...source.clamp,
  }
}

/** One scale for all outputs is stored once, where the kernel knows how to take it. */
export function sharedScale<T extends Weighted>(parts: T): T {
  const { multipliers, shifts } = parts
  const one = multipliers.every((value) => value === multipliers[0]) && shifts.every((value) => value === shifts[0])
  return one ? { ...parts, multipliers: multipliers.slice(0, 1), shifts: shifts.slice(0, 1) } : parts
}

export interface SumSource {
  name: string
  shape: BroadcastShape
  left: Quantization
  right: Quantization
  sign: 1 | -1
  output: Quantization
  clamp: Clamp
}

export function addOperation({ name, shape, left, right, sign, output, clamp: range }: SumSource): AddOperation {
  const common = 2 * Math.max(left.scale, right.scale)
  const side = (from: Quantization): { offset: number; multiplier: number; shift: number } => {
    return { offset: -from.zeroPoint + 0, ...usableScale(name, from.scale / common) }
  }
  const result = usableScale(name, common / (2 ** HEADROOM_BITS * output.scale))
  return {
    type: 'add',
    shape,
    left: side(left),
    right: { ...side(right), sign },
    output: { offset: output.zeroPoint, ...result },
    ...range,
  }
}

export function softmaxOperation(rows: number, size: number, inputScale: number, beta = 1): SoftmaxOperation {
  const parameters = softmaxParameters(inputScale * beta)
  if (!(beta > 0) || parameters.inputLeftShift < 1 || parameters.inputLeftShift > 31) {
    throw new AppError('model/unsupported', {
      message: `The softmax has beta ${beta} and input scale ${inputScale}, which int8 cannot hold.`,
    })
  }
  return { type: 'softmax', rows, size, ...parameters }
}

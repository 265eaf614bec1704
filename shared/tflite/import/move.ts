/** Operators of a file that only move values, and sums over dimensions. */
import { quantizeMultiplier } from '../../quantize/fixed-point.ts'
import type { CopyOperation, FixedScale } from '../../quantize/tensor-graph.ts'
import type { TfliteOperator, TfliteTensor } from '../model.ts'
import { checkSameType, type GraphBuilder, inconsistent, int8Quantization, unsupported } from './builder.ts'
import { fusedRange } from './weighted.ts'

const DIMENSIONS = 5

/** Row-major steps of a shape. */
function stepsOf(shape: number[]): number[] {
  const steps: number[] = []
  let step = 1
  for (const size of shape.toReversed()) {
    steps.unshift(step)
    step *= size
  }
  return steps
}

interface Dimension {
  size: number
  inputStep: number
  outputStep: number
}

/** A copy over at most five dimensions; those of size 1 do not count. */
function copyOf(operator: TfliteOperator, dimensions: Dimension[], starts = { input: 0, output: 0 }): CopyOperation {
  const real = dimensions.filter(({ size }) => size !== 1)
  if (real.length > DIMENSIONS) throw unsupported(`A ${operator.name} of the model has more than five dimensions.`)
  const missing = Array.from({ length: DIMENSIONS - real.length }, () => ({ size: 1, inputStep: 0, outputStep: 0 }))
  const all = [...missing, ...real]
  return {
    type: 'copy',
    sizes: all.map(({ size }) => size),
    inputStart: starts.input,
    inputSteps: all.map(({ inputStep }) => inputStep),
    outputStart: starts.output,
    outputSteps: all.map(({ outputStep }) => outputStep),
  }
}

function wholeAxis(operator: TfliteOperator, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis
  if (positive < 0 || positive >= rank) throw inconsistent(`A ${operator.name} of the model has axis ${axis}.`)
  return positive
}

function product(sizes: number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}

export function importTranspose(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  checkSameType(operator, from, to)
  const order = builder.requireIntegers(operator, 1, 'order')
  const steps = stepsOf(from.shape)
  const expected = order.map((axis) => from.shape[axis])
  if (new Set(order).size !== from.shape.length || expected.join() !== to.shape.join()) {
    throw inconsistent('A TRANSPOSE of the model does not fit its output.')
  }
  const outputSteps = stepsOf(to.shape)
  const dimensions = order.map((axis, index) => {
    return { size: from.shape[axis]!, inputStep: steps[axis]!, outputStep: outputSteps[index]! }
  })
  builder.emit(operator, copyOf(operator, dimensions))
}

/** CONCATENATION along an axis, and PACK, which first gives every input that axis with size 1. */
export function importJoin(builder: GraphBuilder, operator: TfliteOperator): void {
  const to = builder.output(operator)
  const axis = wholeAxis(operator, operator.options['axis'] ?? 0, to.shape.length)
  const quantization = int8Quantization(to)
  if (operator.name === 'CONCATENATION' && fusedRange(operator, quantization).activationMax !== 127) {
    throw unsupported('A CONCATENATION of the model has an activation.')
  }
  const inner = product(to.shape.slice(axis + 1))
  const outer = product(to.shape.slice(0, axis))
  const whole = to.shape[axis]! * inner
  const inputs = operator.inputs.map((index, position) => {
    const from = builder.input(operator, position)
    const given = int8Quantization(from)
    if (given.scale !== quantization.scale || given.zeroPoint !== quantization.zeroPoint) {
      throw unsupported(`A ${operator.name} of the model joins values of different scales.`)
    }
    return { place: builder.place(index), block: from.elements / outer }
  })
  if (inputs.reduce((sum, { block }) => sum + block, 0) !== whole || inputs.some(({ block }) => block % inner !== 0)) {
    throw inconsistent(`The inputs of a ${operator.name} do not fill its output.`)
  }
  const output = builder.define(operator.outputs[0] ?? -1)
  let start = 0
  for (const { place, block } of inputs) {
    const dimensions = [
      { size: outer, inputStep: block, outputStep: whole },
      { size: block, inputStep: 1, outputStep: 1 },
    ]
    const operation = copyOf(operator, dimensions, { input: 0, output: start })
    builder.step({ name: operator.name, operation, inputs: [place], output, macs: 0 })
    start += block
  }
}

/** The value that PAD and PADV2 put around. */
function padValue(builder: GraphBuilder, operator: TfliteOperator, output: TfliteTensor): number {
  if (operator.name === 'PAD') return int8Quantization(output).zeroPoint
  const value = builder.input(operator, 2)
  if (value.type !== 'int8' || !value.data?.length)
    throw unsupported('A PADV2 of the model needs a constant int8 value.')
  return (value.data[0]! << 24) >> 24
}

export function importPad(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  checkSameType(operator, from, to)
  const paddings = builder.requireIntegers(operator, 1, 'paddings')
  const expected = from.shape.map((size, axis) => (paddings[2 * axis] ?? -1) + size + (paddings[2 * axis + 1] ?? -1))
  if (paddings.some((padding) => padding < 0) || expected.join() !== to.shape.join()) {
    throw inconsistent(`A ${operator.name} of the model does not fit its output.`)
  }
  const [inputSteps, outputSteps] = [stepsOf(from.shape), stepsOf(to.shape)]
  const dimensions = from.shape.map((size, axis) => {
    return { size, inputStep: inputSteps[axis]!, outputStep: outputSteps[axis]! }
  })
  const start = outputSteps.reduce((sum, step, axis) => sum + step * paddings[2 * axis]!, 0)
  const copy = copyOf(operator, dimensions, { input: 0, output: start })
  const input = builder.place(operator.inputs[0] ?? -1)
  const output = builder.define(operator.outputs[0] ?? -1)
  const fill = { type: 'fill', count: to.elements, value: padValue(builder, operator, to) } as const
  builder.step({ name: operator.name, operation: fill, inputs: [], output, macs: 0 })
  builder.step({ name: operator.name, operation: copy, inputs: [input], output, macs: 0 })
}

interface Slice {
  start: number
  step: number
  size: number
}

/** One dimension of a strided slice, as Python counts: negative places from the end, cut at the ends. */
export function sliceOf(size: number, begin: number | undefined, end: number | undefined, step: number): Slice {
  const [lowest, highest] = step > 0 ? [0, size] : [-1, size - 1]
  const place = (value: number | undefined, fallback: number): number => {
    if (value === undefined) return fallback
    return Math.min(highest, Math.max(lowest, value < 0 ? value + size : value))
  }
  const start = place(begin, step > 0 ? 0 : size - 1)
  const stop = place(end, step > 0 ? size : -1)
  return { start, step, size: Math.max(0, Math.ceil((stop - start) / step)) }
}

export function stridedSlices(builder: GraphBuilder, operator: TfliteOperator, shape: number[]): Slice[] {
  const [begins, ends, steps] = [1, 2, 3].map((at) => builder.requireIntegers(operator, at, 'range'))
  const bit = (mask: string, axis: number): boolean => (((operator.options[mask] ?? 0) >> axis) & 1) === 1
  if (operator.options['ellipsisMask'] || operator.options['newAxisMask'] || begins!.length > shape.length) {
    throw unsupported('A STRIDED_SLICE of the model uses “…” or adds dimensions.')
  }
  return shape.map((size, axis) => {
    const [begin, end, step = 1] = [begins![axis], ends![axis], steps![axis]]
    if (step === 0) throw inconsistent('A STRIDED_SLICE of the model has step 0.')
    if (bit('shrinkAxisMask', axis)) return { ...sliceOf(size, begin, undefined, 1), size: 1 }
    return sliceOf(size, bit('beginMask', axis) ? undefined : begin, bit('endMask', axis) ? undefined : end, step)
  })
}

export function importStridedSlice(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  checkSameType(operator, from, to)
  const slices = stridedSlices(builder, operator, from.shape)
  const steps = stepsOf(from.shape)
  const outputSteps = stepsOf(slices.map(({ size }) => size))
  if (
    product(slices.map(({ size }) => size)) !== to.elements ||
    slices.some(({ start }, axis) => start >= from.shape[axis]!)
  ) {
    throw inconsistent('A STRIDED_SLICE of the model does not fit its output.')
  }
  const dimensions = slices.map(({ size, step }, axis) => {
    return { size, inputStep: step * steps[axis]!, outputStep: outputSteps[axis]! }
  })
  const input = slices.reduce((sum, { start }, axis) => sum + start * steps[axis]!, 0)
  builder.emit(operator, copyOf(operator, dimensions, { input, output: 0 }))
}

/** A mean's factor: the division takes part in the fixed-point multiplier, as in TensorFlow Lite Micro. */
function meanScale(real: number, count: number): FixedScale {
  const { multiplier, shift } = quantizeMultiplier(real)
  const extra = Math.min(Math.floor(Math.log2(count)), 32, 31 + shift)
  if (multiplier === 0 || extra < 0) return { multiplier: 0, shift: 0 }
  return { multiplier: Number((BigInt(multiplier) << BigInt(extra)) / BigInt(count)), shift: shift - extra }
}

/** MEAN and SUM. */
export function importReduce(builder: GraphBuilder, operator: TfliteOperator): void {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  const [input, output] = [int8Quantization(from), int8Quantization(to)]
  const rank = from.shape.length
  const axes = new Set(builder.requireIntegers(operator, 1, 'axes').map((axis) => wholeAxis(operator, axis, rank)))
  const steps = stepsOf(from.shape)
  const side = (wanted: boolean): { sizes: number[]; steps: number[] } => {
    const kept = from.shape.flatMap((size, axis) => (axes.has(axis) === wanted && size > 1 ? [{ size, axis }] : []))
    if (kept.length > 4) throw unsupported(`A ${operator.name} of the model has more than four dimensions.`)
    const missing = Array.from({ length: 4 - kept.length }, () => 0)
    return {
      sizes: [...missing.map(() => 1), ...kept.map(({ size }) => size)],
      steps: [...missing, ...kept.map(({ axis }) => steps[axis]!)],
    }
  }
  const [kept, reduced] = [side(false), side(true)]
  const count = product(reduced.sizes)
  if (product(kept.sizes) !== to.elements) throw inconsistent(`A ${operator.name} does not fit its output.`)
  if (count > 2 ** 22) throw unsupported(`A ${operator.name} of the model sums too many values.`)
  const real = input.scale / output.scale
  const scale = operator.name === 'MEAN' ? meanScale(real, count) : quantizeMultiplier(real)
  if (scale.shift > 30 || scale.shift < -31) throw unsupported(`A ${operator.name} of the model has an unusable scale.`)
  builder.emit(operator, {
    type: 'reduce',
    keptSizes: kept.sizes,
    keptSteps: kept.steps,
    reducedSizes: reduced.sizes,
    reducedSteps: reduced.steps,
    sumOffset: -input.zeroPoint * count + 0,
    scale,
    outputOffset: output.zeroPoint,
  })
}

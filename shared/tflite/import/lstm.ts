/** UNIDIRECTIONAL_SEQUENCE_LSTM of a file: int8 values, 16-bit gates and cells. */
import { effectiveScale, quantizeMultiplier } from '../../quantize/fixed-point.ts'
import type { FixedScale } from '../../quantize/tensor-graph.ts'
import type { TfliteOperator, TfliteTensor } from '../model.ts'
import { ACTIVATIONS } from '../schema.ts'
import { type GraphBuilder, inconsistent, int8Quantization, unsupported } from './builder.ts'

const GATES = 4
const FIRST_INPUT_WEIGHTS = 1
const FIRST_RECURRENT_WEIGHTS = 5
const FIRST_BIAS = 12
const OUTPUT_STATE = 18
const CELL_STATE = 19
/** Peepholes, projection, layer norms: none of them. */
const MUST_BE_ABSENT = [9, 10, 11, 16, 17, 20, 21, 22, 23]
const GATE_SUM_SCALE = 2 ** -12
const GATE_SCALE = 2 ** -15
const MAX_INPUTS = 32_767

/** 65536 / (1 + e^(−i / 24)) */
function logistic(index: number): number {
  return 65_536 / (1 + Math.exp(-index / 24))
}

/**
 * Points of the logistic function for straight lines between them: raised by half of the greatest error of such a
 * line, an eighth of the second difference, so that a line errs as much above as below. Its last entry is full scale.
 * Found by comparing with the tables that other runtimes publish; checked by running both on the same files.
 */
function sigmoidTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    if (index === 255) return 65_535
    const value = logistic(index)
    const middle = (logistic(index + 1) + logistic(index - 1)) / 2
    return Math.round(value + (value - middle) / 8)
  })
}

function fixedScale(real: number): FixedScale {
  const fixed = quantizeMultiplier(real)
  if (fixed.shift > 15) throw unsupported('An LSTM of the model has an unusable scale.')
  return fixed
}

interface Sizes {
  steps: number
  inputs: number
  units: number
}

function sizesOf(builder: GraphBuilder, operator: TfliteOperator): Sizes {
  const [from, to] = [builder.input(operator, 0), builder.output(operator)]
  const [batch, steps = 0, inputs = 0] = from.shape
  const units = to.shape.at(-1) ?? 0
  if (from.shape.length !== 3 || batch !== 1 || operator.options['timeMajor']) {
    throw unsupported('The workbench runs an LSTM on one sequence at a time (shape 1 × steps × values).')
  }
  if (to.elements !== steps * units || inputs > MAX_INPUTS || units > MAX_INPUTS) {
    throw inconsistent('An LSTM of the model does not fit its output.')
  }
  return { steps, inputs, units }
}

function checkKind(builder: GraphBuilder, operator: TfliteOperator): void {
  if (MUST_BE_ABSENT.some((position) => builder.optionalInput(operator, position))) {
    throw unsupported('An LSTM of the model has peepholes, a projection or layer norms.')
  }
  if (ACTIVATIONS[operator.options['activation'] ?? 0] !== 'tanh')
    throw unsupported('An LSTM of the model is not of tanh.')
}

function matrix(tensor: TfliteTensor, elements: number): Int8Array {
  const usable = tensor.type === 'int8' && tensor.scales.length === 1 && tensor.zeroPoints[0] === 0
  if (!usable || !tensor.data || tensor.elements !== elements) {
    throw unsupported('An LSTM of the model needs constant, symmetric int8 weights with one scale.')
  }
  return Int8Array.from(tensor.data, (byte) => (byte << 24) >> 24)
}

function biasOf(tensor: TfliteTensor | undefined, units: number): Int32Array {
  if (!tensor) return new Int32Array(units)
  if (tensor.type !== 'int32' || !tensor.data || tensor.elements !== units) {
    throw unsupported('An LSTM of the model needs constant int32 biases.')
  }
  const view = new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
  return Int32Array.from({ length: units }, (_, index) => view.getInt32(4 * index, true))
}

/** The power of two that the cells' scale must be. */
function cellPower(tensor: TfliteTensor): number {
  const power = Math.log2(tensor.scales[0] ?? 0)
  if (tensor.type !== 'int16' || !Number.isInteger(power) || power < -15 || power > -9) {
    throw unsupported('An LSTM of the model needs int16 cells whose scale is a power of two.')
  }
  return power
}

interface Gates {
  inputWeights: Int8Array
  recurrentWeights: Int8Array
  bias: Int32Array
  gateScales: Int32Array
}

function joined<T extends Int8Array | Int32Array>(parts: T[], target: T): T {
  let at = 0
  for (const part of parts) {
    target.set(part, at)
    at += part.length
  }
  return target
}

function gatesOf(builder: GraphBuilder, operator: TfliteOperator, { inputs, units }: Sizes): Gates {
  const gate = Array.from({ length: GATES }, (_, index) => index)
  const input = gate.map((index) => builder.input(operator, FIRST_INPUT_WEIGHTS + index))
  const recurrent = gate.map((index) => builder.input(operator, FIRST_RECURRENT_WEIGHTS + index))
  const biases = gate.map((index) => biasOf(builder.optionalInput(operator, FIRST_BIAS + index), units))
  if (biases.some((bias) => bias.some((value) => Math.abs(value) > 2 ** 30)))
    throw unsupported('An LSTM has huge biases.')
  const from = int8Quantization(builder.input(operator, 0)).scale
  const hidden = int8Quantization(builder.input(operator, OUTPUT_STATE)).scale
  const scales = gate.flatMap((index) => {
    const fresh = fixedScale(effectiveScale(from, input[index]!.scales[0] ?? 0, GATE_SUM_SCALE))
    const earlier = fixedScale(effectiveScale(hidden, recurrent[index]!.scales[0] ?? 0, GATE_SUM_SCALE))
    return [fresh.multiplier, fresh.shift, earlier.multiplier, earlier.shift]
  })
  const inputParts = input.map((tensor) => matrix(tensor, units * inputs))
  const recurrentParts = recurrent.map((tensor) => matrix(tensor, units * units))
  return {
    inputWeights: joined(inputParts, new Int8Array(GATES * units * inputs)),
    recurrentWeights: joined(recurrentParts, new Int8Array(GATES * units * units)),
    bias: joined(biases, new Int32Array(GATES * units)),
    gateScales: Int32Array.from(scales),
  }
}

export function importLstm(builder: GraphBuilder, operator: TfliteOperator): void {
  checkKind(builder, operator)
  const sizes = sizesOf(builder, operator)
  const input = int8Quantization(builder.input(operator, 0))
  const output = int8Quantization(builder.output(operator))
  const state = int8Quantization(builder.input(operator, OUTPUT_STATE))
  if (state.scale !== output.scale || state.zeroPoint !== output.zeroPoint) {
    throw unsupported('An LSTM of the model answers in another scale than it remembers.')
  }
  const power = cellPower(builder.input(operator, CELL_STATE))
  const clip = operator.options['cellClip'] ?? 0
  const { steps, inputs, units } = sizes
  const place = builder.place(operator.inputs[0] ?? -1)
  const cells = builder.scratch('cells', 2 * units)
  builder.step({
    name: operator.name,
    operation: {
      type: 'lstm',
      ...sizes,
      ...gatesOf(builder, operator, sizes),
      sigmoid: sigmoidTable(),
      inputOffset: -input.zeroPoint + 0,
      outputZeroPoint: output.zeroPoint,
      forget: fixedScale(GATE_SCALE),
      update: fixedScale(GATE_SCALE ** 2 / 2 ** power),
      output: fixedScale(GATE_SCALE ** 2 / output.scale),
      cellLimit: clip > 0 ? Math.min(32_767, Math.floor(clip / 2 ** power)) : 32_768,
      cellShift: power + 12,
    },
    inputs: [place, cells],
    output: builder.define(operator.outputs[0] ?? -1),
    macs: steps * GATES * units * (inputs + units),
  })
}

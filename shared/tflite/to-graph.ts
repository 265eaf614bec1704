/** Turns an int8 .tflite model of fully connected layers into the graph that the runtime executes. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { effectiveScale, quantizeMultiplier, softmaxParameters } from '../quantize/fixed-point.ts'
import type { Quantization, QuantFullyConnected, QuantGraph, QuantOperator, QuantSoftmax } from '../quantize/graph.ts'
import { activationRange, isClamp } from './activation.ts'
import type { TfliteModel, TfliteOperator, TfliteTensor } from './model.ts'
import { ACTIVATIONS } from './schema.ts'
import { METADATA_NAME } from './write.ts'

const SUPPORTED = ['FULLY_CONNECTED', 'SOFTMAX', 'RESHAPE', 'QUANTIZE', 'DEQUANTIZE']
const MAX_SUM = 2 ** 31 - 1

const metadataSchema = z.object({
  labels: z.array(z.string()),
  scaler: z.object({ mean: z.array(z.number()), scale: z.array(z.number()) }).optional(),
})

function unsupported(message: string): AppError {
  return new AppError('model/unsupported', { message })
}

/** Names every operator that stands in the way, not only the first. */
function checkOperators(model: TfliteModel): void {
  const names = model.operators.map(({ name, custom }) => (custom ? `${name} (custom)` : name))
  const missing = [...new Set(names)].filter((name) => !SUPPORTED.includes(name))
  if (missing.length > 0) {
    throw new AppError('model/unsupported', {
      message: `The workbench cannot run ${missing.length === 1 ? 'this operator' : 'these operators'} of the model: ${missing.join(', ')}.`,
      data: { operators: missing },
    })
  }
}

function quantizationOf(tensor: TfliteTensor): Quantization {
  const [scale] = tensor.scales
  const zeroPoint = tensor.zeroPoints[0] ?? 0
  if (tensor.type !== 'int8') throw unsupported(`The tensor “${tensor.name}” is ${tensor.type}; int8 is needed.`)
  if (tensor.scales.length !== 1 || !scale || !(scale > 0 && scale < Infinity) || zeroPoint < -128 || zeroPoint > 127) {
    throw unsupported(`The tensor “${tensor.name}” has no usable int8 scale and zero point.`)
  }
  return { scale, zeroPoint }
}

/** The constant content as typed values; copied, since a view of the file may not be aligned. */
function int8Data(tensor: TfliteTensor): Int8Array | undefined {
  if (!tensor.data) return undefined
  const values = new Int8Array(tensor.data.length)
  values.set(tensor.data)
  return values
}

function int32Data(tensor: TfliteTensor): Int32Array | undefined {
  if (!tensor.data) return undefined
  const view = new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
  return Int32Array.from({ length: tensor.elements }, (_, index) => view.getInt32(4 * index, true))
}

/** Follows the one chain of tensors from the input to the output. */
class ChainReader {
  readonly operators: QuantOperator[] = []

  constructor(
    private readonly model: TfliteModel,
    public current: number,
  ) {}

  tensor(index: number | undefined): TfliteTensor {
    const tensor = this.model.tensors[index ?? -1]
    if (!tensor)
      throw new AppError('model/malformed', { message: 'An operator of the model lacks an input or output.' })
    return tensor
  }

  step(operator: TfliteOperator): void {
    if (operator.inputs[0] !== this.current)
      throw unsupported('The workbench runs models that are one chain of layers.')
    const input = this.tensor(operator.inputs[0])
    const output = this.tensor(operator.outputs[0])
    this.current = operator.outputs[0] ?? -1
    if (operator.name === 'FULLY_CONNECTED') this.operators.push(this.fullyConnected(operator, input, output))
    else if (operator.name === 'SOFTMAX') this.operators.push(softmax(operator, input, output))
    else if (operator.name === 'RESHAPE') checkReshape(input, output)
    else if (operator.name === 'QUANTIZE') this.checkEdge(input, output, this.operators.length === 0)
    else this.checkEdge(output, input, this.current === this.model.outputs[0])
  }

  /** Conversion from and to float is left to the graph's own input and output quantization. */
  private checkEdge(float: TfliteTensor, int8: TfliteTensor, atEdge: boolean): void {
    if (float.type !== 'float32' || int8.type !== 'int8' || !atEdge) {
      throw unsupported('The workbench runs QUANTIZE at the start and DEQUANTIZE at the end of a model only.')
    }
  }

  private fullyConnected(operator: TfliteOperator, from: TfliteTensor, to: TfliteTensor): QuantFullyConnected {
    const weightTensor = this.tensor(operator.inputs[1])
    const [outputs = 0, inputs = 0] = weightTensor.shape
    const weights = int8Data(weightTensor)
    if (weightTensor.type !== 'int8' || !weights || weightTensor.shape.length !== 2) {
      throw unsupported('A fully connected layer needs constant int8 weights.')
    }
    if (from.elements !== inputs || to.elements !== outputs) {
      throw unsupported(`A layer of ${inputs} inputs gets ${from.elements} values; batches are not supported.`)
    }
    const biasIndex = operator.inputs[2] ?? -1
    const biasTensor = biasIndex < 0 ? undefined : this.tensor(biasIndex)
    const bias = (biasTensor && int32Data(biasTensor)) ?? new Int32Array(outputs)
    checkSums(bias, { inputs, outputs }, biasTensor?.type)
    return assemble({ operator, weightTensor, weights, bias, input: quantizationOf(from), output: quantizationOf(to) })
  }
}

function checkSums(bias: Int32Array, size: { inputs: number; outputs: number }, type: string | undefined): void {
  if ((type && type !== 'int32') || bias.length !== size.outputs)
    throw unsupported('A layer needs one int32 bias an output.')
  const largest = bias.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest + size.inputs * 255 * 128 > MAX_SUM) throw unsupported('The sums of a layer do not fit into 32 bits.')
}

interface LayerParts {
  operator: TfliteOperator
  weightTensor: TfliteTensor
  weights: Int8Array
  bias: Int32Array
  input: Quantization
  output: Quantization
}

function assemble({ operator, weightTensor, weights, bias, input, output }: LayerParts): QuantFullyConnected {
  const [outputs = 0, inputs = 0] = weightTensor.shape
  const { scales, zeroPoints, quantizedDimension } = weightTensor
  const perChannel = scales.length > 1
  const activation = ACTIVATIONS[operator.activation]
  if (!activation || !isClamp(activation)) throw unsupported('A layer has an activation that int8 layers cannot fuse.')
  if (zeroPoints.some((zeroPoint) => zeroPoint !== 0)) throw unsupported('A layer has weights that are not symmetric.')
  if (scales.length === 0 || (perChannel && (scales.length !== outputs || quantizedDimension !== 0))) {
    throw unsupported('A layer has weight scales that do not match its outputs.')
  }
  const fixed = Array.from({ length: outputs }, (_, unit) => {
    const scale = scales[perChannel ? unit : 0]!
    const fixedMultiplier = quantizeMultiplier(effectiveScale(input.scale, scale, output.scale))
    if (!(scale >= 0) || fixedMultiplier.shift > 30) throw unsupported('A layer has an unusable weight scale.')
    return fixedMultiplier
  })
  return {
    type: 'fully-connected',
    inputs,
    outputs,
    weights,
    weightScales: Float32Array.from(scales),
    bias,
    input,
    output,
    multipliers: Int32Array.from(fixed, ({ multiplier }) => multiplier),
    shifts: Int32Array.from(fixed, ({ shift }) => shift),
    ...activationRange(activation, output),
  }
}

function checkReshape(input: TfliteTensor, output: TfliteTensor): void {
  if (input.elements !== output.elements || input.type !== output.type) {
    throw new AppError('model/malformed', { message: 'A RESHAPE of the model changes the number of values.' })
  }
}

function softmax(operator: TfliteOperator, input: TfliteTensor, output: TfliteTensor): QuantSoftmax {
  const { scale, zeroPoint } = quantizationOf(output)
  const from = quantizationOf(input)
  if (operator.beta !== 1) throw unsupported(`The workbench runs softmax with beta 1; this one has ${operator.beta}.`)
  if (scale !== 1 / 256 || zeroPoint !== -128) throw unsupported('The softmax must answer in steps of 1/256 from −128.')
  if (input.elements !== input.shape.at(-1))
    throw unsupported('The softmax works on a batch; batches are not supported.')
  return { type: 'softmax', size: input.elements, input: from, ...softmaxParameters(from.scale) }
}

/** Labels and scaler that the workbench stored in the file; numbered outputs for other files. */
function readOwnMetadata(model: TfliteModel, outputs: number): Pick<QuantGraph, 'labels' | 'scaler'> {
  const numbered = { labels: Array.from({ length: outputs }, (_, index) => `output ${index + 1}`) }
  const entry = model.metadata.get(METADATA_NAME)
  if (!entry) return numbered
  try {
    const { labels, scaler } = metadataSchema.parse(JSON.parse(new TextDecoder().decode(entry)))
    if (labels.length !== outputs) return numbered
    return scaler
      ? { labels, scaler: { mean: Float32Array.from(scaler.mean), scale: Float32Array.from(scaler.scale) } }
      : { labels }
  } catch (cause) {
    throw new AppError('model/malformed', { message: 'The labels stored in this model cannot be read.', cause })
  }
}

/**
 * The executable graph of a model made of FULLY_CONNECTED, SOFTMAX and RESHAPE, with QUANTIZE and
 * DEQUANTIZE at its ends. Throws `model/unsupported` that names everything the workbench cannot run.
 */
export function tfliteToGraph(model: TfliteModel): QuantGraph {
  checkOperators(model)
  const [input, ...otherInputs] = model.inputs
  const [output, ...otherOutputs] = model.outputs
  if (input === undefined || output === undefined || otherInputs.length > 0 || otherOutputs.length > 0) {
    throw unsupported('The workbench runs models with one input and one output.')
  }
  const chain = new ChainReader(model, input)
  for (const operator of model.operators) chain.step(operator)
  const first = chain.operators[0]
  const last = chain.operators.at(-1)
  if (!first || !last || chain.current !== output)
    throw unsupported('The model has no layers between input and output.')
  const outputs = last.type === 'softmax' ? last.size : last.outputs
  const inputs = first.type === 'softmax' ? first.size : first.inputs
  return {
    inputs,
    input: first.input,
    output: last.type === 'softmax' ? { scale: 1 / 256, zeroPoint: -128 } : last.output,
    operators: chain.operators,
    ...readOwnMetadata(model, outputs),
  }
}

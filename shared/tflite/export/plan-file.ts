/** The operations of an int8 network as operators of a .tflite file. */
import type {
  AddOperation,
  CopyOperation,
  FullyConnectedOperation,
  LookupOperation,
  PoolOperation,
  SoftmaxOperation,
  TensorGraph,
  TensorStep,
} from '../../quantize/tensor-graph.ts'
import { float32, int32, int8, table } from '../flatbuffer-writer.ts'
import { addConvolution, paddingOf } from './convolutions.ts'
import { FilePlan, type OperatorPlan } from './file-plan.ts'
import { activationCode, addWeights, type Making, notWritable } from './parts.ts'

/** Tags of the schema's options union. */
const TAG = { pool: 5, fullyConnected: 8, softmax: 9, concatenation: 10, add: 11, leakyRelu: 75, sub: 28 } as const

function addFullyConnected({ plan, graph }: Making, step: TensorStep, operation: FullyConnectedOperation): void {
  const { inputs, outputs, weightScales } = operation
  const [input = -1] = step.inputs
  const from = plan.view(input, [1, inputs])
  const name = graph.tensors[step.output]?.name ?? ''
  const weights = addWeights(plan, { ...operation, name, shape: [outputs, inputs], dimension: 0, input })
  const output = plan.define(step.output)
  const options = { tag: TAG.fullyConnected, table: table(activationCode(plan, operation, step.output)) }
  // 4: int8; 12: one weight scale a channel.
  const version = weightScales.length > 1 ? 12 : 4
  plan.operators.push({ name: 'FULLY_CONNECTED', version, inputs: [from, ...weights], output, options })
}

function addPool({ plan }: Making, step: TensorStep, operation: PoolOperation): void {
  const w = operation.window
  const padding = paddingOf(w)
  if (padding === 'explicit') throw notWritable('a pool with padding of its own')
  const from = plan.view(step.inputs[0] ?? -1, [1, w.inputHeight, w.inputWidth, w.inputChannels])
  const to = plan.define(step.output, [1, w.outputHeight, w.outputWidth, w.outputChannels])
  const sizes = [w.strideWidth, w.strideHeight, w.kernelWidth, w.kernelHeight].map(int32)
  const name = operation.type === 'max-pool' ? 'MAX_POOL_2D' : 'AVERAGE_POOL_2D'
  const activation = activationCode(plan, operation, step.output)
  const options = table(padding === 'valid' ? int8(1) : undefined, ...sizes, activation)
  plan.operators.push({ name, version: 2, inputs: [from], output: to, options: { tag: TAG.pool, table: options } })
}

function addSum({ plan, graph }: Making, step: TensorStep, operation: AddOperation): void {
  const shape = graph.tensors[step.output]!.shape
  const inputs = step.inputs.map((index) => plan.view(index, shape))
  const output = plan.define(step.output)
  const name = operation.right.sign < 0 ? 'SUB' : 'ADD'
  const options = table(activationCode(plan, operation, step.output))
  const tag = name === 'SUB' ? TAG.sub : TAG.add
  plan.operators.push({ name, version: 2, inputs, output, options: { tag, table: options } })
}

const LOOKUPS = {
  logistic: { name: 'LOGISTIC', version: 2 },
  tanh: { name: 'TANH', version: 2 },
  relu: { name: 'RELU', version: 2 },
  relu6: { name: 'RELU6', version: 2 },
  requantize: { name: 'QUANTIZE', version: 2 },
  'leaky-relu': { name: 'LEAKY_RELU', version: 2 },
} as const

function addLookup({ plan }: Making, step: TensorStep, { function: given }: LookupOperation): void {
  const input = plan.view(step.inputs[0] ?? -1)
  const output = plan.define(step.output, plan.tensors[input]!.shape)
  const options: Pick<OperatorPlan, 'options'> =
    given.kind === 'leaky-relu' ? { options: { tag: TAG.leakyRelu, table: table(float32(given.alpha)) } } : {}
  plan.operators.push({ ...LOOKUPS[given.kind], inputs: [input], output, ...options })
}

function addSoftmax({ plan, graph }: Making, step: TensorStep, { rows, size }: SoftmaxOperation): void {
  const [from = -1] = step.inputs
  const ofRows = rows > 1 && graph.tensors[from]?.shape.at(-1) === size
  const input = plan.view(from, ofRows ? undefined : [rows, size])
  const output = plan.define(step.output, plan.tensors[input]!.shape)
  const options = { tag: TAG.softmax, table: table(float32(1)) }
  plan.operators.push({ name: 'SOFTMAX', version: 2, inputs: [input], output, options })
}

/** Copies of whole channels side by side. */
function addConcatenation({ plan, graph }: Making, copies: TensorStep[]): void {
  const [first] = copies
  const { shape } = graph.tensors[first!.output]!
  const inputs = copies.map(({ inputs: [input = -1], operation }) => {
    const channels = (operation as CopyOperation).sizes.at(-1)!
    return plan.view(input, [...shape.slice(0, -1), channels])
  })
  const output = plan.define(first!.output)
  const options = { tag: TAG.concatenation, table: table(int32(shape.length - 1), int8(0)) }
  plan.operators.push({ name: 'CONCATENATION', version: 2, inputs, output, options })
}

/** A filled tensor into which another is copied. */
function addPad({ plan, graph }: Making, { inputs: [input = -1], operation, output }: TensorStep): void {
  const { shape } = graph.tensors[output]!
  const [, , width = 1, channels = 1] = shape
  const { sizes, outputStart } = operation as CopyOperation
  const [inner, rows] = [sizes.at(-1)! / channels, sizes.at(-2)!]
  const top = Math.floor(outputStart / (width * channels))
  const left = (outputStart / channels) % width
  const from = plan.view(input, [1, rows, inner, channels])
  const paddings = [0, 0, top, shape[1]! - rows - top, left, width - inner - left, 0, 0]
  const amounts = plan.integers(`pad ${output}`, paddings, { shape: [4, 2] })
  plan.operators.push({ name: 'PAD', version: 2, inputs: [from, amounts], output: plan.define(output) })
}

function addStep(making: Making, step: TensorStep, together: TensorStep[]): void {
  const { operation } = step
  switch (operation.type) {
    case 'fully-connected':
      return addFullyConnected(making, step, operation)
    case 'conv-2d':
    case 'depthwise-conv-2d':
      return addConvolution(making, step, operation)
    case 'max-pool':
    case 'average-pool':
      return addPool(making, step, operation)
    case 'add':
      return addSum(making, step, operation)
    case 'lookup':
      return addLookup(making, step, operation)
    case 'softmax':
      return addSoftmax(making, step, operation)
    case 'copy':
      if (step.name === 'CONCATENATION') return addConcatenation(making, together)
      if (step.name === 'PAD') return addPad(making, step)
      throw notWritable(`the operation ${step.name}`)
    default:
      throw notWritable(`the operation ${step.name}`)
  }
}

export interface PlannedFile {
  tensors: FilePlan['tensors']
  operators: FilePlan['operators']
  input: number
  output: number
}

/** Several steps that write parts of one tensor are one operator of the file. */
export function planFile(graph: TensorGraph): PlannedFile {
  const plan = new FilePlan(graph.tensors)
  const [graphInput = -1] = graph.inputs
  const [graphOutput = -1] = graph.outputs
  const input = plan.define(graphInput)
  graph.steps.forEach((step, index) => {
    const together = graph.steps.filter(({ output }) => output === step.output)
    // A copy into a filled tensor is the whole padding; a join is written where its last part is.
    if (step.operation.type === 'fill' || graph.steps.findLastIndex(({ output }) => output === step.output) > index)
      return
    addStep({ plan, graph }, step, together)
  })
  const { tensors, operators } = plan
  return { tensors, operators, input, output: plan.view(graphOutput, graph.tensors[graphOutput]?.shape) }
}

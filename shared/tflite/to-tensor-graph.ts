/** Turns an int8 .tflite model of any shape into the graph that the runtime executes and that C comes from. */
import { AppError } from '../contract/errors.ts'
import type { TensorGraph } from '../quantize/tensor-graph.ts'
import { GraphBuilder } from './import/builder.ts'
import {
  importAdd,
  importDequantize,
  importFunction,
  importLeakyRelu,
  importMultiply,
  importQuantize,
  importSoftmax,
} from './import/elementwise.ts'
import { foldIntegers } from './import/fold.ts'
import { importLstm } from './import/lstm.ts'
import { importJoin, importPad, importReduce, importStridedSlice, importTranspose } from './import/move.ts'
import { importConvolution, importDepthwise, importFullyConnected, importPool } from './import/weighted.ts'
import type { TfliteModel, TfliteOperator } from './model.ts'

type Import = (builder: GraphBuilder, operator: TfliteOperator) => void

const rename: Import = (builder, operator) => builder.alias(operator)

const IMPORTS: ReadonlyMap<string, Import> = new Map<string, Import>([
  ['ADD', importAdd],
  ['AVERAGE_POOL_2D', importPool],
  ['CONCATENATION', importJoin],
  ['CONV_2D', importConvolution],
  ['DEPTHWISE_CONV_2D', importDepthwise],
  ['DEQUANTIZE', importDequantize],
  ['EXPAND_DIMS', rename],
  ['FULLY_CONNECTED', importFullyConnected],
  ['LEAKY_RELU', importLeakyRelu],
  ['LOGISTIC', importFunction],
  ['MAX_POOL_2D', importPool],
  ['MEAN', importReduce],
  ['MUL', importMultiply],
  ['PACK', importJoin],
  ['PAD', importPad],
  ['PADV2', importPad],
  ['QUANTIZE', importQuantize],
  ['RELU', importFunction],
  ['RELU6', importFunction],
  ['RESHAPE', rename],
  ['SOFTMAX', importSoftmax],
  ['SQUEEZE', rename],
  ['STRIDED_SLICE', importStridedSlice],
  ['SUB', importAdd],
  ['SUM', importReduce],
  ['TANH', importFunction],
  ['TRANSPOSE', importTranspose],
  ['UNIDIRECTIONAL_SEQUENCE_LSTM', importLstm],
])

/** Operators that exist for whole numbers known beforehand only. */
const FOLDED_ONLY = ['SHAPE', 'CAST', 'REDUCE_PROD']

/** Names every operator that stands in the way, not only the first. */
function checkOperators(model: TfliteModel): void {
  const missing = model.operators
    .filter(({ name, custom }) => custom || !(IMPORTS.has(name) || FOLDED_ONLY.includes(name)))
    .map(({ name, custom }) => (custom ? `${name} (custom)` : name))
  if (missing.length === 0) return
  const names = [...new Set(missing)]
  throw new AppError('model/unsupported', {
    message: `The workbench cannot run ${names.length === 1 ? 'this operator' : 'these operators'} of the model: ${names.join(', ')}.`,
    data: { operators: names },
  })
}

const WEIGHTED = ['CONV_2D', 'DEPTHWISE_CONV_2D', 'FULLY_CONNECTED', 'UNIDIRECTIONAL_SEQUENCE_LSTM']

function floatOperator({ operators, tensors }: TfliteModel): TfliteOperator | undefined {
  return operators.find(({ name, inputs }) => WEIGHTED.includes(name) && tensors[inputs[0] ?? -1]?.type === 'float32')
}

/** True for float models, and for those that keep int8 weights but compute with float32 values. */
export function computesFloats(model: TfliteModel): boolean {
  return floatOperator(model) !== undefined
}

/** Float and hybrid models are told apart from int8 ones with a scale missing. */
function checkPrecision(model: TfliteModel): void {
  const float = floatOperator(model)
  if (!float) return
  const hybrid = model.tensors[float.inputs[1] ?? -1]?.type === 'int8'
  throw new AppError('model/unsupported', {
    message: hybrid
      ? 'This model has int8 weights but computes with float32 values (hybrid, “dynamic range” quantization).'
      : 'This model computes with float32 values; int8 is needed.',
    hint: 'Import it into a project with its data, which converts it, or convert it with a representative dataset.',
  })
}

function importOperator(builder: GraphBuilder, operator: TfliteOperator): void {
  if (foldIntegers(builder, operator)) return
  const importer = IMPORTS.get(operator.name)
  if (!importer) {
    throw new AppError('model/unsupported', {
      message: `The workbench runs ${operator.name} on numbers that are known beforehand only.`,
      data: { operators: [operator.name] },
    })
  }
  importer(builder, operator)
}

/**
 * The executable graph of an int8 model; reshapes are only other names, shape arithmetic is done.
 * Throws `model/unsupported` that names everything the workbench cannot run.
 */
export function tfliteToTensorGraph(model: TfliteModel): TensorGraph {
  checkOperators(model)
  checkPrecision(model)
  if (model.inputs.length === 0 || model.outputs.length === 0) {
    throw new AppError('model/malformed', { message: 'The model has no inputs or no outputs.' })
  }
  const builder = new GraphBuilder(model)
  for (const index of model.inputs) builder.define(index)
  for (const operator of model.operators) importOperator(builder, operator)
  return builder.finish()
}

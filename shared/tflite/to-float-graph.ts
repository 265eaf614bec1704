/** A float .tflite model as a network of the training engine: it can be tested, converted and made smaller. */
import { AppError } from '../contract/errors.ts'
import type { FloatGraph, Shape } from '../nn/graph.ts'
import { flat } from '../nn/shape.ts'
import { FLOAT_IMPORTS } from './float/float-layers.ts'
import { FloatBuilder, shapeOf } from './float/float-builder.ts'
import { unsupported } from './import/builder.ts'
import type { TfliteModel, TfliteOperator } from './model.ts'
import { readModelMetadata } from './metadata.ts'

export interface ImportedFloat {
  graph: FloatGraph
  /** What goes in, as the model was made. */
  input: Shape
}

/** Shapes worked out while the model runs, and weights unpacked: both are known beforehand here. */
function isPreparation({ model }: FloatBuilder, { name, inputs, outputs }: TfliteOperator): boolean {
  const type = model.tensors[outputs[0] ?? -1]?.type
  if (type === 'int32' || type === 'int64') return true
  return name === 'DEQUANTIZE' && model.tensors[inputs[0] ?? -1]?.data !== undefined
}

function checkOperators(builder: FloatBuilder, operators: TfliteOperator[]): void {
  const missing = operators.filter((operator) => !isPreparation(builder, operator) && !FLOAT_IMPORTS.has(operator.name))
  if (missing.length === 0) return
  const names = [...new Set(missing.map(({ name, custom }) => (custom ? `${name} (custom)` : name)))]
  throw new AppError('model/unsupported', {
    message: `The workbench cannot read ${names.length === 1 ? 'this operator' : 'these operators'} of the float model: ${names.join(', ')}.`,
    data: { operators: names },
  })
}

/** Throws `model/unsupported` that names everything the training engine does not know. */
export function tfliteToFloatGraph(model: TfliteModel): ImportedFloat {
  const [input = -1, ...moreInputs] = model.inputs
  const [output = -1, ...moreOutputs] = model.outputs
  if (moreInputs.length > 0 || moreOutputs.length > 0) throw unsupported('The model has several inputs or outputs.')
  const builder = new FloatBuilder(model)
  checkOperators(builder, model.operators)
  const { elements, type } = builder.tensor(input)
  if (type !== 'float32') throw unsupported(`The model takes ${type}; a float model takes float32.`)
  const shape = shapeOf(builder.tensor(input))
  builder.define(input, { layer: -1, shape: flat(elements) })
  for (const operator of model.operators) {
    if (!isPreparation(builder, operator)) FLOAT_IMPORTS.get(operator.name)?.(builder, operator)
  }
  const last = builder.layers.at(-1)
  if (last?.type === 'reshape') builder.layers.pop()
  if (builder.layers.at(-1)?.type !== 'dense' || !builder.isComputed(output)) {
    throw unsupported(
      'The last layer of the model must be fully connected, with softmax, sigmoid or nothing behind it.',
    )
  }
  const outputs = builder.tensor(output).elements
  return { graph: { inputs: elements, layers: builder.layers, ...readModelMetadata(model, outputs) }, input: shape }
}

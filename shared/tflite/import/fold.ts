/** Shape arithmetic of a file, such as Keras writes for its unknown batch size: done here, once, so that none is left. */
import type { TfliteOperator } from '../model.ts'
import { type GraphBuilder, inconsistent, type Integers, unsupported } from './builder.ts'
import { stridedSlices } from './move.ts'

const MAX_VALUES = 4096

type Fold = (builder: GraphBuilder, operator: TfliteOperator, inputs: Integers[]) => Integers

function first(inputs: Integers[]): Integers {
  const [integers] = inputs
  if (!integers) throw inconsistent('An operator of the model lacks an input.')
  return integers
}

function pairwise(combine: (a: number, b: number) => number): Fold {
  return (_builder, operator, inputs) => {
    const [a, b] = inputs
    if (!a || !b) throw inconsistent(`A ${operator.name} of the model lacks an input.`)
    const longer = a.values.length >= b.values.length ? a : b
    const at = ({ values }: Integers, index: number): number => values[values.length === 1 ? 0 : index] ?? 0
    return { shape: longer.shape, values: longer.values.map((_, index) => combine(at(a, index), at(b, index))) }
  }
}

/** The same values in the shape that the file gives the output. */
const rename: Fold = (builder, operator, inputs) => ({
  shape: builder.output(operator).shape,
  values: first(inputs).values,
})

const FOLDS: Record<string, Fold> = {
  PACK: (_builder, _operator, inputs) => ({ shape: [inputs.length], values: inputs.flatMap(({ values }) => values) }),
  CONCATENATION: (_builder, _operator, inputs) => {
    const values = inputs.flatMap((integers) => integers.values)
    return { shape: [values.length], values }
  },
  STRIDED_SLICE: (builder, operator, inputs) => {
    const { shape, values } = first(inputs)
    const [slice, ...more] = stridedSlices(builder, operator, shape)
    if (!slice || more.length > 0) throw unsupported('A STRIDED_SLICE of the model cuts a table of numbers.')
    const taken = Array.from({ length: slice.size }, (_, index) => values[slice.start + index * slice.step] ?? 0)
    return { shape: operator.options['shrinkAxisMask'] ? [] : [taken.length], values: taken }
  },
  EXPAND_DIMS: rename,
  RESHAPE: rename,
  SQUEEZE: rename,
  CAST: rename,
  ADD: pairwise((a, b) => a + b),
  SUB: pairwise((a, b) => a - b),
  MUL: pairwise((a, b) => a * b),
  REDUCE_PROD: (_builder, _operator, inputs) => ({
    shape: [],
    values: [first(inputs).values.reduce((total, value) => total * value, 1)],
  }),
}

/** The operands that must be known; the others say how. */
function operandCount(operator: TfliteOperator): number {
  if (['PACK', 'CONCATENATION', 'ADD', 'SUB', 'MUL'].includes(operator.name)) return operator.inputs.length
  return 1
}

/** True where the operator's answer does not depend on the model's input and is now known. */
export function foldIntegers(builder: GraphBuilder, operator: TfliteOperator): boolean {
  const [output = -1] = operator.outputs
  if (operator.name === 'SHAPE') {
    const { shape } = builder.input(operator, 0)
    builder.setIntegers(output, { shape: [shape.length], values: shape })
    return true
  }
  const fold = FOLDS[operator.name]
  if (!fold) return false
  const inputs = operator.inputs.slice(0, operandCount(operator)).map((index) => builder.integers(index))
  const known = inputs.filter((integers) => integers !== undefined)
  if (known.length === 0 || known.length < inputs.length) return false
  const result = fold(builder, operator, known)
  if (result.values.length > MAX_VALUES) throw unsupported(`A ${operator.name} of the model makes a huge table.`)
  builder.setIntegers(output, result)
  return true
}

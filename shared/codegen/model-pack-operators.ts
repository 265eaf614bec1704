/** Operators of a model pack: the calls of kernels, with offsets in place of pointers. */
import { AppError } from '../contract/errors.ts'
import type { GraphProgram, KernelCall, KernelField, TensorPlace } from '../runtime/kernel-call.ts'
import { PACK_AREA, PACK_OPERATOR } from './model-pack-layout.ts'
import type { PackWriter } from './model-pack-writer.ts'

const AREA_SIZE = 2 ** 30

function tableOffset(writer: PackWriter, table: Int8Array | Int32Array): number {
  return table instanceof Int8Array ? writer.bytes(table) : writer.words(table)
}

/** Rounding is not part of a pack: boards always round twice. */
function fieldWords(writer: PackWriter, field: KernelField): number[] {
  if ('integer' in field) return [field.integer]
  if ('integers' in field) return field.integers
  if ('table' in field) return [tableOffset(writer, field.table)]
  if ('double' in field) return [tableOffset(writer, field.double)]
  return []
}

/** Offset of the record: kind, two inputs, output, then the fields of the kernel's struct in its order. */
export function writeOperator(
  writer: PackWriter,
  { kernel, inputs, output }: KernelCall,
  program: GraphProgram,
): number {
  const kind = PACK_OPERATOR.get(kernel.function)
  if (kind === undefined) {
    throw new AppError('model/unsupported', { message: `Boards have no interpreter for ${kernel.function}.` })
  }
  const constants = new Map<number, number>()
  const word = ({ area, offset }: TensorPlace): number => {
    if (area !== 'constants') return PACK_AREA[area] * AREA_SIZE + offset
    const known = constants.get(offset) ?? writer.bytes(program.constants[offset]!)
    constants.set(offset, known)
    return PACK_AREA.constants * AREA_SIZE + known
  }
  const [left = 0, right = 0] = inputs.map(word)
  return writer.record([
    kind,
    left,
    right,
    word(output),
    ...kernel.fields.flatMap((field) => fieldWords(writer, field)),
  ])
}

/** C source of a network of any shape: constants, and one kernel call a step. */
import type { GraphTensor, TensorGraph } from '../quantize/tensor-graph.ts'
import type { GraphProgram, KernelCall, KernelField, TensorPlace } from '../runtime/kernel-call.ts'
import { cComment, cFloat, cHeader, cInt, cTable, type TextFile } from './c-text.ts'
import { graphProgram } from './graph-program.ts'

function quantizationDefines(name: string, tensor: GraphTensor | undefined): string[] {
  if (!tensor?.quantization || tensor.kind === 'float32') return []
  const { scale, zeroPoint } = tensor.quantization
  return [`#define TML_${name}_SCALE ${cFloat(scale)}`, `#define TML_${name}_ZERO_POINT (${zeroPoint})`]
}

function tensorLine(tensor: GraphTensor | undefined): string {
  return tensor ? cComment(`${tensor.name}: ${tensor.kind} ${tensor.shape.join(' x ')}`) : ''
}

function tensorList(graph: TensorGraph, indices: number[]): string {
  return indices.map((index) => tensorLine(graph.tensors[index])).join('; ')
}

function modelHeader(graph: TensorGraph, program: GraphProgram): string {
  const one = (indices: number[]): GraphTensor | undefined => {
    return indices.length === 1 ? graph.tensors[indices[0] ?? -1] : undefined
  }
  const body = [
    `/* ${tensorList(graph, graph.inputs)} */`,
    `#define TML_INPUT_BYTES ${program.inputBytes}`,
    `/* ${tensorList(graph, graph.outputs)} */`,
    `#define TML_OUTPUT_BYTES ${program.outputBytes}`,
    `/* Memory for the values between layers, held by model.c; no arrangement needs less than ${program.arenaLowerBoundBytes}. */`,
    `#define TML_ARENA_BYTES ${program.arenaBytes}`,
    '',
    '/* real = (q - zero point) x scale */',
    ...quantizationDefines('INPUT', one(graph.inputs)),
    ...quantizationDefines('OUTPUT', one(graph.outputs)),
    '',
    '/* Runs the network: TML_INPUT_BYTES bytes in, TML_OUTPUT_BYTES bytes out. Not for two threads at once. */',
    'void tml_run(const int8_t *input, int8_t *output);',
  ].join('\n')
  return cHeader('TML_MODEL_H', 'The int8 network, as the TinyML Workbench exported it.', body)
}

function tableText(name: string, values: Int8Array | Int32Array): string {
  return cTable(values instanceof Int8Array ? 'int8_t' : 'int32_t', name, Array.from(values, cInt))
}

/** The tables a struct points to, in front of it. */
function fieldTables(prefix: string, field: KernelField): string {
  const name = `${prefix}_${field.name}`
  if ('table' in field) return tableText(name, field.table)
  if (!('double' in field)) return ''
  if (field.double.every((value, index) => value === field.single[index])) return tableText(name, field.double)
  return `#if TML_SINGLE_ROUNDING\n${tableText(name, field.single)}#else\n${tableText(name, field.double)}#endif\n`
}

function fieldText(prefix: string, field: KernelField): string {
  if ('integer' in field) return cInt(field.integer)
  if ('float' in field) return cFloat(field.float)
  if ('rounding' in field) return 'TML_SINGLE_ROUNDING'
  if ('integers' in field) return `{${integersText(field)}}`
  return `${prefix}_${field.name}`
}

/** A broadcast is three arrays of four in a struct of its own; other lists are flat. */
function integersText({ name, integers }: { name: string; integers: number[] }): string {
  if (name !== 'shape') return integers.map(cInt).join(', ')
  return [0, 4, 8].map((start) => `{${integers.slice(start, start + 4).join(', ')}}`).join(', ')
}

function callConstants({ kernel }: KernelCall, index: number, comment: string): string {
  const name = `step_${index + 1}`
  const fields = kernel.fields.map((field) => fieldText(name, field)).join(', ')
  const tables = kernel.fields.map((field) => fieldTables(name, field)).join('')
  return `/* ${cComment(comment)} */\n${tables}static const ${kernel.struct} ${name} = {\n  ${fields}\n};\n`
}

function placeText({ area, offset }: TensorPlace): string {
  if (area === 'constants') return `constant_${offset + 1}`
  return offset === 0 ? area : `${area} + ${offset}`
}

function runBody(program: GraphProgram): string {
  const calls = program.calls.map(({ kernel, inputs, output }, index) => {
    const places = [...inputs, output].map(placeText)
    return `  ${kernel.function}(&step_${index + 1}, ${places.join(', ')});`
  })
  return `void tml_run(const int8_t *input, int8_t *output) {\n${calls.join('\n')}\n}\n`
}

const ROUNDING = `/* 0: the same bytes as TensorFlow Lite Micro and CMSIS-NN; 1: rounds once, as LiteRT on a computer. */
#ifndef TML_SINGLE_ROUNDING
#define TML_SINGLE_ROUNDING 0
#endif
`

/** `model.h` and `model.c`; they need the kernels' files of the runtime beside them. */
export function emitGraph(graph: TensorGraph, program = graphProgram(graph)): TextFile[] {
  const headers = [...new Set(program.calls.map(({ kernel }) => kernel.header))].toSorted()
  const source = [
    '#include "model.h"',
    ...headers.map((header) => `#include "${header}"`),
    '',
    ROUNDING,
    ...program.constants.map((values, index) => tableText(`constant_${index + 1}`, values)),
    ...program.calls.map((call, index) => {
      const step = graph.steps[index]
      return callConstants(call, index, `${step?.name ?? ''} ${tensorLine(graph.tensors[step?.output ?? -1])}`)
    }),
    ...(program.arenaBytes > 0 ? ['static int8_t arena[TML_ARENA_BYTES];', ''] : []),
    runBody(program),
  ].join('\n')
  return [
    { path: 'model.h', text: modelHeader(graph, program) },
    { path: 'model.c', text: source },
  ]
}

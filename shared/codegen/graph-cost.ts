/** What a network of any shape costs on a board. */
import type { TensorGraph } from '../quantize/tensor-graph.ts'
import type { GraphProgram, KernelField } from '../runtime/kernel-call.ts'

export type Core = 'portable' | 'cortex-m4' | 'avr'
export const CORES: readonly Core[] = ['portable', 'cortex-m4', 'avr']

export interface ProgramCost {
  macs: number
  /** Constants and code; the code is estimated. */
  flashBytes: number
  /** Arena, input and output; on AVR the constants as well, which its compiler places in RAM. */
  ramBytes: number
  arenaBytes: number
  arenaLowerBoundBytes: number
}

/**
 * Code on a Cortex-M0+ at −Os by kernel: measured with arm-none-eabi-gcc 12.2 as linked programs, and held to it by
 * a test. The float edges are the compiler's software floating point.
 */
const CODE_BYTES: Record<string, number> = {
  tml_fully_connected_s8: 228,
  tml_conv_s8: 544,
  tml_depthwise_conv_s8: 680,
  tml_max_pool_s8: 268,
  tml_average_pool_s8: 300,
  tml_add_s8: 316,
  tml_mul_s8: 276,
  tml_lookup_s8: 74,
  tml_softmax_rows_s8: 712,
  tml_quantize_tensor: 900,
  tml_dequantize_tensor: 700,
  tml_copy_s8: 330,
  tml_fill_s8: 28,
  tml_reduce_s8: 428,
  tml_lstm_s8: 600,
}
/** The multiplication that most kernels share, and the division of those that move a window. */
const MULTIPLICATION_BYTES = 320
const DIVISION_BYTES = 640
const WINDOW_KERNELS = ['tml_conv_s8', 'tml_depthwise_conv_s8', 'tml_max_pool_s8', 'tml_average_pool_s8']
const POINTER_BYTES = 4

function fieldBytes(field: KernelField): number {
  if ('table' in field) return POINTER_BYTES + field.table.byteLength
  if ('double' in field) return POINTER_BYTES + field.double.byteLength
  return 'integers' in field ? 4 * field.integers.length : 4
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function codeBytes(program: GraphProgram): number {
  const kernels = new Map(program.calls.map(({ kernel }) => [kernel.function, kernel]))
  const own = sum([...kernels.keys()].map((name) => CODE_BYTES[name] ?? 0))
  const multiplies = [...kernels.values()].some(({ fields }) => fields.some((field) => 'rounding' in field))
  const divides = WINDOW_KERNELS.some((name) => kernels.has(name))
  return own + (multiplies ? MULTIPLICATION_BYTES : 0) + (divides ? DIVISION_BYTES : 0)
}

export function programCost(graph: TensorGraph, program: GraphProgram, core: Core = 'portable'): ProgramCost {
  const tables = sum(program.constants.map(({ length }) => length))
  const constants = tables + sum(program.calls.flatMap(({ kernel }) => kernel.fields.map(fieldBytes)))
  const edges = program.inputBytes + program.outputBytes
  return {
    macs: sum(graph.steps.map(({ macs }) => macs)),
    flashBytes: constants + codeBytes(program),
    ramBytes: program.arenaBytes + edges + (core === 'avr' ? constants : 0),
    arenaBytes: program.arenaBytes,
    arenaLowerBoundBytes: program.arenaLowerBoundBytes,
  }
}

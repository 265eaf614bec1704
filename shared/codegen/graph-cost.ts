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

/** Code on a Cortex-M0+ at −Os by kernel, with what it calls; the shared multiplication is counted once. */
const CODE_BYTES: Record<string, number> = {
  tml_fully_connected_s8: 140,
  tml_conv_s8: 480,
  tml_depthwise_conv_s8: 700,
  tml_max_pool_s8: 420,
  tml_average_pool_s8: 420,
  tml_add_s8: 330,
  tml_mul_s8: 260,
  tml_lookup_s8: 28,
  tml_softmax_rows_s8: 700,
  tml_quantize_tensor: 900,
  tml_dequantize_tensor: 700,
  tml_copy_s8: 180,
  tml_fill_s8: 20,
  tml_reduce_s8: 220,
  tml_lstm_s8: 620,
}
const SHARED_CODE_BYTES = 280
const POINTER_BYTES = 4

function fieldBytes(field: KernelField): number {
  if ('table' in field) return POINTER_BYTES + field.table.byteLength
  if ('double' in field) return POINTER_BYTES + field.double.byteLength
  return 'integers' in field ? 4 * field.integers.length : 4
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function programCost(graph: TensorGraph, program: GraphProgram, core: Core = 'portable'): ProgramCost {
  const functions = new Set(program.calls.map(({ kernel }) => kernel.function))
  const tables = sum(program.constants.map(({ length }) => length))
  const constants = tables + sum(program.calls.flatMap(({ kernel }) => kernel.fields.map(fieldBytes)))
  const code = sum([...functions].map((name) => CODE_BYTES[name] ?? 0)) + SHARED_CODE_BYTES
  const edges = program.inputBytes + program.outputBytes
  return {
    macs: sum(graph.steps.map(({ macs }) => macs)),
    flashBytes: constants + code,
    ramBytes: program.arenaBytes + edges + (core === 'avr' ? constants : 0),
    arenaBytes: program.arenaBytes,
    arenaLowerBoundBytes: program.arenaLowerBoundBytes,
  }
}

/** What a network costs on a board: multiply-adds, flash and RAM. */
import type { QuantGraph, QuantOperator } from '../quantize/graph.ts'
import { graphOutputs, planGraph } from './layout.ts'

export interface GraphCost {
  /** Multiply-adds of one run. */
  macs: number
  /** Constants and code. */
  flashBytes: number
  /** Arena, int8 input and output. */
  ramBytes: number
  arenaBytes: number
  /** Trained numbers: weights and biases. */
  parameters: number
}

/** The part of a block before the network; `shared/dsp` knows it. */
export interface BlockCost {
  macs: number
  /** Tables and parameters, without code. */
  flashBytes: number
  ramBytes: number
}

/**
 * Code on a Cortex-M0+ at -Os with what it calls of the compiler's library: measured with arm-none-eabi-gcc
 * 12.2 as linked programs, and held to it by a test. It is the largest of the cores tried.
 */
const FULLY_CONNECTED_CODE_BYTES = 420
const SOFTMAX_CODE_BYTES = 660
/** Quantization, Spectral Analysis with its FFT and functions, and float arithmetic in software. */
const FEATURES_CODE_BYTES = 9700
const FULLY_CONNECTED_PARAMS_BYTES = 48
const SOFTMAX_PARAMS_BYTES = 16

function constantBytes(operator: QuantOperator): number {
  if (operator.type === 'softmax') return SOFTMAX_PARAMS_BYTES
  const channels = operator.weightScales.length
  return operator.weights.length + 4 * operator.bias.length + 8 * channels + FULLY_CONNECTED_PARAMS_BYTES
}

function codeBytes(graph: QuantGraph): number {
  const has = (type: QuantOperator['type']): boolean => graph.operators.some((operator) => operator.type === type)
  return (has('fully-connected') ? FULLY_CONNECTED_CODE_BYTES : 0) + (has('softmax') ? SOFTMAX_CODE_BYTES : 0)
}

/** The network alone, without the scaler before it. */
export function graphCost(graph: QuantGraph): GraphCost {
  const { arenaBytes } = planGraph(graph)
  const layers = graph.operators.filter((operator) => operator.type === 'fully-connected')
  return {
    macs: layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0),
    flashBytes: graph.operators.reduce((sum, operator) => sum + constantBytes(operator), codeBytes(graph)),
    ramBytes: arenaBytes + graph.inputs + graphOutputs(graph),
    arenaBytes,
    parameters: layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0),
  }
}

/**
 * The whole impulse: the window of raw readings, DSP blocks one after another in the same scratch memory, then the
 * network.
 * @param rawValues readings × axes of a window, each a float32 in RAM
 */
export function impulseCost(graph: QuantGraph, blocks: BlockCost[], rawValues: number): GraphCost {
  const network = graphCost(graph)
  const featureBytes = 4 * graph.inputs
  const scalerBytes = graph.scaler ? 8 * graph.inputs : 0
  const blockBytes = blocks.reduce((sum, { flashBytes }) => sum + flashBytes, 0)
  return {
    ...network,
    macs: network.macs + blocks.reduce((sum, { macs }) => sum + macs, 0),
    flashBytes: network.flashBytes + scalerBytes + blockBytes + FEATURES_CODE_BYTES,
    ramBytes:
      4 * rawValues +
      network.ramBytes +
      featureBytes +
      blocks.reduce((most, { ramBytes }) => Math.max(most, ramBytes), 0),
  }
}

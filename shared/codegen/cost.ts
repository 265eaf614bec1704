/** What an impulse costs on a board: multiply-adds, flash and RAM. */
import { deployedGraph, modelInputs, type QuantModel } from '../quantize/quant-model.ts'
import type { TensorGraph } from '../quantize/tensor-graph.ts'
import { type ProgramCost, programCost } from './graph-cost.ts'
import { graphProgram } from './graph-program.ts'

export interface ModelCost extends ProgramCost {
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
 * Quantization, Spectral Analysis with its FFT and functions, and float arithmetic in software on a Cortex-M0+ at
 * -Os: measured with arm-none-eabi-gcc 12.2 as linked programs, and held to it by a test.
 */
const FEATURES_CODE_BYTES = 10_000

function parameterCount({ steps }: TensorGraph): number {
  return steps.reduce((sum, { operation }) => {
    return 'weights' in operation ? sum + operation.weights.length + operation.bias.length : sum
  }, 0)
}

/** The network alone, without the scaler before it. */
export function modelCost(model: Pick<QuantModel, 'graph'>): ModelCost {
  const graph = deployedGraph(model)
  return { ...programCost(graph, graphProgram(graph)), parameters: parameterCount(graph) }
}

/**
 * The whole impulse: the window of raw readings, DSP blocks one after another in the same scratch memory, then the
 * network.
 * @param rawValues readings × axes of a window, each a float32 in RAM
 */
export function impulseCost(
  model: Pick<QuantModel, 'graph' | 'scaler'>,
  blocks: BlockCost[],
  rawValues: number,
): ModelCost {
  const network = modelCost(model)
  const featureBytes = 4 * modelInputs(model)
  const scalerBytes = model.scaler ? 2 * featureBytes : 0
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

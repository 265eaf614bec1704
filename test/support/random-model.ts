/** Impulses and random int8 networks for tests of the runtime and the model pack. */
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { impulseFeatureNames } from '../../shared/dsp/impulse-features.ts'
import { impulseSchema } from '../../shared/model/impulse.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'
import type { QuantFullyConnected, QuantGraph } from '../../shared/quantize/graph.ts'

/** xorshift32: numbers from 0 up to, not including, 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}

export function testImpulse(dsp: DspBlock[], input: Partial<Impulse['input']> = {}): Impulse {
  return impulseSchema.parse({
    version: 1,
    input: {
      kind: 'time-series',
      windowSizeMs: 1000,
      windowIncreaseMs: 200,
      frequencyHz: 100,
      padZeros: false,
      axes: ['accX', 'accY', 'accZ'],
      ...input,
    },
    dsp,
    learn: [
      { id: 'classifier', block: 'classification', inputs: dsp.map((block) => block.id), layers: [], training: {} },
    ],
  })
}

export function spectralBlock(params: DspBlock['params'] = {}, id = 'spectral-analysis'): DspBlock {
  const block = newDspBlock('spectral-analysis', id)
  return { ...block, params: { ...block.params, ...params } }
}

/** A block with a variant in fixed point, set to it. */
export function fixedBlock(blockId: string, params: DspBlock['params'] = {}, id = blockId): DspBlock {
  const block = newDspBlock(blockId, id)
  return { ...block, params: { ...block.params, ...params, arithmetic: 'fixed' } }
}

function layer(next: () => number, inputs: number, outputs: number): QuantFullyConnected {
  const integers = (count: number, reach: number): number[] =>
    Array.from({ length: count }, () => Math.round((next() * 2 - 1) * reach))
  return {
    type: 'fully-connected',
    inputs,
    outputs,
    weights: Int8Array.from(integers(inputs * outputs, 127)),
    weightScales: new Float32Array(outputs).fill(0.01),
    bias: Int32Array.from(integers(outputs, 3000)),
    input: { scale: 0.05, zeroPoint: Math.round(next() * 40 - 20) },
    output: { scale: 0.05, zeroPoint: Math.round(next() * 40 - 20) },
    multipliers: Int32Array.from({ length: outputs }, () => 2 ** 30 + Math.floor(next() * 2 ** 30)),
    shifts: Int32Array.from({ length: outputs }, () => -7 - Math.floor(next() * 3)),
    activationMin: -128,
    activationMax: 127,
  }
}

/** A network of two layers and softmax that fits the impulse; its answers mean nothing. */
export function randomGraph(impulse: Impulse, seed: number): QuantGraph {
  const next = randomNumbers(seed)
  const inputs = impulseFeatureNames(impulse, 'classifier').length
  const labels = ['idle', 'wave', 'ruhe ✓']
  const first = layer(next, inputs, 7)
  const second = layer(next, 7, labels.length)
  return {
    inputs,
    input: { scale: 0.05, zeroPoint: first.input.zeroPoint },
    output: { scale: 1 / 256, zeroPoint: -128 },
    scaler: {
      mean: Float32Array.from({ length: inputs }, () => next() * 2 - 1),
      scale: Float32Array.from({ length: inputs }, () => 0.2 + next()),
    },
    operators: [
      first,
      second,
      {
        type: 'softmax',
        size: labels.length,
        input: second.output,
        inputMultiplier: 1717986918,
        inputLeftShift: 22,
        diffMin: -496,
      },
    ],
    labels,
  }
}

/** A signal of `values` numbers that moves, with some noise. */
export function randomSignal(values: number, seed: number): Float32Array {
  const next = randomNumbers(seed)
  return Float32Array.from({ length: values }, (_, index) => 9 * Math.sin(index / (5 + next())) + next() * 3 - 1)
}

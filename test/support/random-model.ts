/** Impulses and random int8 networks for tests of the runtime and the model pack. */
import type { PackUsual } from '../../shared/codegen/pack-anomaly.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { impulseFeatureNames } from '../../shared/dsp/impulse-features.ts'
import { impulseSchema } from '../../shared/model/impulse.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import { type NetShape, randomFeatures, randomNet } from '../tflite/nets.ts'

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

/** A converted network of two layers that fits the impulse; its answers mean nothing. */
export function randomModel(impulse: Impulse, seed: number): QuantModel {
  const inputs = impulseFeatureNames(impulse, 'classifier').length
  const shape: NetShape = { name: 'random', sizes: [inputs, 7, 3], activations: ['relu', 'softmax'] }
  const net = { ...randomNet(shape, seed), labels: ['idle', 'wave', 'ruhe ✓'] }
  return quantizeNetwork(net, randomFeatures(net, 50, seed))
}

/** An anomaly detector that looks at every third feature of the blocks; what it finds means nothing. */
export function randomUsual(impulse: Impulse, blocks: DspBlock[], kind: 'clusters' | 'mixture'): PackUsual {
  const beside = { ...impulse, dsp: blocks, learn: [{ ...impulse.learn[0]!, inputs: blocks.map(({ id }) => id) }] }
  const names = impulseFeatureNames(beside, impulse.learn[0]!.id)
  const places = Int32Array.from(names.keys()).filter((place) => place % 3 === 1)
  const [axes, parts, next] = [places.length, 5, randomNumbers(77)]
  const values = (count: number): Float32Array => Float32Array.from({ length: count }, () => next() * 2 - 0.5)
  return {
    blocks,
    model: {
      kind,
      places,
      mean: values(axes),
      scale: values(axes),
      centers: values(parts * axes),
      spread: values(parts * (kind === 'mixture' ? (axes * (axes + 1)) / 2 : 1)),
      peak: values(kind === 'mixture' ? parts : 0),
      inputs: names.length,
      names: Array.from(places, (place) => names[place]!),
      threshold: 1.5,
    },
  }
}

/** A signal of `values` numbers that moves, with some noise. */
export function randomSignal(values: number, seed: number): Float32Array {
  const next = randomNumbers(seed)
  return Float32Array.from({ length: values }, (_, index) => 9 * Math.sin(index / (5 + next())) + next() * 3 - 1)
}

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { createNetwork, exportLayers } from '../../shared/nn/network.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { planLayers } from '../../shared/nn/plan.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import { netOf } from '../../test/support/layer-nets.ts'
import { randomModel, testImpulse } from '../../test/support/random-model.ts'
import { randomFeatures } from '../../test/tflite/nets.ts'
import { resource } from '../paths.ts'
import type { TrainedModel } from '../services/model-store.ts'
import { MODEL_ARENA_BYTES, MOST_FEATURES, MOST_OUTPUTS, RAW_WINDOW_VALUES } from '../virtual/pico-memory.ts'
import { exportFiles } from './export-files.ts'
import { picoInputMisfit, refuseWhatPicoCannotHold } from './pico-fits.ts'

function modelWith(values: number, block: 'raw' | 'flatten'): TrainedModel {
  const impulse = testImpulse([newDspBlock(block)], { axes: ['value'], windowSizeMs: 10 * values })
  const quant = randomModel(impulse, 3)
  const pack = encodeModelPack({ impulse, learnId: 'classifier', model: quant })
  return { quant, pack: pack.bytes, impulse, tflite: new Uint8Array() } as unknown as TrainedModel
}

function number(file: string, name: string): number {
  const text = readFileSync(resource('firmware', 'rp2040', file), 'utf8')
  const [, value = ''] = new RegExp(`#define ${name} (.*)`).exec(text) ?? []
  const factors = value.replace(/\/\*.*/, '').match(/\d+/g) ?? []
  return factors.reduce((product, factor) => product * Number(factor), 1)
}

describe('what fits a Pico', () => {
  it('is what its firmware has room for', () => {
    expect(number('model.h', 'RAW_FLOATS')).toBe(RAW_WINDOW_VALUES)
    expect(number('model.h', 'MOST_FEATURES')).toBe(MOST_FEATURES)
    expect(number('model.h', 'MOST_OUTPUTS')).toBe(MOST_OUTPUTS)
    expect(number('model.c', 'ARENA_BYTES')).toBe(MODEL_ARENA_BYTES)
  })

  it.each([
    ['raw', MOST_FEATURES + 1, /A window makes 6,[0-9]{3} features; the Pico’s firmware has room for 6,[0-9]{3}\./],
    ['flatten', RAW_WINDOW_VALUES + 1, /A window has 16,385 values; the Pico’s firmware has room for 16,384\./],
  ] as const)('is refused with both numbers: %s of %i values', (block, values, message) => {
    const model = modelWith(values, block)
    expect(() => refuseWhatPicoCannotHold(model)).toThrow(expect.objectContaining({ code: 'model/too-large' }))
    expect(() => exportFiles('uf2', model)).toThrow(message)
    expect(() => exportFiles('hex', model)).toThrow(message)
    expect(exportFiles('tflite', model)).toHaveLength(1)
    expect(() => refuseWhatPicoCannotHold(modelWith(values - 1, block))).not.toThrow()
    const { impulse } = model
    const features = block === 'raw' ? values : 8
    expect(picoInputMisfit(impulse, features)).toMatch(message)
    expect(picoInputMisfit(modelWith(values - 1, block).impulse, features - 1)).toBeNull()
  })

  it('is refused where the network works in more memory than there is', () => {
    const wide = (filters: number): TrainedModel => {
      const impulse = testImpulse([newDspBlock('raw')], { axes: ['value'], windowSizeMs: 10_240 })
      const layers = netOf(
        { type: 'reshape', shape: [32, 32, 1] },
        { type: 'conv2d', filters, kernelSize: [1, 1] },
        { type: 'global-average-pool' },
      )
      const planned = planLayers(1024, layers, { outputs: 2, activation: 'softmax' })
      const network = createNetwork({ kernels: plainKernels(), layers: planned, capacity: 1, seed: 1, learns: false })
      const float = { inputs: 1024, layers: exportLayers(network), labels: ['a', 'b'] }
      const quant = quantizeNetwork(float, randomFeatures(float, 4, 2))
      const { bytes } = encodeModelPack({ impulse, learnId: 'classifier', model: quant })
      return { quant, pack: bytes, impulse } as unknown as TrainedModel
    }
    expect(() => refuseWhatPicoCannotHold(wide(92))).toThrow(
      /The model works in 99,420 bytes; the Pico’s firmware has room for 98,304\./,
    )
    expect(() => refuseWhatPicoCannotHold(wide(80))).not.toThrow()
  })
})

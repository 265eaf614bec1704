/** A small model as the workbench makes one: Spectral Analysis with its defaults, a dense int8 network, a model pack. */
import { randomFeatures, randomNet } from '../tflite/nets.ts'
import { encodeModelPack, type ModelPack } from '../../shared/codegen/model-pack.ts'
import { contextOf } from '../../shared/dsp/impulse-features.ts'
import { newDspBlock, readyBlock } from '../../shared/dsp/registry.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'

export const TEST_RATE_HZ = 100
export const TEST_ROWS = 100

export function testPack(seed = 1): ModelPack {
  const impulse: Impulse = {
    version: 1,
    input: {
      kind: 'time-series',
      windowSizeMs: 1000,
      windowIncreaseMs: 250,
      frequencyHz: TEST_RATE_HZ,
      padZeros: false,
      axes: ['accX', 'accY', 'accZ'],
    },
    dsp: [newDspBlock('spectral-analysis', 'spectral')],
    learn: [
      {
        id: 'nn',
        block: 'classification',
        inputs: ['spectral'],
        normalization: 'standard-scaler',
        layers: [],
        training: {
          trainingCycles: 1,
          learningRate: 0.005,
          batchSize: 32,
          validationShare: 0.2,
          seed: 1,
          autoClassWeights: false,
          minimumConfidence: 0.6,
        },
      },
    ],
  }
  const [block] = impulse.dsp
  if (!block) throw new Error('no DSP block')
  const context = contextOf(impulse, block)
  const { type, params } = readyBlock(block, context)
  const sizes = [type.featureNames(params, context).length, 20, 10, 4]
  const net = randomNet({ name: 'test', sizes, activations: ['relu', 'relu', 'softmax'] }, seed)
  net.labels = ['idle', 'wave', 'circle', 'größe']
  return encodeModelPack({ impulse, learnId: 'nn', model: quantizeNetwork(net, randomFeatures(net, 200, seed)) })
}

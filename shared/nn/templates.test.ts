import { describe, expect, it } from 'vitest'
import { networkLayerSchema } from '../model/network-layer.ts'
import { planLayers } from './plan.ts'
import { plainKernels } from './plain-kernels.ts'
import { predict } from './predict.ts'
import { seededRandom } from './random.ts'
import { templateFor, templatesFor } from './templates.ts'
import { trainClassifier } from './trainer.ts'
import { settings } from '../../test/support/training-blobs.ts'

const shapes: [string, number[]][] = [
  ['motion', [33]],
  ['sound', [41, 20]],
  ['very short sound', [2, 3]],
  ['pictures', [32, 32, 3]],
  ['large grey pictures', [96, 96, 1]],
  ['tiny pictures', [8, 8, 1]],
]

describe('network templates', () => {
  it.each(shapes)('make whole networks for %s', (_name, shape) => {
    const inputs = shape.reduce((product, size) => product * size, 1)
    for (const { layers } of templatesFor(shape, { width: 0.25 })) {
      for (const layer of layers) expect(networkLayerSchema.parse(layer)).toEqual(layer)
      const planned = planLayers(inputs, layers, { outputs: 3, activation: 'softmax' })
      expect(planned.at(-1)).toMatchObject({ type: 'dense', outputs: 3 })
    }
  })

  it('make MobileNetV1 as wide as asked', () => {
    const filters = (width: number): number[] =>
      templateFor('mobilenet-v1', [96, 96, 1], { width }).layers.flatMap((layer) =>
        layer.type === 'conv2d' ? [layer.filters] : [],
      )
    expect(filters(0.25).slice(0, 4)).toEqual([8, 16, 32, 32])
    expect(filters(1).at(-1)).toBe(1024)
    expect(filters(0.25).at(-1)).toBe(256)
  })

  it('refuse a shape they cannot look at', () => {
    expect(() => templateFor('conv1d', [33])).toThrowError(/does not suit features of 33/)
  })

  it('learn where in the window something is, which the order of features alone does not tell', () => {
    const [frames, bands, rows] = [12, 6, 240]
    const random = seededRandom(3, 1)
    const labels = Int32Array.from({ length: rows }, (_, row) => row % 2)
    const features = new Float32Array(rows * frames * bands)
    labels.forEach((label, row) => {
      const start = Math.floor(random.nextFloat() * (frames - 4))
      // A tone that rises, or one that falls.
      for (let step = 0; step < 4; step++) {
        const band = label === 0 ? step : 3 - step
        features[row * frames * bands + (start + step) * bands + band] = 1
      }
    })
    const { layers, training } = templateFor('conv1d', [frames, bands])
    const train = { features, labels, inputs: frames * bands, classes: ['falls', 'rises'] }
    const kernels = plainKernels()
    const options = { ...settings, ...training, learningRate: 0.005, trainingCycles: 20 }
    const { graph } = trainClassifier({ train, layers, settings: options, normalization: 'none', kernels })
    const answers = predict(graph, features, kernels)
    const right = labels.filter((label, row) => answers[row * 2 + label]! > 0.5).length
    expect(right / rows).toBeGreaterThan(0.95)
  })
})

import { describe, expect, it } from 'vitest'
import { impulseSchema, learnBlockSchema } from './impulse.ts'

const old = {
  version: 1,
  input: {
    kind: 'time-series',
    windowSizeMs: 2000,
    windowIncreaseMs: 80,
    frequencyHz: 62.5,
    padZeros: false,
    axes: ['x'],
  },
  dsp: [{ id: 'raw', block: 'raw', implementationVersion: 1, params: { 'scale-axes': 1 } }],
  learn: [
    {
      id: 'classifier',
      block: 'classification',
      inputs: ['raw'],
      normalization: 'standard-scaler',
      layers: [
        { type: 'dense', units: 20, activation: 'relu' },
        { type: 'dropout', rate: 0.25 },
      ],
      training: {
        trainingCycles: 30,
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

describe('learning blocks of an impulse', () => {
  it('keeps an old impulse as it is, to the letter: its text is part of hashes', () => {
    expect(JSON.stringify(impulseSchema.parse(old))).toBe(JSON.stringify(old))
  })

  it('knows networks for values and two ways to tell what is strange', () => {
    const network = { inputs: ['raw'], layers: [{ type: 'conv1d', filters: 8, kernelSize: 3 }], training: {} }
    const regression = {
      id: 'amount',
      block: 'regression',
      target: 'grams',
      loss: { kind: 'huber', delta: 1 },
      ...network,
    }
    expect(learnBlockSchema.parse(regression)).toMatchObject({ layers: [{ strides: 1 }], training: { seed: 1 } })
    const means = { id: 'strange', block: 'anomaly-kmeans', inputs: ['raw'] }
    expect(learnBlockSchema.parse(means)).toEqual({ ...means, clusters: 32, seed: 1 })
    const mixture = { id: 'strange', block: 'anomaly-gmm', inputs: ['raw'], features: ['x RMS'], components: 3 }
    expect(learnBlockSchema.parse(mixture)).toEqual({ ...mixture, seed: 1 })
  })

  it('refuses a block of another kind', () => {
    expect(learnBlockSchema.safeParse({ id: 'a', block: 'magic', inputs: ['raw'] }).success).toBe(false)
  })
})

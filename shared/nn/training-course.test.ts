import { describe, expect, it } from 'vitest'
import { graphBytes } from '../../test/support/graph-bytes.ts'
import { bumps, STEPS } from '../../test/support/layer-task.ts'
import { netOf } from '../../test/support/layer-nets.ts'
import { blobs, hidden, settings } from '../../test/support/training-blobs.ts'
import { kernelMakers } from '../../test/support/training-wasm.ts'
import { findLearningRate } from './learning-rate-finder.ts'
import { plainKernels } from './plain-kernels.ts'
import { predict } from './predict.ts'
import { classifierTraining, trainClassifier, type TrainingRequest } from './trainer.ts'

const train = blobs({ rows: 200, inputs: 6, classes: 3, spread: 0.6 })
const validation = blobs({ rows: 90, inputs: 6, classes: 3, spread: 0.6, seed: 2 })

function request(changes: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    train,
    validation,
    layers: hidden(8, 6),
    settings,
    normalization: 'standard-scaler',
    kernels: plainKernels(),
    ...changes,
  }
}

const layered = netOf(
  { type: 'reshape', shape: [STEPS, 1] },
  { type: 'conv1d', filters: 4, kernelSize: 5 },
  { type: 'batch-norm', activation: 'relu' },
  { type: 'global-max-pool' },
  { type: 'dropout', rate: 0.2 },
)

describe.each(kernelMakers)('going on with a training, %s', (_name, make) => {
  it.each([{ kind: 'adam' }, { kind: 'momentum', momentum: 0.9 }, { kind: 'adamw', weightDecay: 0.1 }] as const)(
    'ends with the same bytes as one without a break: $kind',
    (optimizer) => {
      const schedule = { kind: 'constant', warmUpEpochs: 3 } as const
      const of = (trainingCycles: number): TrainingRequest =>
        request({
          kernels: make(),
          train: bumps(60),
          validation: bumps(30, 2),
          layers: layered,
          optimizer,
          schedule,
          settings: { ...settings, trainingCycles },
        })
      const whole = trainClassifier(of(9))
      const half = trainClassifier(of(4))
      const rest = trainClassifier({ ...of(9), resume: structuredClone(half.state) })
      expect(rest.epochs).toEqual(whole.epochs)
      expect(graphBytes(rest.graph)).toEqual(graphBytes(whole.graph))
      expect(graphBytes(half.graph)).not.toEqual(graphBytes(whole.graph))
    },
  )

  it('goes on after a stop from the last whole epoch as if nothing had happened', () => {
    let asked = 0
    const stopped = trainClassifier(request({ kernels: make(), shouldStop: () => ++asked > 24 }))
    expect([stopped.stopped, stopped.epochs.length]).toEqual([true, 3])
    const rest = trainClassifier(request({ kernels: make(), resume: stopped.state }))
    const whole = trainClassifier(request({ kernels: make() }))
    expect(rest.epochs).toEqual(whole.epochs)
    expect(graphBytes(rest.graph)).toEqual(graphBytes(whole.graph))
  })
})

describe('the course of a training', () => {
  it('refuses a saved state of other layers or rows', () => {
    const { state } = trainClassifier(request({ settings: { ...settings, trainingCycles: 1 } }))
    expect(() => trainClassifier(request({ resume: state, layers: hidden(8, 7) }))).toThrow(/cannot go on/)
    const fewer = blobs({ rows: 99, inputs: 6, classes: 3, spread: 0.6 })
    expect(() => trainClassifier(request({ resume: state, train: fewer }))).toThrow(/cannot go on/)
  })

  it('ends when patience runs out, with the best epoch', () => {
    const noise = { ...validation, labels: validation.labels.map((label) => (label + 1) % 3) }
    const { epochs, bestEpoch, stopped } = trainClassifier(request({ validation: noise, patience: 3 }))
    expect([epochs.length, bestEpoch, stopped]).toEqual([bestEpoch + 3, bestEpoch, false])
    expect(epochs.length).toBeLessThan(30)
    const losses = epochs.map(({ validationLoss }) => validationLoss!)
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(bestEpoch)
  })

  it('is less sure of itself with label smoothing', () => {
    const sureness = (labelSmoothing: number): number => {
      const { graph } = trainClassifier(request({ labelSmoothing }))
      const answers = predict(graph, train.features)
      const tops = train.labels.map((_label, row) => 100 * Math.max(...answers.subarray(row * 3, row * 3 + 3)))
      return tops.reduce((sum, top) => sum + top, 0) / tops.length
    }
    expect(sureness(0)).toBeGreaterThan(95)
    expect(sureness(0.3)).toBeLessThan(90)
  })

  it('keeps outputs of hidden layers small where they are drawn towards zero', () => {
    const loudness = (l1: number): number => {
      const { graph } = trainClassifier(request({ activity: { l1 } }))
      const [first] = graph.layers
      if (first?.type !== 'dense') throw new Error('no dense layer')
      return first.weights.reduce((sum, weight) => sum + weight * weight, 0)
    }
    expect(loudness(0.1)).toBeLessThan(0.5 * loudness(0))
    expect(() => trainClassifier(request({ activity: { l1: 2 } }))).toThrow(/Activity L1 is 2/)
  })

  it('survives a learning rate that is too big when gradients are clipped', () => {
    const optimizer = { kind: 'momentum', momentum: 0.9 } as const
    const wild = request({ optimizer, settings: { ...settings, learningRate: 1e3 } })
    expect(() => trainClassifier(wild)).toThrow(/ran away/)
    const tamed = trainClassifier({ ...wild, clipNorm: 1e-5 })
    expect(tamed.epochs.at(-1)!.loss).toBeLessThan(tamed.epochs[0]!.loss)
  })

  it('has a learning rate suggested that learns', () => {
    const finding = findLearningRate(classifierTraining(request()))
    expect(finding.rates.length).toBe(finding.losses.length)
    expect(finding.rates[1]! / finding.rates[0]!).toBeCloseTo(10 ** (7 / 99), 9)
    expect(finding.suggested).toBeGreaterThan(1e-4)
    expect(finding.suggested).toBeLessThan(0.5)
    const { epochs } = trainClassifier(request({ settings: { ...settings, learningRate: finding.suggested } }))
    expect(epochs.at(-1)!.validationAccuracy).toBeGreaterThan(0.9)
    expect(findLearningRate(classifierTraining(request()))).toEqual(finding)
    expect(() => findLearningRate(classifierTraining(request()), { lowest: 0 })).toThrow(/must rise from above 0/)
  })
})

import { describe, expect, it } from 'vitest'
import { blobs, hidden, settings } from '../../test/support/training-blobs.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import { smallerRate } from './divergence.ts'
import { plainKernels } from './plain-kernels.ts'
import { predict } from './predict.ts'
import { trainClassifier, type TrainingRequest } from './trainer.ts'

const train = blobs({ rows: 96, inputs: 4, classes: 3, spread: 0.5 })

function request(changes: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    train,
    layers: hidden(5),
    settings,
    normalization: 'standard-scaler',
    kernels: plainKernels(),
    ...changes,
  }
}

function errorOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('stopping and cancelling', () => {
  it('stops before the next batch and keeps the best epoch so far', () => {
    let asked = 0
    // Three batches an epoch: 8 is the second batch of the third epoch.
    const result = trainClassifier(request({ shouldStop: () => ++asked >= 8 }))
    expect(asked).toBe(8)
    expect(result.stopped).toBe(true)
    expect(result.epochs).toHaveLength(2)
    const whole = trainClassifier(request({ settings: { ...settings, trainingCycles: 2 } }))
    expect(result.graph).toEqual(whole.graph)
    expect(whole.stopped).toBe(false)
  })

  it('gives a usable model even when stopped at once', () => {
    const { graph, epochs, bestEpoch, stopped } = trainClassifier(request({ shouldStop: () => true }))
    expect([epochs.length, bestEpoch, stopped]).toEqual([1, 1, true])
    expect(predict(graph, train.features).every(Number.isFinite)).toBe(true)
  })

  it('is cancelled before the next batch, by flag or by signal, and gives the memory back', () => {
    const kernels = plainKernels()
    const mark = kernels.mark()
    let asked = 0
    const byFlag = errorOf(() => trainClassifier(request({ kernels, shouldCancel: () => ++asked > 4 })))
    expect([byFlag.code, asked]).toEqual(['app/cancelled', 5])
    const controller = new AbortController()
    const bySignal = errorOf(() =>
      trainClassifier(request({ kernels, signal: controller.signal, onEpoch: () => controller.abort() })),
    )
    expect(bySignal.code).toBe('app/cancelled')
    expect(kernels.mark()).toBe(mark)
  })

  it('tells each epoch once, in order', () => {
    const told: number[] = []
    const { epochs } = trainClassifier(request({ onEpoch: ({ epoch }) => told.push(epoch) }))
    expect(told).toEqual(epochs.map(({ epoch }) => epoch))
    expect(told).toHaveLength(30)
  })
})

describe('a learning rate that is too big', () => {
  it.each([1e3, 1e6, 1e9, 1e12])('of %d ends with a smaller one to try', (learningRate) => {
    for (const normalization of ['standard-scaler', 'none'] as const) {
      const error = errorOf(() => trainClassifier(request({ normalization, settings: { ...settings, learningRate } })))
      expect(error.code).toBe('training/diverged')
      expect(error.message).toBe('Training ran away: the steps are too big. Try a learning rate of 0.005.')
      expect(error.data).toMatchObject({ learningRate, suggestedLearningRate: 0.005 })
    }
  })

  it('is noticed with momentum too, and in one epoch', () => {
    const changed = { ...settings, learningRate: 1e9, trainingCycles: 1 }
    const error = errorOf(() =>
      trainClassifier(request({ settings: changed, optimizer: { kind: 'momentum', momentum: 0.9 } })),
    )
    expect(error.code).toBe('training/diverged')
  })

  it('suggests a tenth of rates that are near the usual one', () => {
    expect([1e9, 0.06, 0.05, 0.005].map(smallerRate)).toEqual([0.005, 0.005, 0.005, 0.0005])
  })
})

describe('bad input', () => {
  const withLabels = (labels: number[]): TrainingRequest =>
    request({
      train: { ...train, labels: Int32Array.from(labels), features: train.features.slice(0, labels.length * 4) },
    })

  it.each<[string, () => TrainingRequest, ErrorCode, RegExp]>([
    ['one label', () => withLabels([1, 1, 1, 1]), 'training/one-class', /"class1".*at least two/],
    ['no rows', () => withLabels([]), 'training/too-few', /no windows/],
    ['a label without rows', () => withLabels([0, 0, 1, 1]), 'training/too-few', /"class2" has no windows/],
    ['a label with one row', () => withLabels([0, 0, 1, 1, 2]), 'training/too-few', /"class2" has 1 window/],
    [
      'NaN features',
      () => request({ train: { ...train, features: train.features.with(9, Number.NaN) } }),
      'training/bad-features',
      /Feature 2 of window 3 \(training\) is NaN/,
    ],
    [
      'infinite validation features',
      () => request({ validation: { ...train, features: train.features.with(0, Infinity) } }),
      'training/bad-features',
      /validation\) is Infinity/,
    ],
    [
      'a batch size of 0',
      () => request({ settings: { ...settings, batchSize: 0 } }),
      'impulse/invalid',
      /Batch size is 0.*at most 65536/,
    ],
    [
      'a learning rate that is no number',
      () => request({ settings: { ...settings, learningRate: Number.NaN } }),
      'impulse/invalid',
      /Learning rate is NaN/,
    ],
  ])('%s is refused with a sentence', (_title, make, code, sentence) => {
    const error = errorOf(() => trainClassifier(make()))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(sentence)
    expect(error.hint).not.toBe('')
  })

  it('accepts an empty validation set as none', () => {
    const empty = { ...train, labels: new Int32Array(0), features: new Float32Array(0) }
    const { epochs } = trainClassifier(request({ validation: empty }))
    expect(epochs[0]).not.toHaveProperty('validationLoss')
  })

  it('bears features as large as float32 allows', () => {
    const huge = { ...train, features: train.features.with(0, 3e38).with(5, -3e38) }
    const { graph, epochs } = trainClassifier(request({ validation: huge }))
    expect(epochs.every(({ validationLoss }) => Number.isFinite(validationLoss))).toBe(true)
    expect(predict(graph, huge.features).every(Number.isFinite)).toBe(true)
    const overflowing = { ...train, features: train.features.map((value) => Math.sign(value) * 3.4e38) }
    const error = errorOf(() => trainClassifier(request({ validation: overflowing, normalization: 'none' })))
    expect([error.code, error.message]).toEqual(['training/bad-features', expect.stringMatching(/far too large/)])
  })

  it('refuses features that do not fit the model', () => {
    const { graph } = trainClassifier(request())
    expect(errorOf(() => predict(graph, new Float32Array(7))).code).toBe('training/bad-features')
    expect(predict(graph, new Float32Array(0))).toHaveLength(0)
  })
})

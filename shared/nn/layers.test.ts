import { describe, expect, it } from 'vitest'
import { graphBytes } from '../../test/support/graph-bytes.ts'
import { bumps, STEPS } from '../../test/support/layer-task.ts'
import { netOf } from '../../test/support/layer-nets.ts'
import { settings } from '../../test/support/training-blobs.ts'
import { kernelMakers, noTrainingWasm, wasmKernels, wasmNote } from '../../test/support/training-wasm.ts'
import { AppError } from '../contract/errors.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import { foldBatchNorm } from './fold-batch-norm.ts'
import type { FloatGraph } from './graph.ts'
import { plainKernels } from './plain-kernels.ts'
import { predict } from './predict.ts'
import { trainClassifier, type TrainingRequest } from './trainer.ts'

const train = bumps(120)
const validation = bumps(60, 2)

const conv = netOf(
  { type: 'reshape', shape: [STEPS, 1] },
  { type: 'conv1d', filters: 8, kernelSize: 5, activation: 'relu' },
  { type: 'global-max-pool' },
  { type: 'dropout', rate: 0.1 },
)

/** Every kind of layer at once. */
const everything = netOf(
  { type: 'reshape', shape: [4, 8, 1] },
  { type: 'zero-padding', top: 1, bottom: 0, left: 0, right: 1 },
  { type: 'conv2d', filters: 5, kernelSize: [2, 2] },
  { type: 'batch-norm', activation: 'relu6' },
  { type: 'dropout', rate: 0.2 },
  { type: 'depthwise-conv2d', kernelSize: [3, 3], padding: 'same', activation: 'tanh' },
  { type: 'batch-norm', activation: 'leaky-relu' },
  { type: 'add', with: [3], activation: 'relu' },
  { type: 'separable-conv2d', filters: 6, kernelSize: [2, 2], activation: 'sigmoid', from: 3 },
  { type: 'max-pool2d', from: 7 },
  { type: 'average-pool2d', poolSize: [2, 3], strides: [2, 2], padding: 'same', from: 7 },
  { type: 'concat', with: [9] },
  { type: 'batch-norm' },
  { type: 'flatten' },
  { type: 'dense', units: 9, activation: 'linear' },
  { type: 'batch-norm', activation: 'tanh' },
)

function request(layers: NetworkLayer[], changes: Partial<TrainingRequest> = {}): TrainingRequest {
  const normalization = 'none' as const
  return { train, validation, layers, settings, normalization, kernels: plainKernels(), ...changes }
}

function short(cycles: number): TrainingRequest['settings'] {
  return { ...settings, trainingCycles: cycles }
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

describe.each(kernelMakers)('networks of many layers with %s', (_name, make) => {
  it('find a shape anywhere, which a dense net does worse', () => {
    const found = trainClassifier(request(conv, { kernels: make(), settings: { ...short(40), learningRate: 0.02 } }))
    const dense = trainClassifier(request(netOf({ type: 'dense', units: 8 }), { kernels: make() }))
    const best = ({ epochs, bestEpoch }: typeof found): number => epochs[bestEpoch - 1]!.validationAccuracy!
    expect(best(found)).toBeGreaterThan(0.95)
    expect(best(dense)).toBeLessThan(best(found) - 0.1)
  })

  it('give the same bytes for the same seed, and answer as they were scored', () => {
    const kernels = make()
    const [first, second] = [1, 2].map(() => trainClassifier(request(everything, { kernels, settings: short(4) })))
    expect(graphBytes(second!.graph)).toEqual(graphBytes(first!.graph))
    const other = trainClassifier(request(everything, { kernels, settings: { ...short(4), seed: 2 } }))
    expect(graphBytes(other.graph)).not.toEqual(graphBytes(first!.graph))
    const answers = predict(first!.graph, validation.features, kernels)
    const right = validation.labels.filter((label, row) => {
      const own = answers.subarray(row * 3, row * 3 + 3)
      return own.indexOf(Math.max(...own)) === label
    })
    expect(right.length / validation.labels.length).toBe(first!.epochs[first!.bestEpoch - 1]!.validationAccuracy)
  })

  it('keep the memory they have over 1,000 epochs', () => {
    const kernels = make()
    const tiny = { ...request(everything, { kernels, train: bumps(6) }), settings: { ...short(1), batchSize: 6 } }
    const { validation: _none, ...rest } = tiny
    trainClassifier(rest)
    const [before, mark] = [kernels.memoryBytes(), kernels.mark()]
    trainClassifier({ ...rest, settings: { ...rest.settings, trainingCycles: 1000 } })
    expect([kernels.memoryBytes(), kernels.mark()]).toEqual([before, mark])
  })

  it('are cancelled before the next batch', () => {
    let asked = 0
    const cancelled = errorOf(() =>
      trainClassifier(request(everything, { kernels: make(), shouldCancel: () => ++asked > 5 })),
    )
    expect([cancelled.code, asked]).toEqual(['app/cancelled', 6])
  })

  it('answer the same with batch normalisation folded away', () => {
    const { graph } = trainClassifier(request(everything, { kernels: make(), settings: short(6) }))
    const folded = foldBatchNorm(graph)
    const kinds = ({ layers }: FloatGraph): string[] => layers.map(({ type }) => type)
    expect(kinds(graph).filter((type) => type === 'batch-norm')).toHaveLength(4)
    // Two go into the layer before; those after tanh and after concat stand alone.
    expect(kinds(folded)).not.toContain('batch-norm')
    expect(folded.layers).toHaveLength(graph.layers.length - 2)
    const [whole, less] = [graph, folded].map((one) => predict(one, validation.features, make()))
    whole!.forEach((value, index) => expect(Math.abs(value - less![index]!)).toBeLessThan(2e-5))
  })
})

describe('networks of many layers', () => {
  it.skipIf(noTrainingWasm)(`have the same bytes with both kernels${wasmNote}`, () => {
    const changes = { settings: { ...short(5), batchSize: 33 }, normalization: 'standard-scaler' as const }
    const plain = trainClassifier(request(everything, changes))
    const wasm = trainClassifier(request(everything, { ...changes, kernels: wasmKernels() }))
    expect(graphBytes(wasm.graph)).toEqual(graphBytes(plain.graph))
    expect(wasm.epochs).toEqual(plain.epochs)
    expect(predict(wasm.graph, train.features, wasmKernels())).toEqual(predict(wasm.graph, train.features))
  })

  it.each<[string, NetworkLayer[], RegExp]>([
    ['a dense layer on a series', netOf({ type: 'reshape', shape: [16, 2] }, { type: 'dense', units: 3 }), /plain row/],
    ['a shape of other size', netOf({ type: 'reshape', shape: [5, 2] }), /10 values; 1 × 1 × 32 arrive/],
    [
      'a kernel larger than its input',
      netOf({ type: 'reshape', shape: [4, 8] }, { type: 'conv1d', filters: 2, kernelSize: 5 }),
      /window of 1 × 5 is larger than its input of 1 × 4/,
    ],
    ['a sum of unlike shapes', netOf({ type: 'dense', units: 3 }, { type: 'add', with: [-1] }), /does not fit/],
    ['a link to a later layer', netOf({ type: 'dense', units: 3, from: 2 }), /not before it/],
    ['no flat end', netOf({ type: 'reshape', shape: [16, 2] }), /output layer needs a plain row/],
  ])('are refused with a sentence: %s', (_title, layers, sentence) => {
    const refused = errorOf(() => trainClassifier(request(layers)))
    expect([refused.code, refused.message]).toEqual(['impulse/invalid', expect.stringMatching(sentence)])
  })
})

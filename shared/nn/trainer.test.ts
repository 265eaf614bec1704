import { describe, expect, it } from 'vitest'
import { blobs, hidden, settings } from '../../test/support/training-blobs.ts'
import { graphBytes as bytes } from '../../test/support/graph-bytes.ts'
import { kernelMakers, noTrainingWasm, wasmKernels, wasmNote } from '../../test/support/training-wasm.ts'
import { denseLayers, type FloatGraph } from './graph.ts'
import type { Kernels } from './kernels.ts'
import { plainKernels } from './plain-kernels.ts'
import { predict } from './predict.ts'
import { trainClassifier, type TrainingRequest } from './trainer.ts'
import type { TrainingData } from './training-data.ts'

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

function accuracy(probabilities: Float32Array, { labels, classes }: TrainingData): number {
  const right = labels.filter((label, row) => {
    const answer = probabilities.subarray(row * classes.length, (row + 1) * classes.length)
    return answer.indexOf(Math.max(...answer)) === label
  })
  return right.length / labels.length
}

describe.each(kernelMakers)('training with %s', (_name, make) => {
  it('learns clouds it has not seen', () => {
    const { graph, epochs, bestEpoch } = trainClassifier(request({ kernels: make() }))
    const best = epochs[bestEpoch - 1]!
    expect(epochs).toHaveLength(30)
    expect(best.validationAccuracy).toBeGreaterThan(0.9)
    expect(best.validationLoss).toBe(Math.min(...epochs.map((epoch) => epoch.validationLoss!)))
    expect(epochs.at(-1)!.loss).toBeLessThan(epochs[0]!.loss)
    expect(denseLayers(graph).map((layer) => [layer.inputs, layer.outputs, layer.activation])).toEqual([
      [6, 8, 'relu'],
      [8, 6, 'relu'],
      [6, 3, 'softmax'],
    ])
    expect(accuracy(predict(graph, validation.features), validation)).toBe(best.validationAccuracy)
  })

  it('learns XOR, which no single layer can', () => {
    const corners = [0, 0, 0, 1, 1, 0, 1, 1]
    const xor: TrainingData = {
      features: Float32Array.from({ length: 80 }, (_value, at) => corners[at % 8]!),
      labels: Int32Array.from({ length: 40 }, (_value, row) => [0, 1, 1, 0][row % 4]!),
      inputs: 2,
      classes: ['same', 'different'],
    }
    const { validation: _none, ...rest } = request({ kernels: make(), train: xor, layers: hidden(8) })
    const xorSettings = { ...settings, trainingCycles: 200, learningRate: 0.02, batchSize: 8 }
    const learnt = trainClassifier({ ...rest, settings: xorSettings })
    expect(learnt.epochs.at(-1)!.accuracy).toBe(1)
    expect(accuracy(predict(learnt.graph, xor.features, make()), xor)).toBe(1)
    const flat = trainClassifier({ ...rest, layers: [], settings: xorSettings, kernels: make() })
    expect(flat.epochs.at(-1)!.accuracy).toBeLessThan(0.8)
  })

  it('gives the same bytes for the same seed and others for another', () => {
    const layers = [...hidden(8), { type: 'dropout' as const, rate: 0.2 }]
    const once = bytes(trainClassifier(request({ kernels: make(), layers })).graph)
    const shared = make()
    expect(bytes(trainClassifier(request({ kernels: shared, layers })).graph)).toEqual(once)
    expect(bytes(trainClassifier(request({ kernels: shared, layers })).graph)).toEqual(once)
    const other = trainClassifier(request({ kernels: shared, layers, settings: { ...settings, seed: 2 } }))
    expect(bytes(other.graph)).not.toEqual(once)
  })

  it('keeps the memory it has over 1,000 epochs and over runs', () => {
    const kernels = make()
    trainClassifier(request({ kernels, settings: { ...settings, trainingCycles: 1 } }))
    const before = kernels.memoryBytes()
    const mark = kernels.mark()
    const tiny = blobs({ rows: 40, inputs: 6, classes: 3, spread: 0.6 })
    trainClassifier(request({ kernels, train: tiny, settings: { ...settings, trainingCycles: 1000 } }))
    for (let run = 0; run < 20; run++)
      trainClassifier(request({ kernels, settings: { ...settings, trainingCycles: 1 } }))
    expect(kernels.memoryBytes()).toBe(before)
    expect(kernels.mark()).toBe(mark)
  })

  it('learns with momentum and keeps weights small with L2', () => {
    const optimizer = { kind: 'momentum', momentum: 0.9 } as const
    const free = trainClassifier(request({ kernels: make(), optimizer }))
    const drawn = trainClassifier(request({ kernels: make(), optimizer, l2: 0.01 }))
    const squares = (graph: FloatGraph): number =>
      denseLayers(graph).reduce(
        (sum, layer) => sum + layer.weights.reduce((total, weight) => total + weight * weight, 0),
        0,
      )
    expect(free.epochs.at(-1)!.validationAccuracy).toBeGreaterThan(0.9)
    expect(squares(drawn.graph)).toBeLessThan(0.8 * squares(free.graph))
  })
})

describe('training on both kernels', () => {
  it.skipIf(noTrainingWasm)(`gives the same bytes${wasmNote}`, () => {
    const layers = [...hidden(9), { type: 'dropout' as const, rate: 0.1 }, ...hidden(7)]
    const changed = { layers, settings: { ...settings, autoClassWeights: true, batchSize: 33 } }
    const plain = trainClassifier(request({ ...changed, kernels: plainKernels() }))
    const wasm = trainClassifier(request({ ...changed, kernels: wasmKernels() }))
    expect(bytes(wasm.graph)).toEqual(bytes(plain.graph))
    expect(wasm.epochs).toEqual(plain.epochs)
    expect(predict(wasm.graph, validation.features, wasmKernels())).toEqual(predict(wasm.graph, validation.features))
  })
})

describe('training settings', () => {
  it('counts rare labels more with class weights', () => {
    const rare = blobs({ rows: 400, inputs: 4, classes: 2, spread: 2 })
    const keep = [...rare.labels.keys()].filter((row) => rare.labels[row] === 0 || row % 20 === 1)
    const skewed: TrainingData = {
      ...rare,
      labels: Int32Array.from(keep, (row) => rare.labels[row]!),
      features: Float32Array.from(keep.flatMap((row) => [...rare.features.subarray(row * 4, row * 4 + 4)])),
    }
    const recall = (autoClassWeights: boolean): number => {
      const { validation: _none, ...rest } = request({ train: skewed, layers: [] })
      const { graph } = trainClassifier({ ...rest, settings: { ...settings, autoClassWeights } })
      const answers = predict(graph, rare.features)
      return rare.labels.filter((label, row) => label === 1 && answers[row * 2 + 1]! > 0.5).length / 200
    }
    expect(recall(true)).toBeGreaterThan(recall(false) + 0.1)
  })

  it('shows each row once an epoch, in a new order', () => {
    const kernels = plainKernels()
    const shown: number[] = []
    const watched: Kernels = {
      ...kernels,
      gather(gathering) {
        shown.push(...kernels.integers().subarray(gathering.indexes, gathering.indexes + gathering.rows))
        kernels.gather(gathering)
      },
    }
    trainClassifier(request({ kernels: watched, settings: { ...settings, trainingCycles: 2 } }))
    const [first, second] = [shown.slice(0, 200), shown.slice(200)]
    expect(first).not.toEqual(second)
    for (const epoch of [first, second]) expect(new Set(epoch).size).toBe(200)
    expect(second).toHaveLength(200)
  })

  it('tells the mean loss under the rows’ weights', () => {
    const weighted = { ...validation, sampleWeights: new Float32Array(validation.labels.length).fill(3) }
    const plain = trainClassifier(request()).epochs[0]!
    const tripled = trainClassifier(request({ validation: weighted })).epochs[0]!
    expect(tripled.validationLoss).toBeCloseTo(plain.validationLoss!, 6)
  })

  it('lets a row without weight teach nothing', () => {
    const wrong = { ...train, labels: train.labels.map((label, row) => (row < 60 ? (label + 1) % 3 : label)) }
    const sampleWeights = Float32Array.from(train.labels, (_label, row) => (row < 60 ? 0 : 1))
    const misled = trainClassifier(request({ train: wrong }))
    const right = trainClassifier(request({ train: { ...wrong, sampleWeights } }))
    const [best, worse] = [right, misled].map(({ epochs, bestEpoch }) => epochs[bestEpoch - 1]!.validationLoss!)
    expect(best).toBeLessThan(worse! - 0.1)
  })

  it('scales features by mean and population deviation, and leaves a constant one alone', () => {
    const features = Float32Array.from([1, 5, 3, 5, 1, 5, 3, 5])
    const small = { features, labels: Int32Array.from([0, 1, 0, 1]), inputs: 2, classes: ['a', 'b'] }
    const { validation: _none, ...rest } = request({ train: small, layers: [] })
    expect(trainClassifier(rest).graph.scaler).toEqual({
      mean: Float32Array.from([2, 5]),
      scale: Float32Array.from([1, 1]),
    })
    expect(trainClassifier({ ...rest, normalization: 'none' }).graph.scaler).toBeUndefined()
  })
})

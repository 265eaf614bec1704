import { describe, expect, it } from 'vitest'
import { graphBytes } from '../../../test/support/graph-bytes.ts'
import { netOf } from '../../../test/support/layer-nets.ts'
import { blobs, settings } from '../../../test/support/training-blobs.ts'
import { testRuntime } from '../../../test/support/runtime.ts'
import { kernelMakers } from '../../../test/support/training-wasm.ts'
import { compressionSchema, type Compression } from '../../model/compression.ts'
import type { NetworkBlock } from '../../model/impulse.ts'
import type { FloatGraph, FloatLayer } from '../../nn/graph.ts'
import type { Kernels } from '../../nn/kernels.ts'
import { learnRows } from '../../nn/learn.ts'
import { predict } from '../../nn/predict.ts'
import type { Rows } from '../../nn/rows.ts'
import { quantizeNetwork } from '../convert.ts'
import { classifyFeatures } from '../run.ts'
import { compress, type CompressRequest } from './compress.ts'
import { floatWeights, int8Weights, weightSizes } from './weight-sizes.ts'

function rowsOf(data: ReturnType<typeof blobs>): Rows {
  const { features, inputs, classes: names, labels } = data
  const sampleIds = Int32Array.from(labels.keys())
  return { features, inputs, names, truth: { kind: 'label', labels }, sampleIds, samples: labels.length }
}

const clouds = { inputs: 60, classes: 3, spread: 1.2 }
const train = rowsOf(blobs({ rows: 150, ...clouds }))
const validation = rowsOf(blobs({ rows: 90, ...clouds, seed: 2 }))
const learn: NetworkBlock = {
  id: 'classifier',
  block: 'classification',
  inputs: ['raw'],
  normalization: 'standard-scaler',
  layers: netOf(
    { type: 'reshape', shape: [20, 3] },
    { type: 'conv1d', filters: 8, kernelSize: 3, padding: 'same' },
    { type: 'batch-norm', activation: 'relu' },
    { type: 'max-pool1d' },
    { type: 'conv1d', filters: 8, kernelSize: 3, activation: 'relu' },
    { type: 'flatten' },
    { type: 'dense', units: 10 },
  ),
  training: { ...settings, trainingCycles: 10 },
}

function trained(kernels: Kernels): FloatGraph {
  return learnRows({ learn, train, validation, kernels }).graph
}

function request(kernels: Kernels, graph: FloatGraph, wanted: Partial<Compression>): CompressRequest {
  const compression = compressionSchema.parse({ epochs: 6, ...wanted })
  return { learn, train, validation, kernels, graph, compression }
}

type Weighted = Extract<FloatLayer, { weights: Float32Array }>
function weights({ layers }: FloatGraph): Float32Array[] {
  return layers.filter((layer): layer is Weighted => 'weights' in layer).map((layer) => layer.weights)
}

function right(answers: Float32Array): number {
  const { truth } = validation
  if (truth.kind !== 'label') return 0
  return [...truth.labels].filter((label, row) => {
    const own = answers.subarray(row * 3, row * 3 + 3)
    return own.indexOf(Math.max(...own)) === label
  }).length
}

describe.each(kernelMakers)('making a network smaller with %s', (_name, make) => {
  it('gives zeros, few values and small files, and keeps what it learned', () => {
    const kernels = make()
    const graph = trained(kernels)
    const before = right(predict(graph, validation.features, kernels))
    const pruning = { sparsity: 0.6, schedule: 'polynomial', scope: 'layer' } as const
    const wanted = { pruning, clustering: { clusters: 8 }, quantizationAware: true }
    const { graph: small, ranges } = compress(request(kernels, graph, wanted))
    for (const own of weights(small)) {
      expect(own.filter((value) => value === 0).length).toBeGreaterThanOrEqual(Math.floor(own.length * 0.6))
      expect(new Set(own).size).toBeLessThanOrEqual(8)
    }
    expect(right(predict(small, validation.features, kernels))).toBeGreaterThan(before - 8)
    const quant = quantizeNetwork(small, train.features, { kernels, ranges: ranges!, weightScales: 'per-tensor' })
    const plain = quantizeNetwork(graph, train.features, { kernels })
    const { compressedBytes, zeros } = weightSizes(int8Weights(quant))
    expect(zeros).toBeGreaterThan(0.59)
    expect(compressedBytes).toBeLessThan(0.6 * weightSizes(int8Weights(plain)).compressedBytes)
    expect(weightSizes(floatWeights(small)).compressedBytes).toBeLessThan(
      0.5 * weightSizes(floatWeights(graph)).compressedBytes,
    )
  })

  it('takes out channels, so that there is less to compute', () => {
    const kernels = make()
    const graph = trained(kernels)
    const { graph: small } = compress(request(kernels, graph, { channels: { share: 0.5 } }))
    const filters = small.layers.flatMap((layer) => (layer.type === 'conv2d' ? [layer.filters] : []))
    expect(filters).toEqual([4, 4])
    expect(right(predict(small, validation.features, kernels))).toBeGreaterThan(60)
  })

  it('teaches a narrower student', () => {
    const kernels = make()
    const graph = trained(kernels)
    const distillation = { width: 0.5, temperature: 4, weight: 0.7 }
    const { graph: student } = compress(request(kernels, graph, { distillation }))
    expect(student.layers.flatMap((layer) => (layer.type === 'dense' ? [layer.outputs] : []))).toEqual([5, 3])
    expect(right(predict(student, validation.features, kernels))).toBeGreaterThan(60)
  })

  it('gives the same bytes again, says where it is and can be cancelled', () => {
    const kernels = make()
    const graph = trained(kernels)
    const stages = new Set<string>()
    const wanted = {
      pruning: { sparsity: 0.5, schedule: 'constant', scope: 'network' },
      quantizationAware: true,
    } as const
    const once = (): FloatGraph =>
      compress({ ...request(kernels, graph, wanted), onProgress: (stage) => stages.add(stage) }).graph
    expect(graphBytes(once())).toEqual(graphBytes(once()))
    expect([...stages]).toEqual(['pruning', 'rounding'])
    expect(() => compress({ ...request(kernels, graph, wanted), shouldCancel: () => true })).toThrow('Cancelled')
  })
})

describe('learning with the rounding of int8', () => {
  it('is what the int8 network then computes', () => {
    const kernels = kernelMakers[0]![1]()
    const graph = trained(kernels)
    const { graph: used, ranges } = compress(request(kernels, graph, { quantizationAware: true, epochs: 8 }))
    const runtime = testRuntime()
    const int8 = (network: FloatGraph, given?: typeof ranges): Float32Array =>
      classifyFeatures(
        runtime,
        quantizeNetwork(network, train.features, { kernels, ...(given && { ranges: given }) }),
        validation.features,
      )
    const distance = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length
    const afterwards = distance(int8(used, ranges), predict(used, validation.features, kernels))
    expect(afterwards).toBeLessThan(0.05)
    expect(right(int8(used, ranges))).toBeGreaterThan(right(int8(graph)) - 3)
  })
})

describe('a regression', () => {
  it('keeps its units', () => {
    const kernels = kernelMakers[0]![1]()
    const values = Float32Array.from(train.sampleIds, (row) => 500 + 100 * train.features[row * 60]!)
    const rows: Rows = { ...train, names: ['value'], truth: { kind: 'value', targets: values } }
    const block: NetworkBlock = {
      ...learn,
      block: 'regression',
      layers: netOf({ type: 'dense', units: 12 }),
      training: { ...settings, trainingCycles: 40 },
    }
    const { graph } = learnRows({ learn: block, train: rows, kernels })
    const off = (network: FloatGraph): number =>
      predict(network, rows.features, kernels).reduce((sum, value, row) => sum + Math.abs(value - values[row]!), 0) /
      150
    const pruning = { sparsity: 0.3, schedule: 'polynomial', scope: 'layer' } as const
    const small = compress({
      learn: block,
      train: rows,
      kernels,
      graph,
      compression: compressionSchema.parse({ pruning, quantizationAware: true, epochs: 20 }),
    })
    expect(off(small.graph)).toBeLessThan(2 * off(graph) + 5)
    expect(weights(small.graph)[0]!.filter((value) => value === 0).length).toBe(216)
  })
})

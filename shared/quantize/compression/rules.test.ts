import { describe, expect, it } from 'vitest'
import { blobs, hidden, settings } from '../../../test/support/training-blobs.ts'
import { graphBytes } from '../../../test/support/graph-bytes.ts'
import { kernelMakers } from '../../../test/support/training-wasm.ts'
import type { FloatDense, FloatGraph } from '../../nn/graph.ts'
import type { Kernels } from '../../nn/kernels.ts'
import type { Network } from '../../nn/network.ts'
import { predict } from '../../nn/predict.ts'
import { classifierTraining, trainClassifier } from '../../nn/trainer.ts'
import { clusteringRule, clusterValues } from './clustering.ts'
import { quantizedOutputs, quantizedValues, quantizedWeights } from './fake-quantization.ts'
import { fineTune, type FineTuning } from './fine-tune.ts'
import { keepZeros, pruningRule, rampSparsity } from './pruning.ts'
import { weightsOf } from './weight-rules.ts'

const train = blobs({ rows: 120, inputs: 6, classes: 3, spread: 0.6 })
const request = { train, layers: hidden(10, 6), settings, normalization: 'standard-scaler' as const }

function trained(kernels: Kernels): FloatGraph {
  return trainClassifier({ ...request, kernels }).graph
}

function tuned(kernels: Kernels, graph: FloatGraph, changes: Partial<FineTuning> = {}): FloatGraph {
  const { train: rows, loss, evenLoss } = classifierTraining({ ...request, kernels })
  const learning = { kernels, seed: 1, trainingCycles: 5, learningRate: 0.002, batchSize: 32 }
  return fineTune({ ...learning, graph, train: rows, loss, evenLoss, keep: 'best', ...changes })
}

function dense(graph: FloatGraph): FloatDense[] {
  return graph.layers.map((layer) => {
    if (layer.type !== 'dense') throw new Error(`unexpected ${layer.type}`)
    return layer
  })
}

function zeros(values: Float32Array): number {
  return values.filter((value) => value === 0).length
}

function right(graph: FloatGraph): number {
  const answers = predict(graph, train.features)
  return [...train.labels.keys()].filter((row) => {
    const own = answers.subarray(row * 3, row * 3 + 3)
    return own.indexOf(Math.max(...own)) === train.labels[row]
  }).length
}

describe('the ramp of pruning', () => {
  it('begins at nothing, is steep first and ends at the wanted sparsity', () => {
    expect([0, 0.5, 1, 2].map((progress) => rampSparsity(0.8, progress))).toEqual([0, 0.7000000000000001, 0.8, 0.8])
  })
})

describe('clusters of values', () => {
  it('are the even stretches of a line', () => {
    const { centroids, of } = clusterValues(Float32Array.of(5, 0, 1, 6, 10, 11), 3, false)
    expect([...centroids.slice(0, 3)]).toEqual([0.5, 5.5, 10.5])
    expect([...of]).toEqual([1, 0, 0, 1, 2, 2])
  })
  it('leave zeros a cluster of their own', () => {
    const values = Float32Array.of(0, 0.1, -0.1, 0, 4, 4.2)
    const { centroids, of } = clusterValues(values, 3, true)
    expect([...of]).toEqual([2, 0, 0, 2, 1, 1])
    expect(centroids[2]).toBe(0)
  })
  it('are no more than the values', () => {
    const { centroids, of } = clusterValues(Float32Array.of(3, 3), 16, false)
    expect([...of].map((cluster) => centroids[cluster])).toEqual([3, 3])
  })
})

describe.each(kernelMakers)('rules for weights with %s', (_name, make) => {
  it('keep pruned weights at zero, exactly as many as asked for', () => {
    const kernels = make()
    const before = trained(kernels)
    const rules = (network: Network) => {
      const rule = pruningRule(kernels, weightsOf(network))
      rule.prune(0.6, 'layer')
      return [rule]
    }
    const graph = tuned(kernels, before, { rules, trainingCycles: 20 })
    expect(dense(graph).map(({ weights }) => zeros(weights))).toEqual([36, 36, 10])
    expect(right(graph)).toBeGreaterThan(right(tuned(kernels, before, { rules, learningRate: 1e-30 })))
  })

  it('prune the smallest of the whole network', () => {
    const kernels = make()
    const before = trained(kernels)
    const sizes = dense(before).flatMap(({ weights }) => [...weights].map(Math.abs))
    const limit = sizes.toSorted((a, b) => a - b)[Math.floor(0.5 * sizes.length)]!
    const after = tuned(kernels, before, {
      learningRate: 1e-30,
      rules: (network) => {
        const rule = pruningRule(kernels, weightsOf(network))
        rule.prune(0.5, 'network')
        return [rule]
      },
    })
    dense(after).forEach(({ weights }, index) =>
      expect(zeros(weights)).toBe(dense(before)[index]!.weights.filter((one) => Math.abs(one) < limit).length),
    )
  })

  it('let the weights of a cluster move together', () => {
    const kernels = make()
    const before = trained(kernels)
    const rules = (network: Network) => [clusteringRule(kernels, weightsOf(network), { clusters: 4, keepZeros: false })]
    const graph = tuned(kernels, before, { rules })
    for (const { weights } of dense(graph)) expect(new Set(weights).size).toBeLessThanOrEqual(4)
    expect(graphBytes(tuned(kernels, before, { rules, learningRate: 1e-30 }))).not.toEqual(graphBytes(graph))
    expect(right(graph)).toBeGreaterThan(95)
  })

  it('keep zeros and clusters at once', () => {
    const kernels = make()
    const pruned = tuned(kernels, trained(kernels), {
      rules: (network) => {
        const rule = pruningRule(kernels, weightsOf(network))
        rule.prune(0.5, 'layer')
        return [rule]
      },
    })
    const both = tuned(kernels, pruned, {
      rules: (network) => [
        keepZeros(kernels, weightsOf(network)),
        clusteringRule(kernels, weightsOf(network), { clusters: 5, keepZeros: true }),
      ],
    })
    dense(both).forEach(({ weights }, index) => {
      expect(zeros(weights)).toBeGreaterThanOrEqual(zeros(dense(pruned)[index]!.weights))
      expect(new Set(weights).size).toBeLessThanOrEqual(5)
    })
  })

  it('give the same bytes again', () => {
    const kernels = make()
    const before = trained(kernels)
    const rules = (network: Network) => [quantizedWeights(kernels, weightsOf(network), false)]
    expect(graphBytes(tuned(kernels, before, { rules }))).toEqual(graphBytes(tuned(kernels, before, { rules })))
  })
})

describe('the rounding of int8 while learning', () => {
  it('rounds values to their levels and clips beyond', () => {
    const values = quantizedValues(Float32Array.of(0.26, -0.24, 100, -100, 0.25), { scale: 0.5, zeroPoint: 10 })
    expect([...values]).toEqual([0.5, 0, 58.5, -69, 0.5])
  })

  it.each(kernelMakers)('leaves exact weights behind, and stops gradients of clipped outputs: %s', (_name, make) => {
    const kernels = make()
    const before = trained(kernels)
    const graph = tuned(kernels, before, {
      trainingCycles: 1,
      learningRate: 1e-30,
      rules: (network) => [quantizedWeights(kernels, weightsOf(network), false)],
    })
    dense(graph).forEach(({ weights }, index) => expect(weights).toEqual(dense(before)[index]!.weights))
    // Hidden outputs that are all clipped to 0 teach nothing to the layers before.
    const clipped = tuned(kernels, before, {
      outputs: () => quantizedOutputs(kernels, [{ scale: 1e-12, zeroPoint: 127 }, undefined, undefined], [4096, 0, 0]),
    })
    const moved = dense(clipped)[0]!.weights.some((value, index) => value !== dense(before)[0]!.weights[index])
    expect(moved).toBe(false)
    expect(dense(clipped)[2]!.bias).not.toEqual(dense(before)[2]!.bias)
  })
})

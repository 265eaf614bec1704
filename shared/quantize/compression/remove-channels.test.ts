import { describe, expect, it } from 'vitest'
import { LAYER_NETS } from '../../../test/support/layer-nets.ts'
import { blobs, settings } from '../../../test/support/training-blobs.ts'
import { foldBatchNorm } from '../../nn/fold-batch-norm.ts'
import type { FloatGraph } from '../../nn/graph.ts'
import { plainKernels } from '../../nn/plain-kernels.ts'
import { predict } from '../../nn/predict.ts'
import { trainClassifier } from '../../nn/trainer.ts'
import { channelGraph } from './channel-graph.ts'
import { keepChannels, removeChannels } from './remove-channels.ts'

const data = blobs({ rows: 24, inputs: 60, classes: 3, spread: 1 })

function trained(layers: (typeof LAYER_NETS)[number][1]): FloatGraph {
  const settingsShort = { ...settings, trainingCycles: 2 }
  const { graph } = trainClassifier({
    train: data,
    layers,
    settings: settingsShort,
    normalization: 'standard-scaler',
    kernels: plainKernels(),
  })
  return foldBatchNorm(graph)
}

function weightCount(graph: FloatGraph): number {
  return graph.layers.reduce((sum, layer) => sum + ('weights' in layer ? layer.weights.length : 0), 0)
}

/** Makes every channel of these groups zero, before they are taken out. */
function silenced(graph: FloatGraph, gone: ReadonlySet<number>): FloatGraph {
  const channels = channelGraph(graph)
  return {
    ...graph,
    layers: graph.layers.map((layer, index) => {
      if (!('weights' in layer)) return layer
      const own = channels.outputs[index]!
      const dead = (channel: number): boolean => gone.has(own[channel]!)
      const width = layer.weights.length / own.length
      const depthwise = layer.type === 'depthwise-conv2d'
      const channelOf = (at: number): number => (depthwise ? at % own.length : Math.floor(at / width))
      return {
        ...layer,
        weights: layer.weights.map((weight, at) => (dead(channelOf(at)) ? 0 : weight)),
        bias: layer.bias.map((bias, channel) => (dead(channel) ? 0 : bias)),
      }
    }),
  }
}

describe('taking out channels', () => {
  it.each(LAYER_NETS)('leaves the answers as they are where the channels were zero: %s', (_title, layers) => {
    const graph = trained(layers)
    const channels = channelGraph(graph)
    const groups = new Set(channels.outputs.flatMap((own) => [...own]).filter((group) => channels.removable(group)))
    const perLayer = channels.outputs.map((own) => [...new Set(own)].find((group) => groups.has(group)))
    const gone = new Set(perLayer.filter((group) => group !== undefined))
    const quiet = silenced(graph, gone)
    // Sigmoid and tanh channels answer something for zero: only those of the rest can be taken out unnoticed.
    const curved = graph.layers.some((layer) => 'activation' in layer && layer.activation === 'sigmoid')
    const before = predict(quiet, data.features)
    const smaller = keepChannels(quiet, channels, gone)
    const after = predict(smaller, data.features)
    if (gone.size > 0) expect(weightCount(smaller)).toBeLessThan(weightCount(graph))
    if (!curved) after.forEach((value, index) => expect(value).toBeCloseTo(before[index]!, 5))
    expect(after).toHaveLength(before.length)
  })

  it.each(LAYER_NETS)('makes a network that can go on: %s', (_title, layers) => {
    const graph = trained(layers)
    const smaller = removeChannels(graph, 0.5)
    expect(predict(smaller, data.features).every(Number.isFinite)).toBe(true)
    expect(weightCount(smaller)).toBeLessThan(weightCount(graph))
  })

  it('takes out the share it was asked for, and leaves at least one', () => {
    const layers = LAYER_NETS.find(([title]) => title.startsWith('conv1d'))![1]
    const filters = (graph: FloatGraph): number[] =>
      graph.layers.flatMap((layer) => (layer.type === 'conv2d' ? [layer.filters] : []))
    const graph = trained(layers)
    expect(filters(graph)).toEqual([5, 4])
    expect(filters(removeChannels(graph, 0.5))).toEqual([3, 2])
    expect(filters(removeChannels(graph, 0.95))).toEqual([1, 1])
    expect(() => removeChannels(graph, 1)).toThrow('from 0 to 0.95')
  })
})

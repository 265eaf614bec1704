import { describe, expect, it } from 'vitest'
import { programCost, type ProgramCost } from '../../shared/codegen/graph-cost.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import { channelRanges } from '../../shared/quantize/intervals.ts'
import { simplifyGraph } from '../../shared/quantize/simplify.ts'
import type { TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { randomNumbers } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { layerModels } from './layer-models.ts'
import { randomFeatures } from './nets.ts'
import { goldenInputs, publishedModel, tryInputs } from './published.ts'
import { type TensorSpec, writeModel } from './write-model.ts'

/** Convolution, depthwise, convolution, pool and dense layer, in which strong biases hold many channels still. */
function stubbornNet(seed: number): Uint8Array {
  const next = randomNumbers(seed)
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const values = (shape: number[], zeroPoint: number): TensorSpec => ({ shape, scales: [0.2], zeroPoint })
  const weights = (shape: number[], dimension: number, channels: number): TensorSpec => ({
    shape,
    scales: Array.from({ length: channels }, () => 0.008 + next() / 200),
    quantizedDimension: dimension,
    data: Int8Array.from({ length: shape.reduce((a, b) => a * b) }, () => whole(-60, 60)),
  })
  const bias = (channels: number, strong = 0.3): TensorSpec => ({
    shape: [channels],
    type: 'int32',
    data: Int32Array.from({ length: channels }, () => (next() < strong ? whole(-900_000, 200_000) : whole(-900, 900))),
  })
  // With ReLU at a zero point of −128 a channel held low is exactly zero, and then padding cannot be told from it.
  const zero = next() < 0.5 ? -128 : -100
  const tensors = [
    values([1, 8, 7, 3], 5),
    weights([9, 3, 3, 3], 0, 9),
    bias(9),
    values([1, 8, 7, 9], zero),
    weights([1, 3, 3, 9], 3, 9),
    bias(9),
    values([1, 4, 4, 9], zero),
    weights([6, 1, 1, 9], 0, 6),
    bias(6),
    values([1, 4, 4, 6], zero),
    values([1, 2, 2, 6], zero),
    weights([4, 24], 0, 1),
    bias(4, 0),
    values([1, 4], 0),
  ]
  const relu = { b: 1 }
  const same = { b: 0 }
  return writeModel({
    tensors,
    operators: [
      { name: 'CONV_2D', inputs: [0, 1, 2], outputs: [3], optionsType: 1, options: [same, 1, 1, relu] },
      { name: 'DEPTHWISE_CONV_2D', inputs: [3, 4, 5], outputs: [6], optionsType: 2, options: [same, 2, 2, 1, relu] },
      { name: 'CONV_2D', inputs: [6, 7, 8], outputs: [9], optionsType: 1, options: [same, 1, 1, relu] },
      { name: 'AVERAGE_POOL_2D', inputs: [9], outputs: [10], optionsType: 5, options: [same, 2, 2, 2, 2] },
      { name: 'FULLY_CONNECTED', inputs: [10, 11, 12], outputs: [13], optionsType: 8, options: [{ b: 0 }] },
    ],
    inputs: [0],
    outputs: [13],
  })
}

function cost(graph: TensorGraph): ProgramCost {
  return programCost(graph, graphProgram(graph))
}

/** Runs both ways with both roundings; the same bytes, or the test fails. */
function expectSame(before: TensorGraph, after: TensorGraph, input: Int8Array): void {
  const bytes = new Uint8Array(input.buffer, 0, input.length)
  for (const singleRounding of [false, true]) {
    const [a, b] = [before, after].map((graph) =>
      testRuntime().openGraph(graphProgram(graph), { singleRounding }).run(bytes),
    )
    expect(b).toEqual(a)
  }
}

describe.skipIf(NO_RUNTIME)(`channels that cannot change an answer${NO_RUNTIME}`, () => {
  it('are left out of 60 networks without changing a byte', () => {
    let [smaller, answers] = [0, 0]
    for (let seed = 1; seed <= 60; seed++) {
      const graph = tfliteToTensorGraph(readTflite(stubbornNet(seed)))
      const simple = simplifyGraph(graph)
      expectSame(graph, simple, tryInputs(graph.tensors[0]!.bytes, 60))
      if (cost(simple).macs < cost(graph).macs) smaller += 1
      const input = tryInputs(168, 20)
      answers += new Set(testRuntime().openGraph(graphProgram(graph)).run(new Uint8Array(input.buffer))).size
    }
    expect(smaller).toBeGreaterThan(30)
    expect(answers).toBeGreaterThan(600)
  })

  it('are left out where the first convolution reads flat features as an image', () => {
    let smaller = 0
    for (const { name, float } of layerModels(5)) {
      const layers = float.layers.map((layer) => {
        if (layer.type !== 'conv2d' && layer.type !== 'depthwise-conv2d') return layer
        return { ...layer, bias: layer.bias.map((value, channel) => (channel % 3 === 1 ? -100 : value)) }
      })
      const { graph } = quantizeNetwork({ ...float, layers }, randomFeatures(float, 30, 2))
      const simple = simplifyGraph(graph)
      expectSame(graph, simple, tryInputs(float.inputs, 40))
      if (cost(simple).macs < cost(graph).macs) smaller += 1
      else expect({ name, same: simple === graph }).toEqual({ name, same: true })
    }
    expect(smaller).toBeGreaterThan(4)
  })

  it('stay within the ranges that are proven for them', () => {
    const graph = tfliteToTensorGraph(readTflite(stubbornNet(3)))
    const ranges = channelRanges(graph)
    // Every tensor in turn as the output, so that its values can be seen.
    for (const { output } of graph.steps.slice(0, 3)) {
      const until = graph.steps.findIndex((step) => step.output === output) + 1
      const part = { ...graph, outputs: [output], steps: graph.steps.slice(0, until) }
      const input = tryInputs(168, 60)
      const seen = new Int8Array(testRuntime().openGraph(graphProgram(part)).run(new Uint8Array(input.buffer)).buffer)
      const { low, high } = ranges.get(output)!
      const outside = seen.filter(
        (value, index) => value < low[index % low.length]! || value > high[index % low.length]!,
      )
      expect(outside).toEqual(new Int8Array())
    }
  })

  it.skipIf(NO_DATA)(`are half of the work of the visual wake words model${NO_DATA}`, () => {
    const { graph, program } = publishedModel('vww_96_int8')
    const simple = simplifyGraph(graph)
    expect(cost(graph).macs).toBe(7_489_664)
    expect(cost(simple).macs).toBeLessThan(4_000_000)
    expect(cost(simple).flashBytes).toBeLessThan(60_000)
    expectSame(graph, simple, tryInputs(program.inputBytes, 30, goldenInputs('vww_96_int8')))
  })
})

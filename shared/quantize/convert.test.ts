import { describe, expect, it } from 'vitest'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { layerModels } from '../../test/tflite/layer-models.ts'
import { int8Inputs, NET_SHAPES, randomFeatures, randomNet } from '../../test/tflite/nets.ts'
import { impulseCost, modelCost } from '../codegen/cost.ts'
import { AppError } from '../contract/errors.ts'
import type { DenseGraph, FloatDense, FloatGraph } from '../nn/graph.ts'
import { plainKernels } from '../nn/plain-kernels.ts'
import { predict } from '../nn/predict.ts'
import { calibrate } from './calibrate.ts'
import { quantizeNetwork } from './convert.ts'
import { effectiveScale, quantizationOfRange, quantizeMultiplier, softmaxParameters } from './fixed-point.ts'
import { oracleRun } from './oracle-graph.test-support.ts'
import { rescale } from './oracle.test-support.ts'
import { prepareNetwork } from './prepare.ts'
import { deployedGraph, modelInputs, modelOutputs, type QuantModel } from './quant-model.ts'
import { quantizationReport } from './report.ts'
import { classifyFeatures, runModel } from './run.ts'
import { layerCosts } from './sensitivity.ts'
import type { FullyConnectedOperation } from './tensor-graph.ts'

function firstDense({ graph }: QuantModel): FullyConnectedOperation {
  const operation = graph.steps[0]?.operation
  if (operation?.type !== 'fully-connected') throw new Error('no layer')
  return operation
}

function winner(scores: ArrayLike<number>): number {
  return Array.from(scores).indexOf(Math.max(...Array.from(scores)))
}

function codeOf(action: () => unknown): string {
  try {
    action()
    return 'accepted'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

describe('fixed point', () => {
  it('gives multiplier and shift of known factors', () => {
    expect(quantizeMultiplier(1)).toEqual({ multiplier: 2 ** 30, shift: 1 })
    expect(quantizeMultiplier(0.5)).toEqual({ multiplier: 2 ** 30, shift: 0 })
    expect(quantizeMultiplier(0.75)).toEqual({ multiplier: 1610612736, shift: 0 })
    expect(quantizeMultiplier(1 - 2 ** -40)).toEqual({ multiplier: 2 ** 30, shift: 1 })
    expect(quantizeMultiplier(2 ** -40)).toEqual({ multiplier: 0, shift: 0 })
    expect(quantizeMultiplier(0)).toEqual({ multiplier: 0, shift: 0 })
  })

  it('multiplies the scales in double', () => {
    const [a, b, c] = [Math.fround(0.1), Math.fround(0.3), Math.fround(0.7)]
    expect(effectiveScale(a, b, c)).toBe((a * b) / c)
    expect(effectiveScale(a, b, c)).not.toBe(Math.fround(a * b) / c)
  })

  it('keeps 0 exact in every range', () => {
    for (const [low, high] of [
      [-1, 1],
      [0, 6],
      [2, 5],
      [-3, -1],
      [-0.001, 900],
      [0, 0],
    ] as const) {
      const { scale, zeroPoint } = quantizationOfRange(low, high)
      expect(Number.isInteger(zeroPoint)).toBe(true)
      expect(Object.is(zeroPoint, -0)).toBe(false)
      expect(scale).toBe(Math.fround(scale))
      expect(zeroPoint).toBeGreaterThanOrEqual(-128)
      expect(zeroPoint).toBeLessThanOrEqual(127)
    }
    expect(quantizationOfRange(2, 5).zeroPoint).toBe(-128)
    expect(quantizationOfRange(-3, -1).zeroPoint).toBe(127)
  })

  it('rounds halves away from zero twice, or once upwards', () => {
    // 5 · 2^30 · 2^(0 − 31) = 2.5
    expect(rescale(5, 2 ** 30, 0, 'double')).toBe(3)
    expect(rescale(5, 2 ** 30, 0, 'single')).toBe(3)
    expect(rescale(-5, 2 ** 30, 0, 'single')).toBe(-2)
    // 0.49 rounds to 0 at once, but to 1 by way of 0.5.
    expect(rescale(3, 1416161536, -2, 'single')).toBe(0)
    expect(rescale(3, 1416161536, -2, 'double')).toBe(1)
  })

  it('gives the softmax constants of a known scale', () => {
    expect(softmaxParameters(1 / 16)).toEqual({ inputMultiplier: 2 ** 30, inputLeftShift: 23, diffMin: -248 })
  })
})

describe('int8 conversion', () => {
  const shape = NET_SHAPES[0]!
  const net = randomNet(shape, 1)
  const features = randomFeatures(net, 400, 2)

  it('is sharper with one weight scale a channel than with one a layer', () => {
    const perChannel = firstDense(quantizeNetwork(net, features))
    const perTensor = firstDense(quantizeNetwork(net, features, { weightScales: 'per-tensor' }))
    expect(Math.max(...perChannel.weightScales.slice(0, 3))).toBeLessThanOrEqual(perTensor.weightScales[0]!)
    expect(perChannel.weightScales).toHaveLength(20)
    expect(perTensor.weightScales).toHaveLength(1)
  })

  it('gives the same model every time', () => {
    expect(quantizeNetwork(net, features)).toEqual(quantizeNetwork(net, features))
  })

  it('keeps biases within 2^30 where weights are tiny or all zero', () => {
    const tiny: DenseGraph = {
      inputs: 2,
      labels: ['a', 'b', 'c'],
      layers: [
        {
          type: 'dense',
          inputs: 2,
          outputs: 3,
          weights: Float32Array.of(0, 0, 1e-30, 1e-30, 1, -1),
          bias: Float32Array.of(3, 1000, 0),
          activation: 'softmax',
        },
      ],
    }
    const model = quantizeNetwork(tiny, Float32Array.of(0, 0, 1, 1))
    const layer = firstDense(model)
    expect(Math.max(...layer.bias.map(Math.abs))).toBeLessThanOrEqual(2 ** 30)
    layer.bias.forEach((value, unit) => {
      const real = value * model.input.scale * layer.weightScales[unit]!
      expect(real).toBeCloseTo(tiny.layers[0]!.bias[unit]!, 3)
    })
  })

  it('refuses what cannot become int8', () => {
    const bad = (change: Partial<FloatDense>): FloatGraph => {
      return { ...net, layers: [{ ...net.layers[0]!, ...change }, ...net.layers.slice(1)] }
    }
    const codeFor = (graph: FloatGraph, values = features): string => codeOf(() => quantizeNetwork(graph, values))
    expect(codeFor(net, new Float32Array())).toBe('training/too-few')
    expect(codeFor(net, features.subarray(1))).toBe('training/too-few')
    expect(codeFor(bad({ bias: new Float32Array(20).fill(NaN) }))).toBe('training/diverged')
    expect(codeFor(bad({ activation: 'softmax' }))).toBe('model/unsupported')
    expect(codeFor({ ...net, layers: [] })).toBe('model/malformed')
  })

  it('finds the ranges of all layers', () => {
    const { input, layers } = calibrate(prepareNetwork(net), features, plainKernels())
    // The softmax at the end is a layer of its own.
    expect(layers).toHaveLength(4)
    expect(layers[0]?.low).toBeGreaterThanOrEqual(0)
    expect(input.low).toBeLessThan(input.high)
  })

  it('keeps one scale where pools and joins need it, and fixed ones where functions answer in them', () => {
    for (const { name, float } of layerModels()) {
      const { graph } = quantizeNetwork(float, randomFeatures(float, 30, 3))
      const scaleOf = (tensor: number): unknown => graph.tensors[tensor]!.quantization
      for (const { operation, inputs, output } of graph.steps) {
        const keeps = ['max-pool', 'average-pool', 'copy'].includes(operation.type)
        if (keeps) expect({ name, scale: scaleOf(output) }).toEqual({ name, scale: scaleOf(inputs[0]!) })
        if (operation.type !== 'lookup') continue
        if (operation.function.kind === 'logistic') expect(scaleOf(output)).toEqual({ scale: 1 / 256, zeroPoint: -128 })
        if (operation.function.kind === 'tanh') expect(scaleOf(output)).toEqual({ scale: 1 / 128, zeroPoint: 0 })
      }
    }
  })

  it('puts padding into the convolution behind it', () => {
    const [model] = layerModels().filter(({ name }) => name.startsWith('image with strides'))
    const { graph } = quantizeNetwork(model!.float, randomFeatures(model!.float, 20, 3))
    expect(graph.steps.map(({ name }) => name)).not.toContain('PAD')
    const [seen] = layerModels().filter(({ name }) => name.startsWith('padding that a pool'))
    const padded = quantizeNetwork(seen!.float, randomFeatures(seen!.float, 20, 3))
    expect(padded.graph.steps.map(({ name }) => name)).toContain('PAD')
  })
})

describe('which layer costs accuracy', () => {
  it('is the one whose scale is far too coarse', () => {
    const net = randomNet(NET_SHAPES[5]!, 3)
    const features = randomFeatures(net, 200, 2)
    const good = quantizeNetwork(net, features)
    const spoiled = structuredClone(good)
    const tensor = spoiled.graph.tensors.find(({ name }) => name === '2 dense')!
    tensor.quantization = { scale: tensor.quantization!.scale * 20, zeroPoint: tensor.quantization!.zeroPoint }
    const costs = layerCosts({ float: net, int8: spoiled, kernels: plainKernels(), features })
    const worst = costs.toSorted((a, b) => b.outputChange - a.outputChange)[0]
    expect(worst?.name).toBe('2 dense')
    expect(worst?.answersChanged).toBeGreaterThan(0.05)
  })
})

describe('cost', () => {
  it('counts the default network', () => {
    const net = randomNet(NET_SHAPES[0]!, 1)
    const cost = modelCost(quantizeNetwork(net, randomFeatures(net, 50, 2)))
    expect(cost.macs).toBe(900)
    expect(cost.parameters).toBe(934)
    // 20 and 10 live together, then 10 and 4.
    expect(cost.arenaBytes).toBe(32)
    expect(cost.ramBytes).toBe(32 + 33 + 4)
    expect(cost.flashBytes).toBeGreaterThan(900 + 4 * 34 + 8 * 34)
  })

  it('adds the blocks before it, which share their memory', () => {
    const net = randomNet(NET_SHAPES[0]!, 1)
    const model = quantizeNetwork(net, randomFeatures(net, 50, 2))
    const alone = modelCost(model)
    const block = { macs: 1000, flashBytes: 3000, ramBytes: 500 }
    const whole = impulseCost(model, [block, { ...block, ramBytes: 700 }], 0)
    expect(whole.macs).toBe(alone.macs + 2000)
    expect(whole.flashBytes).toBe(impulseCost(model, [], 0).flashBytes + 6000)
    expect(whole.flashBytes).toBeGreaterThan(alone.flashBytes + 6000 + 8 * 33)
    expect(whole.ramBytes).toBe(alone.ramBytes + 4 * 33 + 700)
  })
})

const MODELS = [
  ...NET_SHAPES.map((shape, index) => ({ name: shape.name, float: randomNet(shape, index + 1) })),
  ...layerModels(2),
]

describe.skipIf(NO_RUNTIME)(`the C kernels${NO_RUNTIME}`, () => {
  it.each(MODELS)('give the exact model’s bytes: $name', ({ float }) => {
    for (const weightScales of ['per-channel', 'per-tensor'] as const) {
      const model = quantizeNetwork(float, randomFeatures(float, 40, 6), { weightScales })
      const rows = 25
      const width = modelOutputs(model)
      const input = int8Inputs(float.inputs, rows, 7)
      for (const rounding of ['double', 'single'] as const) {
        const output = runModel(testRuntime(), model, input, { rounding })
        for (let row = 0; row < rows; row++) {
          const one = input.subarray(row * float.inputs, (row + 1) * float.inputs)
          expect(output.subarray(row * width, (row + 1) * width)).toEqual(oracleRun(model, one, rounding))
        }
      }
    }
  })

  it.each(MODELS)('answer as the float network on what it was not converted with: $name', ({ float }) => {
    const model = quantizeNetwork(float, randomFeatures(float, 300, 2))
    const others = randomFeatures(float, 300, 77)
    const [ours, theirs] = [classifyFeatures(testRuntime(), model, others), predict(float, others)]
    const width = modelOutputs(model)
    let [agree, error, size] = [0, 0, 0]
    for (let row = 0; row < 300; row++) {
      const [mine, other] = [ours, theirs].map((all) => all.subarray(row * width, (row + 1) * width))
      if (winner(mine!) === winner(other!)) agree += 1
      mine!.forEach((value, index) => {
        error += (value - other![index]!) ** 2
        size += other![index]! ** 2
      })
    }
    if (width > 1) expect(agree).toBeGreaterThan(270)
    expect(Math.sqrt(error / size)).toBeLessThan(0.12)
  })

  it('refuse input that is no whole number of runs', () => {
    const net = randomNet(NET_SHAPES[0]!, 5)
    const model = quantizeNetwork(net, randomFeatures(net, 20, 6))
    expect(modelInputs(model)).toBe(33)
    expect(codeOf(() => runModel(testRuntime(), model, new Int8Array(34)))).toBe('model/malformed')
    expect(deployedGraph(model)).toBe(deployedGraph(model))
  })

  it.each(MODELS)('report ranges, clipping and noise of every layer: $name', ({ float }) => {
    const model = quantizeNetwork(float, randomFeatures(float, 200, 6))
    const features = randomFeatures(float, 120, 8)
    const engines = { runtime: testRuntime(), kernels: plainKernels() }
    const report = quantizationReport(engines, { float, int8: model }, features)
    expect(report[0]?.name).toBe('features')
    expect(report.length).toBeGreaterThan(1)
    for (const { name, clippedShare, snrDb, worstChannels, noiseOfWindows } of report) {
      if (!(clippedShare < 0.05 && snrDb! > 14 && snrDb! < 90)) expect.unreachable(`${name} ${clippedShare} ${snrDb}`)
      expect(noiseOfWindows).toHaveLength(120)
      // No channel is noisier than the noisiest, and together they are as noisy as the layer.
      expect(worstChannels[0]!.snrDb ?? 0).toBeLessThanOrEqual(snrDb!)
    }
    const costs = layerCosts({ float, int8: model, kernels: plainKernels(), features })
    expect(costs.map(({ name }) => name)).toEqual(report.map(({ name }) => name))
    for (const { outputChange, answersChanged } of costs) {
      expect(outputChange).toBeGreaterThan(0)
      expect(outputChange).toBeLessThan(0.3)
      expect(answersChanged).toBeLessThan(0.15)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { int8Inputs, NET_SHAPES, randomFeatures, randomNet } from '../../test/tflite/nets.ts'
import { AppError } from '../contract/errors.ts'
import type { DenseGraph, FloatDense } from '../nn/graph.ts'
import { graphCost, impulseCost } from '../codegen/cost.ts'
import { calibrate, runDense, scaleFeatures } from './calibrate.ts'
import { quantizeGraph } from './convert.ts'
import { effectiveScale, quantizationOfRange, quantizeMultiplier, softmaxParameters } from './fixed-point.ts'
import { oracleRun, rescale } from './oracle.test-support.ts'
import { quantizationReport } from './report.ts'
import { classifyFeatures, runQuantGraph } from './run.ts'

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

  it('agrees with the float network on what it was not calibrated with', () => {
    const graph = quantizeGraph(net, features)
    const others = randomFeatures(net, 1000, 77)
    let agree = 0
    for (let row = 0; row < 1000; row++) {
      const one = others.subarray(row * 33, (row + 1) * 33)
      const scaled = scaleFeatures(one, net.scaler)
      const logits = net.layers.reduce((values, layer) => runDense(layer, values, 1), scaled)
      const { scale, zeroPoint } = graph.input
      const input = Int8Array.from(scaled, (x) => Math.max(-128, Math.min(127, Math.round(x / scale) + zeroPoint)))
      const scores = oracleRun(graph, input)
      if (scores.indexOf(Math.max(...scores)) === logits.indexOf(Math.max(...logits))) agree += 1
    }
    expect(agree).toBeGreaterThan(970)
  })

  it('is sharper with one weight scale a channel than with one a layer', () => {
    const steps = (weightScales: 'per-channel' | 'per-tensor'): number => {
      const [first] = quantizeGraph(net, features, { weightScales }).operators
      return first?.type === 'fully-connected' ? Math.max(...first.weightScales.slice(0, 3)) : 0
    }
    expect(steps('per-channel')).toBeLessThanOrEqual(steps('per-tensor'))
    expect(quantizeGraph(net, features).operators[0]).toHaveProperty('weightScales.length', 20)
    const [layer] = quantizeGraph(net, features, { weightScales: 'per-tensor' }).operators
    expect(layer).toHaveProperty('weightScales.length', 1)
  })

  it('gives the same graph every time', () => {
    expect(quantizeGraph(net, features)).toEqual(quantizeGraph(net, features))
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
    const [layer] = quantizeGraph(tiny, Float32Array.of(0, 0, 1, 1)).operators
    if (layer?.type !== 'fully-connected') throw new Error('no layer')
    expect(Math.max(...layer.bias.map(Math.abs))).toBeLessThanOrEqual(2 ** 30)
    layer.bias.forEach((value, unit) => {
      const real = value * layer.input.scale * layer.weightScales[unit]!
      expect(real).toBeCloseTo(tiny.layers[0]!.bias[unit]!, 3)
    })
  })

  it('refuses what cannot become int8', () => {
    const bad = (change: Partial<FloatDense>): DenseGraph => {
      return { ...net, layers: [{ ...net.layers[0]!, ...change }, ...net.layers.slice(1)] }
    }
    expect(codeOf(() => quantizeGraph(net, new Float32Array()))).toBe('training/too-few')
    expect(codeOf(() => quantizeGraph(net, features.subarray(1)))).toBe('training/too-few')
    expect(
      codeOf(() =>
        quantizeGraph(
          net,
          features.map(() => NaN),
        ),
      ),
    ).toBe('training/diverged')
    expect(codeOf(() => quantizeGraph(bad({ bias: new Float32Array(20).fill(NaN) }), features))).toBe(
      'training/diverged',
    )
    expect(codeOf(() => quantizeGraph(bad({ activation: 'softmax' }), features))).toBe('model/unsupported')
    expect(codeOf(() => quantizeGraph(bad({ inputs: 5 }), features))).toBe('model/malformed')
    expect(codeOf(() => quantizeGraph({ ...net, layers: [] }, features))).toBe('model/malformed')
  })

  it('finds the ranges of all layers', () => {
    const { input, layers } = calibrate(net, features)
    expect(layers).toHaveLength(3)
    expect(layers[0]?.low).toBeGreaterThanOrEqual(0)
    expect(input.low).toBeLessThan(input.high)
  })
})

describe('cost', () => {
  it('counts the default network', () => {
    const net = randomNet(NET_SHAPES[0]!, 1)
    const cost = graphCost(quantizeGraph(net, randomFeatures(net, 50, 2)))
    expect(cost.macs).toBe(900)
    expect(cost.parameters).toBe(934)
    // 20 and 10 live together, then 10 and 4.
    expect(cost.arenaBytes).toBe(32)
    expect(cost.ramBytes).toBe(32 + 33 + 4)
    expect(cost.flashBytes).toBeGreaterThan(900 + 4 * 34 + 8 * 34)
  })

  it('adds the blocks before it, which share their memory', () => {
    const net = randomNet(NET_SHAPES[0]!, 1)
    const graph = quantizeGraph(net, randomFeatures(net, 50, 2))
    const alone = graphCost(graph)
    const block = { macs: 1000, flashBytes: 3000, ramBytes: 500 }
    const whole = impulseCost(graph, [block, { ...block, ramBytes: 700 }], 0)
    expect(whole.macs).toBe(alone.macs + 2000)
    expect(whole.flashBytes).toBe(impulseCost(graph, [], 0).flashBytes + 6000)
    expect(whole.flashBytes).toBeGreaterThan(alone.flashBytes + 6000 + 8 * 33)
    expect(whole.ramBytes).toBe(alone.ramBytes + 4 * 33 + 700)
  })
})

describe.skipIf(NO_RUNTIME)(`the C kernels${NO_RUNTIME}`, () => {
  it.each(NET_SHAPES)('give the exact model’s bytes: $name', (shape) => {
    const runtime = testRuntime()
    const net = randomNet(shape, 5)
    for (const weightScales of ['per-channel', 'per-tensor'] as const) {
      const graph = quantizeGraph(net, randomFeatures(net, 200, 6), { weightScales })
      const input = int8Inputs(net.inputs, 500, 7)
      for (const rounding of ['double', 'single'] as const) {
        const output = runQuantGraph(runtime, graph, input, { rounding })
        const width = output.length / 500
        for (let row = 0; row < 500; row++) {
          const one = input.subarray(row * net.inputs, (row + 1) * net.inputs)
          expect(output.subarray(row * width, (row + 1) * width)).toEqual(oracleRun(graph, one, rounding))
        }
      }
    }
  })

  it('refuse input that is no whole number of runs', () => {
    const net = randomNet(NET_SHAPES[0]!, 5)
    const graph = quantizeGraph(net, randomFeatures(net, 20, 6))
    expect(codeOf(() => runQuantGraph(testRuntime(), graph, new Int8Array(34)))).toBe('model/malformed')
  })

  it('report ranges, clipping and noise of every layer', () => {
    const net = randomNet(NET_SHAPES[0]!, 5)
    const graph = quantizeGraph(net, randomFeatures(net, 200, 6))
    const features = randomFeatures(net, 300, 8)
    const report = quantizationReport(testRuntime(), { float: net, int8: graph }, features)
    expect(report.map(({ name }) => name)).toEqual(['input', 'layer 1', 'layer 2', 'layer 3'])
    for (const { clippedShare, snrDb } of report) {
      expect(clippedShare).toBeLessThan(0.05)
      expect(snrDb).toBeGreaterThan(20)
      expect(snrDb).toBeLessThan(80)
    }
    const scores = classifyFeatures(testRuntime(), graph, features)
    for (let row = 0; row < 300; row++) {
      expect(scores.subarray(row * 4, row * 4 + 4).reduce((sum, score) => sum + score)).toBeCloseTo(1, 1)
    }
  })
})

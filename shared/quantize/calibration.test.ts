import { describe, expect, it } from 'vitest'
import { layerModels } from '../../test/tflite/layer-models.ts'
import { NET_SHAPES, randomFeatures, randomNet, seededRandom } from '../../test/tflite/nets.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { conversionSchema, type ConversionSettings } from '../model/conversion.ts'
import type { FloatGraph } from '../nn/graph.ts'
import { plainKernels } from '../nn/plain-kernels.ts'
import { predict } from '../nn/predict.ts'
import { type CalibrationMethod, chooseRange, Histogram } from './choose-range.ts'
import { quantizeNetwork } from './convert.ts'
import { equalizeNetwork } from './equalize.ts'
import { prepareNetwork } from './prepare.ts'
import { quantizationReport } from './report.ts'
import { representativeRows } from './representative.ts'
import { classifyFeatures } from './run.ts'

/** Values of a bell, and one far outside. */
function withOutlier(outlier: number): Histogram {
  const random = seededRandom(5)
  const values = Float32Array.from({ length: 50_000 }, () => random() + random() + random() + random() - 2)
  values[17] = outlier
  const histogram = new Histogram({ low: Math.min(-2, outlier), high: Math.max(2, outlier) })
  histogram.add(values)
  return histogram
}

describe('calibration', () => {
  it.each<[CalibrationMethod, number, number]>([
    ['min-max', 40, 40],
    ['percentile', 1.5, 2.2],
    // One error of 2.5 in 50,000 values weighs as much as a step that is 6 % larger.
    ['mse', 36, 39],
    ['entropy', 1.5, 25],
  ])('by %s holds one value far outside or not', (method, least, most) => {
    const { low, high } = chooseRange(withOutlier(40), method)
    expect(high).toBeGreaterThanOrEqual(least)
    expect(high).toBeLessThanOrEqual(most)
    expect(low).toBeLessThanOrEqual(-0.3)
  })

  it.each<CalibrationMethod>(['percentile', 'mse', 'entropy'])(
    'by %s leaves ranges without outliers nearly whole',
    (method) => {
      const histogram = new Histogram({ low: -1, high: 1 })
      const random = seededRandom(3)
      histogram.add(Float32Array.from({ length: 20_000 }, () => random() * 2 - 1))
      const { low, high } = chooseRange(histogram, method)
      expect(low).toBeLessThan(-0.95)
      expect(high).toBeGreaterThan(0.95)
    },
  )

  it('keeps a range of one value', () => {
    const histogram = new Histogram({ low: 3, high: 3 })
    histogram.add(Float32Array.of(3, 3))
    expect(chooseRange(histogram, 'mse')).toEqual({ low: 3, high: 3 })
  })
})

function settings(changes: Partial<ConversionSettings>): ConversionSettings {
  return conversionSchema.parse(changes)
}

function errorOf(
  float: FloatGraph,
  changes: Partial<ConversionSettings>,
  spoil = (features: Float32Array) => features,
): number {
  const representative = spoil(randomFeatures(float, 300, 2))
  const model = quantizeNetwork(float, representative, { settings: settings(changes) })
  const others = randomFeatures(float, 300, 9)
  const [int8, exact] = [classifyFeatures(testRuntime(), model, others), predict(float, others)]
  return Math.sqrt(exact.reduce((sum, value, index) => sum + (value - int8[index]!) ** 2, 0) / exact.length)
}

describe.skipIf(NO_RUNTIME)(`choices of conversion${NO_RUNTIME}`, () => {
  it('beat minimum and maximum where a few values are far outside', () => {
    const float = randomNet(NET_SHAPES[0]!, 4)
    const spoil = (features: Float32Array): Float32Array => {
      const spoiled = features.slice()
      for (let at = 5; at < spoiled.length; at += 1999) spoiled[at]! *= 60
      return spoiled
    }
    const plain = errorOf(float, {}, spoil)
    for (const calibration of ['mse', 'entropy'] as const)
      expect(errorOf(float, { calibration }, spoil)).toBeLessThan(plain)
  })

  it.each(layerModels(4))('keep the answers: $name', ({ float }) => {
    const plain = errorOf(float, {})
    for (const changes of [{ biasCorrection: true }, { equalization: true }, { calibration: 'mse' }] as const) {
      expect(errorOf(float, changes)).toBeLessThan(2 * plain + 0.02)
    }
  })

  it('take the mean error out of a layer', () => {
    const net = randomNet({ name: 'means', sizes: [40, 30, 3], activations: ['linear', 'linear'] }, 8)
    // Inputs that are never negative, and coarse weights: rounding errors do not cancel.
    const { scaler: _scaler, ...float } = net
    const features = randomFeatures(float, 400, 3).map(Math.abs)
    const biasOf = (changes: Partial<ConversionSettings>): number => {
      const model = quantizeNetwork(float, features, { settings: settings(changes), weightScales: 'per-tensor' })
      const [int8, exact] = [classifyFeatures(testRuntime(), model, features), predict(float, features)]
      const means = [0, 1, 2].map((output) => {
        const differences = exact
          .filter((_, at) => at % 3 === output)
          .map((value, row) => value - int8[3 * row + output]!)
        return Math.abs(differences.reduce((sum, value) => sum + value, 0) / differences.length)
      })
      return Math.max(...means)
    }
    expect(biasOf({ biasCorrection: true })).toBeLessThan(0.6 * biasOf({}))
  })

  it('report layers of an equalised model beside what they stand for', () => {
    const { float } = layerModels(4)[0]!
    const model = quantizeNetwork(float, randomFeatures(float, 100, 2), { settings: settings({ equalization: true }) })
    const engines = { runtime: testRuntime(), kernels: plainKernels() }
    for (const { snrDb } of quantizationReport(engines, { float, int8: model }, randomFeatures(float, 50, 4))) {
      expect(snrDb).toBeGreaterThan(14)
    }
  })
})

describe('equalisation', () => {
  it.each(layerModels(6))('never changes what the float network answers: $name', ({ float }) => {
    const features = randomFeatures(float, 40, 2)
    const plain = predict(float, features)
    const { labels, inputs, scaler } = float
    const layers = equalizeNetwork(prepareNetwork(float)).layers
    // A softmax on its own cannot end a network that is asked; it goes back to the layer before.
    const last = layers.at(-1)!
    const joined =
      last.type === 'add' && last.with.length === 0
        ? [...layers.slice(0, -2), { ...layers.at(-2)!, activation: last.activation }]
        : layers
    const equal = predict({ labels, inputs, ...(scaler && { scaler }), layers: joined as typeof layers }, features)
    plain.forEach((value, index) => expect(equal[index]).toBeCloseTo(value, 4))
  })

  it('brings channels of very different size together', () => {
    const net = randomNet({ name: 'uneven', sizes: [10, 8, 3], activations: ['relu', 'softmax'] }, 2)
    const uneven: FloatGraph = {
      ...net,
      layers: net.layers.map((layer, index) => {
        return index === 0
          ? { ...layer, weights: layer.weights.map((w, at) => w * 10 ** (Math.floor(at / 10) - 4)) }
          : layer
      }),
    }
    const largest = (graph: FloatGraph): number[] => {
      const [first] = graph.layers
      if (first?.type !== 'dense') throw new Error('no layer')
      return Array.from({ length: 8 }, (_, unit) =>
        Math.max(...first.weights.slice(10 * unit, 10 * unit + 10).map(Math.abs)),
      )
    }
    const spread = (graph: FloatGraph): number => Math.max(...largest(graph)) / Math.min(...largest(graph))
    expect(spread(equalizeNetwork(prepareNetwork(uneven)))).toBeLessThan(spread(uneven) / 100)
  })
})

describe('representative rows', () => {
  const features = Float32Array.from({ length: 4000 }, (_, row) => row)
  const graph = randomNet({ name: 'one', sizes: [1, 100], activations: ['softmax'] }, 1)

  it('are all of a small set, and always the same of a large one', () => {
    expect(representativeRows({ graph, features: features.subarray(0, 900) })).toHaveLength(900)
    const chosen = representativeRows({ graph, features })
    expect(chosen).toHaveLength(1000)
    expect(representativeRows({ graph, features })).toEqual(chosen)
    expect(Math.max(...chosen)).toBeGreaterThan(3900)
  })

  it('are fewer where a row is much work', () => {
    const { float } = layerModels(1).find(({ name }) => name.startsWith('image'))!
    const layers = float.layers.map((layer) => {
      const huge = { outHeight: 9000, outWidth: 9000 }
      return layer.type === 'conv2d' ? { ...layer, window: { ...layer.window, ...huge } } : layer
    })
    const many = new Float32Array(300 * float.inputs)
    expect(representativeRows({ graph: { ...float, layers }, features: many })).toHaveLength(64 * float.inputs)
  })

  it('hold rare labels', () => {
    const labels = Int32Array.from({ length: 4000 }, (_, row) => (row < 3990 ? 0 : 1))
    const chosen = representativeRows({ graph, features, labels })
    expect([...chosen].filter((row) => row >= 3990)).toHaveLength(10)
  })
})

import type * as TensorflowApi from '@tensorflow/tfjs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadTensorflow, type Tensorflow } from '../../main/tensorflow/load.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { predict } from '../../shared/nn/predict.ts'
import { tfjsToFloatGraph } from '../../shared/tfjs/to-float-graph.ts'
import { seededRandom } from './nets.ts'

let tf: Tensorflow

beforeAll(async () => {
  tf = await loadTensorflow()
})

interface Saved {
  json: string
  bytes: Uint8Array
}

async function saved(model: TensorflowApi.LayersModel): Promise<Saved> {
  let found: Saved | undefined
  await model.save({
    save: (artifacts) => {
      const { modelTopology, weightSpecs: weights, weightData } = artifacts
      const data = Array.isArray(weightData) ? weightData[0] : weightData
      const manifest = [{ paths: ['group1-shard1of1.bin'], weights }]
      found = {
        json: JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest: manifest }),
        bytes: new Uint8Array(data as ArrayBuffer),
      }
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } })
    },
  })
  return found!
}

function randomValues(count: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  return Float32Array.from({ length: count }, () => random() * 2 - 1)
}

/** Statistics of batch normalisation begin at 0 and 1, which would show nothing. */
function shake(model: TensorflowApi.LayersModel): void {
  model.setWeights(
    model.getWeights().map((weights, index) => {
      const values = randomValues(weights.size, index + 3)
      const scaled =
        weights.shape.length === 1 ? values.map((value) => 0.6 + 0.4 * value) : values.map((value) => 0.5 * value)
      return tf.tensor(scaled, weights.shape)
    }),
  )
}

type Build = (api: Tensorflow) => TensorflowApi.LayersModel

const MODELS: [string, Build][] = [
  [
    'dense layers in a row',
    ({ sequential, layers }) =>
      sequential({
        layers: [
          layers.dense({ inputShape: [12], units: 8, activation: 'relu' }),
          layers.dropout({ rate: 0.3 }),
          layers.dense({ units: 5, activation: 'tanh' }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
  ],
  [
    'convolutions over steps',
    ({ sequential, layers }) =>
      sequential({
        layers: [
          layers.reshape({ inputShape: [60], targetShape: [20, 3] }),
          layers.conv1d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'relu' }),
          layers.maxPooling1d({ poolSize: 2, strides: 2, padding: 'same' }),
          layers.conv1d({ filters: 4, kernelSize: 3, strides: 2 }),
          layers.batchNormalization({}),
          layers.activation({ activation: 'relu' }),
          layers.flatten({}),
          layers.dense({ units: 2, activation: 'sigmoid' }),
        ],
      }),
  ],
  [
    'an image through separable convolutions',
    ({ sequential, layers }) =>
      sequential({
        layers: [
          layers.conv2d({
            inputShape: [10, 8, 2],
            filters: 4,
            kernelSize: 3,
            strides: 2,
            padding: 'same',
            useBias: false,
          }),
          layers.batchNormalization({ scale: false }),
          layers.reLU({ maxValue: 6 }),
          layers.zeroPadding2d({
            padding: [
              [0, 1],
              [1, 0],
            ],
          }),
          layers.depthwiseConv2d({ kernelSize: [3, 2], activation: 'relu' }),
          layers.separableConv2d({ filters: 5, kernelSize: [2, 2], activation: 'relu' }),
          layers.globalAveragePooling2d({}),
          layers.dense({ units: 4 }),
          layers.softmax({}),
        ],
      }),
  ],
  [
    'branches that meet',
    ({ input, model, layers }) => {
      const image = input({ shape: [6, 6, 3] })
      const first = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }).apply(image)
      const second = layers.conv2d({ filters: 4, kernelSize: 1 }).apply(first)
      const sum = layers.add().apply([first, second] as TensorflowApi.SymbolicTensor[])
      const active = layers.reLU().apply(sum)
      const joined = layers.concatenate().apply([active, first] as TensorflowApi.SymbolicTensor[])
      const pooled = layers.averagePooling2d({ poolSize: 3, strides: 3 }).apply(joined)
      const flat = layers.flatten().apply(pooled)
      const outputs = layers.dense({ units: 2 }).apply(flat) as TensorflowApi.SymbolicTensor
      return model({ inputs: image, outputs })
    },
  ],
]

describe('TensorFlow.js models', () => {
  it.each(MODELS)('answer as they do there: %s', async (_name, build) => {
    const model = build(tf)
    shake(model)
    const { json, bytes } = await saved(model)
    const { graph, input } = tfjsToFloatGraph(json, bytes)
    expect(input.height * input.width * input.channels).toBe(graph.inputs)
    const features = randomValues(5 * graph.inputs, 9)
    const shape = model.inputs[0]!.shape.slice(1).map((size) => size ?? 1)
    const expected = await (model.predict(tf.tensor(features, [5, ...shape])) as TensorflowApi.Tensor).data()
    const found = predict(graph, features)
    expect(found).toHaveLength(expected.length)
    found.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 4))
  })

  it('say what is not known', async () => {
    const { json, bytes } = await saved(
      tf.sequential({ layers: [tf.layers.lstm({ inputShape: [5, 2], units: 3 }), tf.layers.dense({ units: 2 })] }),
    )
    expect(() => tfjsToFloatGraph(json, bytes)).toThrow(/cannot read the layer LSTM/)
    expect(() => tfjsToFloatGraph('{}', bytes)).toThrow(/no TensorFlow.js layers model/)
    expect(() => tfjsToFloatGraph('no', bytes)).toThrow(AppError)
  })

  it('never end in a crash, whatever was changed in them', async () => {
    const { json, bytes } = await saved(MODELS[2]![1](tf))
    expect(() => tfjsToFloatGraph(json, bytes.subarray(4))).toThrow(/lie outside the file/)
    let refused = 0
    fc.assert(
      fc.property(fc.nat(json.length - 1), fc.constantFrom('0', '9', '-', '"', '[', 'null', ''), (at, text) => {
        try {
          tfjsToFloatGraph(json.slice(0, at) + text + json.slice(at + 1), bytes)
        } catch (error) {
          refused += 1
          if (!(error instanceof AppError)) throw error
        }
      }),
      { numRuns: 1500, seed: 4 },
    )
    expect(refused).toBeGreaterThan(300)
  })
})

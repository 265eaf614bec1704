/**
 * Training of three small networks: our kernels in WebAssembly and in plain TypeScript beside TensorFlow.js (cpu
 * backend), so that ratios are printed: npx vitest bench --run test/bench/training.bench.ts
 */
import * as tf from '@tensorflow/tfjs'
import { bench, describe } from 'vitest'
import type { NetworkLayer } from '../../shared/model/network-layer.ts'
import { trainClassifier } from '../../shared/nn/trainer.ts'
import type { TrainingData } from '../../shared/nn/training-data.ts'
import { netOf } from '../support/layer-nets.ts'
import { blobs, hidden, settings } from '../support/training-blobs.ts'
import { kernelMakers } from '../support/training-wasm.ts'

const OPTIONS = { iterations: 3, time: 300, warmupIterations: 1, warmupTime: 0 }

interface Task {
  train: TrainingData
  layers: NetworkLayer[]
  epochs: number
  /** The same hidden layers, from a flat row of features. */
  tensorflow: tf.layers.Layer[]
}

/** Ours scores the training set after each epoch and keeps the best weights; TensorFlow.js only fits. */
function besides({ train, layers, epochs, tensorflow }: Task): void {
  for (const [name, make] of kernelMakers) {
    const kernels = make()
    const own = { ...settings, trainingCycles: epochs }
    bench(
      name,
      () => {
        trainClassifier({ train, layers, settings: own, normalization: 'none', kernels })
      },
      OPTIONS,
    )
  }
  bench('TensorFlow.js cpu', () => fitTensorflow({ train, layers, epochs, tensorflow }), { ...OPTIONS, iterations: 1 })
}

let model: { task: tf.layers.Layer[]; model: tf.Sequential } | undefined

/** One model a task: its layers cannot be put into two. */
function modelOf(task: Task): tf.Sequential {
  if (model?.task === task.tensorflow) return model.model
  const made = tf.sequential({ layers: task.tensorflow })
  made.add(tf.layers.dense({ units: task.train.classes.length, activation: 'softmax' }))
  made.compile({ optimizer: tf.train.adam(settings.learningRate), loss: 'sparseCategoricalCrossentropy' })
  model = { task: task.tensorflow, model: made }
  return made
}

async function fitTensorflow(task: Task): Promise<void> {
  await tf.setBackend('cpu')
  const { train, epochs } = task
  const features = tf.tensor2d(train.features, [train.labels.length, train.inputs])
  const labels = tf.tensor1d(Float32Array.from(train.labels))
  await modelOf(task).fit(features, labels, { batchSize: settings.batchSize, epochs, verbose: 0, yieldEvery: 'never' })
  features.dispose()
  labels.dispose()
}

describe('dense 33 → 20 → 10 → 4: 2,000 windows, 30 epochs', () => {
  besides({
    train: blobs({ rows: 2000, inputs: 33, classes: 4, spread: 3 }),
    layers: hidden(20, 10),
    epochs: 30,
    tensorflow: [
      tf.layers.dense({ inputShape: [33], units: 20, activation: 'relu' }),
      tf.layers.dense({ units: 10, activation: 'relu' }),
    ],
  })
})

describe('conv1d on 49 × 13: 320 windows, 2 epochs', () => {
  besides({
    train: blobs({ rows: 320, inputs: 49 * 13, classes: 4, spread: 3 }),
    layers: netOf(
      { type: 'reshape', shape: [49, 13] },
      { type: 'conv1d', filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' },
      { type: 'max-pool1d' },
      { type: 'conv1d', filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' },
      { type: 'max-pool1d' },
      { type: 'flatten' },
    ),
    epochs: 2,
    tensorflow: [
      tf.layers.reshape({ inputShape: [49 * 13], targetShape: [49, 13] }),
      tf.layers.conv1d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      tf.layers.conv1d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      tf.layers.flatten(),
    ],
  })
})

describe('conv2d on 16 × 16: 160 images, 2 epochs', () => {
  besides({
    train: blobs({ rows: 160, inputs: 256, classes: 4, spread: 3 }),
    layers: netOf(
      { type: 'reshape', shape: [16, 16, 1] },
      { type: 'conv2d', filters: 8, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
      { type: 'max-pool2d' },
      { type: 'conv2d', filters: 16, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
      { type: 'max-pool2d' },
      { type: 'flatten' },
    ),
    epochs: 2,
    tensorflow: [
      tf.layers.reshape({ inputShape: [256], targetShape: [16, 16, 1] }),
      tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
    ],
  })
})

// Four tasks in this project's engine, in Keras (as it comes, and tuned) and in TensorFlow.js (WebAssembly), one after the
// other in one run: npm run build && npm run bench:engines [-- task]. The first run installs Keras under .cache.
// Prints processor time of one thread, ratios and accuracies; gates nothing. Start-up of a process never counts; a first fit
// has what a process does once, another fit has a new model in the same process. An epoch of ours also scores all rows
// under the weights at its end; theirs does not.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tensorflowOn } from '../../out/main/tensorflow/load.js'
import { initialiseWeights } from '../../out/shared/nn/initial-weights.js'
import { createNetwork, exportLayers } from '../../out/shared/nn/network.js'
import { planLayers } from '../../out/shared/nn/plan.js'
import { predict } from '../../out/shared/nn/predict.js'
import { seededRandom } from '../../out/shared/nn/random.js'
import { templateFor } from '../../out/shared/nn/templates.js'
import { trainClassifier } from '../../out/shared/nn/trainer.js'
import { loadTrainingKernels } from '../../out/shared/nn/wasm-kernels.js'
import { hasKeras, keras } from './keras/python.mjs'

const wasm = readFileSync(new URL('../../out/runtime/training.wasm', import.meta.url))
const conv1d = (filters) => ({
  type: 'conv1d',
  filters,
  kernelSize: 3,
  strides: 1,
  padding: 'same',
  activation: 'relu',
})
const halved = { type: 'max-pool1d', poolSize: 2, padding: 'valid' }
const dense = (units) => ({ type: 'dense', units, activation: 'relu' })

/**
 * `wanted`: how many times as fast as which engine. TensorFlow.js learns from so many rows, and its epoch is taken for as
 * many as the others have: its convolutions are slow.
 */
const TASKS = [
  {
    name: 'dense 33-20-10-4, 2,000 rows × 30',
    shape: [33],
    layers: [dense(20), dense(10)],
    ...{ outputs: 4, rows: 2000, epochs: 30, spread: 4, tensorflowRows: 2000 },
    wanted: { than: 'Keras', part: 'again', times: 50 },
  },
  {
    name: 'conv1d keywords 49 × 13, 1,500 rows × 30',
    shape: [49, 13],
    layers: [{ type: 'reshape', shape: [49, 13] }, conv1d(8), halved, conv1d(16), halved, { type: 'flatten' }],
    ...{ outputs: 4, rows: 1500, epochs: 30, spread: 8, tensorflowRows: 300 },
    wanted: { than: 'Keras', part: 'again', times: 6 },
  },
  {
    name: 'DS-CNN-S 49 × 10, 1,000 rows × 4',
    shape: [49, 10],
    layers: templateFor('ds-cnn', [49, 10]).layers,
    ...{ outputs: 12, rows: 1000, epochs: 4, spread: 1, tensorflowRows: 32 },
    wanted: { than: 'Keras', part: 'epoch', times: 1 },
  },
  {
    name: 'MobileNetV1 0.25 forward, 64 pictures 96 × 96',
    shape: [96, 96, 3],
    layers: templateFor('mobilenet-v1', [96, 96, 3], { width: 0.25 }).layers,
    ...{ outputs: 10, rows: 64, epochs: 1, spread: 1, tensorflowRows: 64, forward: true },
    wanted: { than: 'TensorFlow.js', part: 'epoch', times: 1 },
  },
]
const SETTINGS = {
  learningRate: 0.002,
  batchSize: 32,
  validationShare: 0,
  seed: 1,
  autoClassWeights: false,
  minimumConfidence: 0,
}

/** Rows around one centre a class, classes in turn; `stream` gives other rows of the same centres. */
function rowsOf({ shape, outputs, spread }, count, stream) {
  const inputs = shape.reduce((product, size) => product * size, 1)
  const [placing, random] = [seededRandom(1, 101), seededRandom(1, stream)]
  const centres = Float32Array.from({ length: outputs * inputs }, () => placing.nextFloat() * 2 - 1)
  return Float32Array.from({ length: count * inputs }, (_, at) => {
    const noise = random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5
    return centres[(Math.floor(at / inputs) % outputs) * inputs + (at % inputs)] + spread * noise
  })
}

/** Processor milliseconds since. */
function clock() {
  const begin = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(begin)
    return (user + system) / 1000
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const isRight = (scores, outputs, row) => {
  const own = scores.slice(row * outputs, (row + 1) * outputs)
  return own.indexOf(Math.max(...own)) === row % outputs
}
function accuracyOf(scores, outputs) {
  const rows = scores.length / outputs
  return Array.from({ length: rows }, (_, row) => row).filter((row) => isRight(scores, outputs, row)).length / rows
}

function ours(task) {
  const { layers, outputs, rows, epochs, train, held, inputs } = task
  const kernels = loadTrainingKernels(wasm)
  const classes = Array.from({ length: outputs }, (_, index) => `class${index}`)
  if (task.forward) return forward(task, graphOf(task, kernels), kernels)
  const data = {
    features: train,
    labels: Int32Array.from({ length: rows }, (_, row) => row % outputs),
    inputs,
    classes,
  }
  const settings = { ...SETTINGS, trainingCycles: epochs }
  const fits = [1, 2].map(() => {
    const times = []
    const since = clock()
    const onEpoch = () => times.push(since())
    const { graph } = trainClassifier({ train: data, layers, settings, normalization: 'none', kernels, onEpoch })
    return { ms: since(), graph, epoch: median(times.slice(1).map((at, index) => at - times[index])) }
  })
  const [first, again] = fits
  const accuracy = accuracyOf(predict(again.graph, held, kernels), outputs)
  return { fit: first.ms, again: again.ms, epoch: again.epoch, accuracy }
}

function graphOf({ inputs, layers, outputs }, kernels) {
  const planned = planLayers(inputs, layers, { outputs, activation: 'softmax' })
  const network = createNetwork({ kernels, layers: planned, capacity: 1, seed: 1, learns: false })
  initialiseWeights(network, 1)
  return { inputs, layers: exportLayers(network), labels: Array.from({ length: outputs }, (_, index) => String(index)) }
}

function forward({ train }, graph, kernels) {
  const times = [1, 2, 3].map(() => {
    const since = clock()
    predict(graph, train, kernels)
    return since()
  })
  return { fit: times[0], epoch: Math.min(...times.slice(1)) }
}

const activationOf = ({ activation = 'linear' }) => ({ activation })
const slidingOf = ({ filters, kernelSize, strides, padding, ...rest }) => ({
  ...{ filters, kernelSize, strides, padding },
  ...activationOf(rest),
})

/** One of the workbench's layers as layers of TensorFlow.js. */
const IN_TENSORFLOW = {
  dense: (tf, layer) => [tf.layers.dense({ units: layer.units, ...activationOf(layer) })],
  reshape: (tf, { shape }) => [tf.layers.reshape({ targetShape: shape })],
  flatten: (tf) => [tf.layers.flatten()],
  conv1d: (tf, layer) => [tf.layers.conv1d(slidingOf(layer))],
  conv2d: (tf, layer) => [tf.layers.conv2d(slidingOf(layer))],
  'depthwise-conv2d': (tf, layer) => [tf.layers.depthwiseConv2d(slidingOf(layer))],
  'max-pool1d': (tf, { poolSize, padding }) => [tf.layers.maxPooling1d({ poolSize, padding })],
  'global-average-pool': (tf) => [tf.layers.globalAveragePooling2d({})],
  'batch-norm': (tf, { momentum, epsilon, activation }) => [
    tf.layers.batchNormalization({ momentum, epsilon }),
    tf.layers.activation({ activation }),
  ],
}

async function inTensorflow(task) {
  const { inputs, layers, outputs, rows, train, tensorflowRows } = task
  const tf = await tensorflowOn('wasm')
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [inputs] })] })
  for (const layer of layers) for (const one of IN_TENSORFLOW[layer.type](tf, layer)) model.add(one)
  model.add(tf.layers.dense({ units: outputs, activation: 'softmax' }))
  const features = tf.tensor2d(train.subarray(0, tensorflowRows * inputs), [tensorflowRows, inputs])
  const times = []
  const since = clock()
  if (task.forward)
    for (let round = 0; round < 3; round++) {
      const answers = model.predict(features, { batchSize: SETTINGS.batchSize })
      await answers.data()
      answers.dispose()
      times.push(since())
    }
  else {
    model.compile({ optimizer: tf.train.adam(SETTINGS.learningRate), loss: 'sparseCategoricalCrossentropy' })
    const labels = tf.tensor1d(Float32Array.from({ length: tensorflowRows }, (_, row) => row % outputs))
    const callbacks = { onEpochEnd: () => void times.push(since()) }
    await model.fit(features, labels, {
      batchSize: SETTINGS.batchSize,
      epochs: 3,
      verbose: 0,
      yieldEvery: 'never',
      callbacks,
    })
  }
  const epoch = Math.min(...times.slice(1).map((at, index) => at - times[index]))
  return { epoch: (epoch * rows) / tensorflowRows }
}

async function allOf(task, folder) {
  const found = { 'This project': ours(task) }
  if (withKeras) {
    const { name, inputs, outputs, layers, rows, epochs, train, held, forward: forwardOnly = false } = task
    const asked = { name, inputs, outputs, layers, rows, epochs, forward: forwardOnly, ...SETTINGS }
    writeFileSync(join(folder, 'task.json'), JSON.stringify(asked))
    writeFileSync(join(folder, 'train.f32'), train)
    writeFileSync(join(folder, 'held.f32'), held)
    found.Keras = await keras('speed.py', [folder, 'default'])
    if (!forwardOnly) found['Keras, tuned'] = await keras('speed.py', [folder, 'tuned'])
  }
  found['TensorFlow.js'] = await inTensorflow(task)
  return found
}

function print({ name, forward: forwardOnly, wanted }, found) {
  const own = found['This project']
  const times = (part, one) => (one[part] === undefined ? '' : `× ${(one[part] / own[part]).toFixed(1)}`)
  const ms = (value) => (value === undefined ? '' : `${value.toFixed(value < 10 ? 1 : 0)} ms`)
  const [first, later] = forwardOnly ? ['first pass', 'later pass'] : ['first fit', 'later epoch']
  console.log(name)
  console.table(
    Object.fromEntries(
      Object.entries(found).map(([engine, one]) => [
        engine,
        {
          [first]: ms(one.fit),
          ...(!forwardOnly && { 'another fit': ms(one.again), 'of ours': times('again', one) }),
          [later]: ms(one.epoch),
          ['of our epoch']: times('epoch', one),
          accuracy: one.accuracy?.toFixed(3) ?? '',
        },
      ]),
    ),
  )
  const other = found[wanted.than]
  if (!other) return
  const reached = other[wanted.part] / own[wanted.part]
  const what = wanted.part === 'again' ? 'another fit' : later
  console.log(
    `${what}: ${reached.toFixed(1)} times as fast as ${wanted.than}; wanted ${wanted.times}${reached >= wanted.times ? '' : ': MISSED'}\n`,
  )
}

const withKeras = hasKeras()
const wantedTasks = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'tinyml-engines-'))
try {
  for (const task of TASKS) {
    if (wantedTasks.length > 0 && !wantedTasks.some((word) => task.name.includes(word))) continue
    const inputs = task.shape.reduce((product, size) => product * size, 1)
    const held = task.forward ? new Float32Array() : rowsOf(task, 600, 103)
    const whole = { ...task, inputs, train: rowsOf(task, task.rows, 102), held }
    print(task, await allOf(whole, folder))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

// The same Keras models converted by TensorFlow's converter and by ours, with the same representative rows, in one run:
// npm run build && npm run bench:conversion [-- name of a set]. The first run installs Keras under .cache.
// Accuracy is of the test samples of real sets; time is processor time of the fastest of three conversions. Prints;
// gates nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withBackend } from '../../out/main/cli/session.js'
import { getRuntime } from '../../out/main/runtime-file.js'
import { initialiseWeights } from '../../out/shared/nn/initial-weights.js'
import { createNetwork, exportLayers } from '../../out/shared/nn/network.js'
import { planLayers } from '../../out/shared/nn/plan.js'
import { predict } from '../../out/shared/nn/predict.js'
import { fitScaler } from '../../out/shared/nn/scaler.js'
import { loadTrainingKernels } from '../../out/shared/nn/wasm-kernels.js'
import { quantizeNetwork } from '../../out/shared/quantize/convert.js'
import { classifyFeatures } from '../../out/shared/quantize/run.js'
import { writeTflite } from '../../out/shared/tflite/write.js'
import { hasKeras, keras } from './keras/python.mjs'
import { division, openSet, setsThere, writeRequest } from './keras/sets.mjs'

const SETS = ['xiao', 'speech', 'CIFAR']
const REPRESENTATIVE = 200
const SEED = 1
const wasm = readFileSync(new URL('../../out/runtime/training.wasm', import.meta.url))
const kernels = loadTrainingKernels(wasm)

/** Rows first, columns first: how Keras and this project lay out weights. */
function transposed(values, rows, columns) {
  return Float32Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)])
}

/** The layer with the next weights of Keras in it; only layers of the proposed networks are met here. */
function filled(layer, next) {
  if (layer.type !== 'dense' && layer.type !== 'conv2d') return layer
  const outputs = layer.bias.length
  const weights = next(layer.weights.length)
  return { ...layer, weights: transposed(weights, weights.length / outputs, outputs), bias: next(outputs) }
}

/** What Keras trained, as this project's float network. */
function graphOf({ layers }, { inputs, outputs, names }, { scaler, weights }) {
  const planned = planLayers(inputs, layers, { outputs, activation: 'softmax' })
  const network = createNetwork({ kernels, layers: planned, capacity: 1, seed: SEED, learns: false })
  initialiseWeights(network, SEED)
  let at = 0
  const next = (length) => weights.slice(at, (at += length))
  const own = exportLayers(network).map((layer) => filled(layer, next))
  if (at !== weights.length) throw new Error(`Keras has ${weights.length} weights, this project ${at}`)
  return { inputs, layers: own, labels: names, ...(scaler && { scaler }) }
}

function picked(features, inputs, rows) {
  const values = new Float32Array(rows.length * inputs)
  rows.forEach((row, at) => values.set(features.subarray(row * inputs, (row + 1) * inputs), at * inputs))
  return values
}

/** Share of the samples whose mean scores are largest for their label. */
function accuracyOf(scores, rows, { sampleId, truth, outputs }) {
  const sums = new Map()
  rows.forEach((row, at) => {
    const sum = sums.get(sampleId[row]) ?? { label: truth[row], scores: new Float64Array(outputs) }
    for (let i = 0; i < outputs; i++) sum.scores[i] += scores[at * outputs + i]
    sums.set(sampleId[row], sum)
  })
  const right = [...sums.values()].filter(({ label, scores: own }) => own.indexOf(Math.max(...own)) === label)
  return right.length / sums.size
}

/** The fastest of as many conversions as theirs. */
function fastest(graph, representative) {
  return [1, 2, 3].map(() => convert(graph, representative)).reduce((best, one) => (one.ms < best.ms ? one : best))
}

function convert(graph, representative) {
  const begin = process.cpuUsage()
  const quant = quantizeNetwork(graph, representative, { kernels })
  const file = writeTflite(quant, { name: 'model' })
  const { user, system } = process.cpuUsage(begin)
  return { quant, file, ms: (user + system) / 1000 }
}

async function measure(set, session, folder) {
  const { call } = session
  const learn = await openSet(set, session, folder)
  await call('training/train', { seed: SEED })
  const sides = await division(call)
  const data = await writeRequest(session, learn, [{ seed: SEED, ...sides }], folder)
  const rowsOf = (ids) => [...data.sampleId.keys()].filter((row) => ids.includes(data.sampleId[row]))
  const train = rowsOf(sides.train)
  const count = Math.min(REPRESENTATIVE, train.length)
  const chosen = Array.from({ length: count }, (_, at) => train[Math.floor((at * train.length) / count)])
  writeFileSync(join(folder, 'representative.i32'), Int32Array.from(chosen))
  const theirs = await keras('convert.py', [folder])

  const bytes = readFileSync(join(folder, 'weights.f32'))
  const weights = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const scaled = learn.normalization === 'standard-scaler'
  const scaler = scaled ? fitScaler(picked(data.features, data.inputs, train), data.inputs) : undefined
  const graph = graphOf(learn, data, { scaler, weights })
  const representative = picked(data.features, data.inputs, chosen)
  const { quant, file, ms } = fastest(graph, representative)
  const { scaler: _scaler, ...networkOnly } = quant
  // Theirs has no place for the scaler that the features go through before.
  const alone = writeTflite(networkOnly, { name: 'model' })
  const test = rowsOf(sides.test)
  const held = picked(data.features, data.inputs, test)
  const [float, int8] = [predict(graph, held, kernels), classifyFeatures(getRuntime(), quant, held)]
  return {
    data: set.name,
    'test samples': sides.test.length,
    'float: Keras, ours': `${theirs.float.toFixed(3)}, ${accuracyOf(float, test, data).toFixed(3)}`,
    "int8: TensorFlow's, ours": `${theirs.int8.toFixed(3)}, ${accuracyOf(int8, test, data).toFixed(3)}`,
    'file: theirs, ours, with scaler': `${theirs.bytes} B, ${alone.length} B, ${file.length} B`,
    'size of ours': `${((100 * alone.length) / theirs.bytes).toFixed(0)} %`,
    'time: theirs, ours': `${theirs.ms.toFixed(0)} ms, ${ms.toFixed(0)} ms`,
    'times as fast': (theirs.ms / ms).toFixed(0),
  }
}

const words = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'tinyml-conversion-'))
const rows = []
try {
  const sets = hasKeras() ? setsThere(words.length > 0 ? words : SETS) : []
  for (const set of sets) rows.push(await withBackend((session) => measure(set, session, folder)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (rows.length > 0) console.table(rows)

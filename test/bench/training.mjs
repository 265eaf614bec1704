/**
 * Times training of a small dense net (2,000 windows, 33 → 20 → 10 → 4, 30 epochs) on both kernels, side by side.
 * Run after a build: node test/bench/training.mjs [rounds]
 */
import { readTrainingWasm } from '../../out/main/training-file.js'
import { plainKernels } from '../../out/shared/nn/plain-kernels.js'
import { seededRandom } from '../../out/shared/nn/random.js'
import { trainClassifier } from '../../out/shared/nn/trainer.js'
import { loadTrainingKernels } from '../../out/shared/nn/wasm-kernels.js'

const ROWS = 2000
const INPUTS = 33
const CLASSES = 4
const rounds = Number(process.argv[2] ?? 5)

function blobs(seed) {
  const random = seededRandom(seed, 9)
  const centres = Float32Array.from({ length: CLASSES * INPUTS }, () => random.nextFloat() * 2 - 1)
  const labels = Int32Array.from({ length: ROWS }, (_value, row) => row % CLASSES)
  const features = Float32Array.from({ length: ROWS * INPUTS }, (_value, at) => {
    const noise = random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5
    return centres[labels[Math.floor(at / INPUTS)] * INPUTS + (at % INPUTS)] + 3 * noise
  })
  return { features, labels, inputs: INPUTS, classes: ['a', 'b', 'c', 'd'] }
}

const settings = {
  trainingCycles: 30,
  learningRate: 0.005,
  batchSize: 32,
  validationShare: 0.2,
  seed: 1,
  autoClassWeights: false,
  minimumConfidence: 0.6,
}
const layers = [20, 10].map((units) => ({ type: 'dense', units, activation: 'relu' }))
const train = blobs(1)
const times = { wasm: [], plain: [] }
for (let round = 0; round < rounds; round++) {
  for (const kernels of [loadTrainingKernels(readTrainingWasm()), plainKernels()]) {
    const result = trainClassifier({ train, layers, settings, normalization: 'standard-scaler', kernels })
    times[kernels.name].push(result.trainMs)
    if (round === 0) console.log(kernels.name, 'last epoch', result.epochs.at(-1), 'best', result.bestEpoch)
  }
}
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
for (const [name, values] of Object.entries(times))
  console.log(name.padEnd(6), 'first', values[0].toFixed(0), 'ms, median', middle(values).toFixed(0), 'ms')
console.log('plain / wasm:', (middle(times.plain) / middle(times.wasm)).toFixed(1))

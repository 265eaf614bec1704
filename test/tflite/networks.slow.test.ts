import { describe, expect, it } from 'vitest'
import { trainClassifier } from '../../shared/nn/trainer.ts'
import { trainingSettingsSchema } from '../../shared/model/impulse.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import { modelInputs, modelOutputs } from '../../shared/quantize/quant-model.ts'
import { runModel } from '../../shared/quantize/run.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { bumps, STEPS } from '../support/layer-task.ts'
import { netOf } from '../support/layer-nets.ts'
import { NO_PYTHON } from '../support/python.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { compare, judge } from './judge.ts'
import { layerModels } from './layer-models.ts'
import { int8Inputs, randomFeatures } from './nets.ts'

const MISSING = NO_PYTHON + NO_RUNTIME
const RUNS = 10_000

function expectTflmBytes(float: FloatGraph, representative: Float32Array): void {
  const model = quantizeNetwork(float, representative)
  const input = int8Inputs(modelInputs(model), RUNS, 3)
  const [theirs] = judge('tflm', [{ model: writeTflite(model, { name: 'network' }), input }])
  const ours = runModel(testRuntime(), model, input)
  expect(new Set(ours).size).toBeGreaterThan(40)
  expect(compare(ours, theirs!, modelOutputs(model))).toEqual({ runs: 0, largest: 0, answers: 0 })
}

/** As the templates for series and sound are built. */
const TRAINED = {
  dense: netOf({ type: 'dense', units: 20 }, { type: 'dense', units: 10 }),
  convolutions: netOf(
    { type: 'reshape', shape: [STEPS, 1] },
    { type: 'conv1d', filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' },
    { type: 'max-pool1d', padding: 'same' },
    { type: 'conv1d', filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' },
    { type: 'max-pool1d', padding: 'same' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.25 },
  ),
  'depthwise convolutions with normalisation': netOf(
    { type: 'reshape', shape: [8, 4, 1] },
    { type: 'conv2d', filters: 12, kernelSize: [3, 3], padding: 'same' },
    { type: 'batch-norm', activation: 'relu' },
    { type: 'depthwise-conv2d', kernelSize: [3, 3], padding: 'same' },
    { type: 'batch-norm', activation: 'relu6' },
    { type: 'conv2d', filters: 12, kernelSize: [1, 1], activation: 'relu' },
    { type: 'add', with: [2] },
    { type: 'global-average-pool' },
  ),
}

describe.skipIf(MISSING)(`converted networks at length${MISSING}`, () => {
  it.each(layerModels(3))(
    `give exactly the bytes of TensorFlow Lite Micro on ${RUNS} inputs: $name`,
    { timeout: 600_000 },
    ({ float }) => expectTflmBytes(float, randomFeatures(float, 100, 4)),
  )

  it.each(Object.entries(TRAINED))(
    `give them after training: %s, ${RUNS} inputs`,
    { timeout: 600_000 },
    (_name, layers) => {
      const train = bumps(600)
      const settings = trainingSettingsSchema.parse({ trainingCycles: 20 })
      const { graph } = trainClassifier({
        train,
        layers,
        settings,
        normalization: 'standard-scaler',
        kernels: plainKernels(),
      })
      expectTflmBytes(graph, train.features)
    },
  )
})

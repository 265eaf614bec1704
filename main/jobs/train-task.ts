/** Training and conversion in one go: windows in, a run and its model out. */
import { AppError } from '../../shared/contract/errors.ts'
import { impulseCost } from '../../shared/codegen/cost.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { isNetworkBlock } from '../../shared/model/impulse.ts'
import type { Evaluation } from '../../shared/model/run.ts'
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { windowReadings } from '../../shared/dsp/windows.ts'
import { findingsOf } from '../../shared/nn/findings.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { chooseValidation } from '../../shared/nn/splits.ts'
import { trainClassifier } from '../../shared/nn/trainer.ts'
import { classCounts, type TrainingData } from '../../shared/nn/training-data.ts'
import { quantizeGraph } from '../../shared/quantize/convert.ts'
import type { QuantGraph } from '../../shared/quantize/graph.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { evaluateModel } from './evaluate-task.ts'
import type { SampleFacts, TaskContext, Tasks, WindowSet } from './tasks.ts'

type Input = Tasks['train']['input']
type Output = Tasks['train']['output']

export interface Engines {
  runtime: Runtime
  kernels: Kernels
}

interface Part extends TrainingData {
  /** How many samples the rows are from. */
  samples: number
}

/** Rows of the windows whose samples are chosen, with their labels as indices. */
function select(windows: WindowSet, samples: SampleFacts[], classes: string[]): Part {
  const labels = new Map(samples.map((sample) => [sample.id, classes.indexOf(sample.label)]))
  const rows = [...windows.sampleIds.keys()].filter((row) => (labels.get(windows.sampleIds[row]!) ?? -1) >= 0)
  const features = new Float32Array(rows.length * windows.featureCount)
  rows.forEach((row, index) => {
    const from = row * windows.featureCount
    features.set(windows.features.subarray(from, from + windows.featureCount), index * windows.featureCount)
  })
  return {
    features,
    labels: Int32Array.from(rows, (row) => labels.get(windows.sampleIds[row]!)!),
    inputs: windows.featureCount,
    classes,
    samples: new Set(rows.map((row) => windows.sampleIds[row])).size,
  }
}

export function trainTask(input: Input, context: TaskContext<Tasks['train']['progress']>, engines: Engines): Output {
  const learn = input.impulse.learn.find((block) => block.id === input.learnId)
  if (!learn || !isNetworkBlock(learn))
    throw new AppError('impulse/invalid', { message: `There is no network called ${input.learnId}.` })
  const settings = learn.training
  const classes = labelsOf(input)
  const choice = chooseValidation(input.samples, settings)
  const part = (ids: number[]): Part => {
    const chosen = new Set(ids)
    return select(
      input.windows,
      input.samples.filter((sample) => chosen.has(sample.id)),
      classes,
    )
  }
  const train = part(choice.train)
  const validation = part(choice.validation)
  const test = part(input.samples.filter((sample) => sample.split === 'test').map((sample) => sample.id))

  const result = trainClassifier({
    train,
    ...(validation.labels.length > 0 ? { validation } : {}),
    layers: learn.layers,
    settings,
    normalization: learn.normalization,
    kernels: engines.kernels,
    shouldCancel: context.cancelled,
    shouldStop: context.stopped,
    onEpoch: (epoch) => context.progress({ stage: 'training', epoch, epochs: settings.trainingCycles }),
  })
  context.progress({ stage: 'converting', epoch: null, epochs: settings.trainingCycles })
  const { quant, tflite, pack, convertMs } = convert(input, result.graph, train.features)
  const judge = (precision: 'float' | 'int8', data: Part): Evaluation =>
    evaluateModel({ graph: result.graph, quant, precision, data, samples: data.samples, threshold: 0 }, engines)
      .evaluation
  const both = (data: Part): { float: Evaluation; int8: Evaluation } => ({
    float: judge('float', data),
    int8: judge('int8', data),
  })
  const validationResult = both(validation)
  const cost = impulseCost(
    quant,
    describeImpulse(input.impulse, []).dsp.filter((block) => learn.inputs.includes(block.id)),
    windowReadings(input.impulse.input) * input.impulse.input.axes.length,
  )
  return {
    run: {
      learnId: learn.id,
      block: learn.block,
      modelHash: pack.hash,
      labels: classes,
      settings,
      epochs: result.epochs,
      bestEpoch: result.bestEpoch,
      stopped: result.stopped,
      trainMs: result.trainMs,
      convertMs,
      parameters: cost.parameters,
      macs: cost.macs,
      flashBytes: cost.flashBytes,
      ramBytes: cost.ramBytes,
      splitRule: choice.rule,
      validation: validationResult,
      test: both(test),
      findings: findingsOf({
        labels: classes,
        windowsPerLabel: classCounts(train),
        epochs: result.epochs,
        bestEpoch: result.bestEpoch,
        trainingCycles: settings.trainingCycles,
        stopped: result.stopped,
        splitRule: choice.rule,
        validation: validationResult.float,
      }),
    },
    blobs: { graph: result.graph, quant, tflite, pack: pack.bytes },
  }
}

/** Labels of the samples that training sees, in alphabetical order: the order of the outputs. */
function labelsOf({ samples, windows }: Input): string[] {
  const used = new Set(windows.sampleIds)
  const known = samples.filter((sample) => sample.split !== 'test' && used.has(sample.id))
  return [...new Set(known.map((sample) => sample.label))].sort()
}

interface Converted {
  quant: QuantGraph
  tflite: Uint8Array
  pack: { bytes: Uint8Array; hash: string }
  convertMs: number
}

function convert({ impulse, learnId }: Input, graph: FloatGraph, representative: Float32Array): Converted {
  const started = performance.now()
  const quant = quantizeGraph(graph, representative)
  const pack = encodeModelPack({ impulse, learnId, graph: quant })
  const tflite = writeTflite(quant, { name: 'TinyML Workbench', metadata: { impulse, modelHash: pack.hash } })
  return { quant, tflite, pack, convertMs: performance.now() - started }
}

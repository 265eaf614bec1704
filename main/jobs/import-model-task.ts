/** A model that somebody else made becomes a run: given its meaning, converted where it is float, and judged. */
import { AppError } from '../../shared/contract/errors.ts'
import type { InputScaling } from '../../shared/contract/operations/imported.ts'
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import type { FeatureScaler, FloatGraph } from '../../shared/nn/graph.ts'
import { rowsOf, type Rows } from '../../shared/nn/rows.ts'
import { fitScaler } from '../../shared/nn/scaler.ts'
import { answeringShares, type ForeignModel, type ModelFile, readForeignModel } from './foreign-model.ts'
import { finishRun } from './finish-run.ts'
import { type LearningData, learningData, type LearningInput, networkOf } from './learning-data.ts'
import type { FinishedRun, ModelBlobs } from './tasks.ts'
import type { Engines } from './train-task.ts'

export interface ImportModelTask {
  /** The impulse's network takes the inputs that the model shall have. */
  input: LearningInput & { files: ModelFile[]; labels: string[]; scaling: InputScaling }
  output: { run: FinishedRun; blobs: ModelBlobs; division: LearningData['division'] }
  progress: never
}

type Input = ImportModelTask['input']

export function importModelTask(input: Input, engines: Engines): ImportModelTask['output'] {
  const learn = networkOf(input)
  const model = readForeignModel(input.files)
  checkEnds(model, input)
  const data = namedData(input, learn)
  const meaning = { labels: input.labels, ...scalerOf(input.scaling, model, data.train) }
  const course = { epochs: [], bestEpoch: 0, stopped: false, trainMs: 0 }
  const { network } = model
  if (network.precision === 'float') {
    if (data.train.features.length === 0) throw new AppError('training/too-few')
    const { scaler: _own, ...rest } = network.graph
    const graph = endingInShares({ ...rest, ...meaning }, learn)
    return { ...finishRun(input, { learn, data, graph, course }, engines), division: data.division }
  }
  const int8 = learn.block === 'classification' ? answeringShares(network.int8) : network.int8
  const given = { quant: { ...int8, ...meaning }, tflite: network.bytes }
  const graph: FloatGraph = { inputs: model.inputs, layers: [], ...meaning }
  return { ...finishRun(input, { learn, data, graph, course, given }, engines), division: data.division }
}

function checkEnds({ inputs, outputs }: ForeignModel, { windows, labels }: Input): void {
  if (inputs !== windows.featureCount) {
    throw new AppError('model/wrong-ends', {
      message: `The model takes ${inputs} values, but the chosen blocks give ${windows.featureCount}.`,
    })
  }
  if (outputs !== labels.length || new Set(labels).size !== labels.length) {
    throw new AppError('model/wrong-ends', {
      message: `The model has ${outputs} outputs; each needs a name of its own, and ${new Set(labels).size} were given.`,
    })
  }
}

/** Rows in the order of the model's outputs. Samples whose label it does not know are left out. */
function namedData(input: Input, learn: NetworkBlock): LearningData {
  const data = learningData(input, learn)
  const named = (ids: Iterable<number>): Rows => {
    const chosen = new Set(ids)
    return rowsOf(learn, input.labels, {
      windows: input.windows,
      samples: input.samples.filter(({ id }) => chosen.has(id)),
    })
  }
  return {
    ...data,
    names: input.labels,
    train: named(data.division.train),
    validation: named(data.division.validation),
    test: named(input.samples.filter(({ split }) => split === 'test').map(({ id }) => id)),
  }
}

function scalerOf(scaling: InputScaling, { inputs, scaler }: ForeignModel, train: Rows): { scaler?: FeatureScaler } {
  const all = (mean: number, scale: number): { scaler: FeatureScaler } => ({
    scaler: { mean: new Float32Array(inputs).fill(mean), scale: new Float32Array(inputs).fill(scale) },
  })
  switch (scaling) {
    case 'own':
      return scaler ? { scaler } : {}
    case 'none':
      return {}
    case 'to-255':
      return all(0, 255)
    case 'to-plus-minus-1':
      return all(0.5, 2)
    case 'standard-scaler':
      if (train.features.length === 0) throw new AppError('training/too-few')
      return { scaler: fitScaler(train.features, inputs) }
  }
}

/** Which label wins stays as it was; its share becomes readable. */
function endingInShares(graph: FloatGraph, learn: NetworkBlock): FloatGraph {
  const last = graph.layers.at(-1)
  const several = learn.block === 'classification' && !learn.multiLabel && graph.labels.length > 1
  if (!several || last?.type !== 'dense' || last.activation !== 'linear') return graph
  return { ...graph, layers: [...graph.layers.slice(0, -1), { ...last, activation: 'softmax' }] }
}

/** The model on samples it has not learned from: scores of windows, and what they are worth. */
import { classificationStrideMs } from '../../shared/dsp/windows.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { TestResult } from '../../shared/contract/operations/models.ts'
import { isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { Evaluation, Precision } from '../../shared/model/run.ts'
import type { Split } from '../../shared/model/sample.ts'
import { countWithAnomalies } from '../../shared/nn/anomaly/count.ts'
import { answersOf, hasTruth } from '../../shared/nn/rows.ts'
import type { SampleFacts, WindowSet } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { decodeBlob } from './blob-codec.ts'
import { anomalyBlock, featuresImpulse, keptUsual } from './anomaly-store.ts'
import type { Context } from './context.ts'
import { modelOfRun, runWithId, trainedModel, type TrainedModel } from './model-store.ts'
import { sampleFacts } from './sample-facts.ts'
import { scoreSamples, scoreValues } from './sample-scores.ts'
import { chosenWindows } from './window-rows.ts'

export interface TestQuestion {
  /** The impulse's first network where absent. */
  learnId?: string | undefined
  /** A run of its own; the one in use where absent. */
  runId?: number | undefined
  precision: Precision
  split: Split
  /** 0…1; answers below it are UNCERTAIN. */
  threshold?: number | undefined
}

export interface Tested {
  model: TrainedModel
  learn: NetworkBlock
  windows: WindowSet
  samples: SampleFacts[]
  /** `[windows, labels]`. */
  scores: Float32Array
  evaluation: Evaluation
}

/** Scores of all windows of a split whose samples have a truth the model knows. */
export async function testedWindows(context: Context, question: TestQuestion, signal: AbortSignal): Promise<Tested> {
  const project = context.project()
  const { runId, learnId } = question
  const model = runId === undefined ? trainedModel(project, learnId) : modelOfRun(project, runWithId(project, runId))
  if (question.precision === 'float' && model.graph.layers.length === 0) throw new AppError('model/no-float')
  const learn = networkOfModel(model)
  const { windows } = await context.features.compute(project, model.impulse, {
    signal,
    strideMs: classificationStrideMs(model.impulse.input),
  })
  const inSplit = samplesOfSplit(project, model.run.id, question.split)
  const samples = inSplit.filter((one) => hasTruth(learn, model.run.labels, one))
  const chosen = chosenWindows(windows, new Set(samples.map((one) => one.id)))
  if (chosen.sampleIds.length === 0) throw new AppError('testing/empty')
  const { scores, evaluation } = await context.compute.run(
    'evaluate',
    {
      model: { graph: model.graph, quant: model.quant },
      learn,
      precision: question.precision,
      windows: chosen,
      samples,
      threshold: question.threshold ?? 0,
    },
    { signal },
  )
  return { model, learn, windows: chosen, samples, scores, evaluation }
}

/** The model's own division, where it had one: not all that is for training was learned from. */
function samplesOfSplit(project: ProjectFile, runId: number, split: Split): SampleFacts[] {
  const facts = sampleFacts(project)
  const bytes = split === 'test' ? null : project.runBlob(runId, 'division')
  if (split === 'test' || !bytes) return facts.filter((one) => one.split === split)
  const ids = new Set(decodeBlob('division', bytes)[split])
  return facts.filter((one) => ids.has(one.id))
}

export function networkOfModel({ impulse, run }: TrainedModel): NetworkBlock {
  const learn = impulse.learn.find(({ id }) => id === run.learnId) ?? impulse.learn[0]
  if (learn && isNetworkBlock(learn)) return learn
  throw new AppError('training/no-model')
}

export async function runTest(context: Context, question: TestQuestion, signal: AbortSignal): Promise<TestResult> {
  const project = context.project()
  const { model, learn, windows, samples, scores, evaluation } = await testedWindows(context, question, signal)
  const { labels, modelHash } = model.run
  const threshold = question.threshold ?? 0
  const perSample =
    answersOf(learn) === 'value'
      ? scoreValues({ scores, windows, samples, target: learn.block === 'regression' ? learn.target : undefined })
      : scoreSamples({ scores, windows, samples, labels, threshold })
  if (question.split === 'test' && question.runId === undefined)
    project.setSetting('tested', { modelHash, accuracy: evaluation.accuracy ?? null })
  const { precision, split } = question
  const anomaly = await strangeWindows(context, { model, windows, samples, scores, threshold, split }, signal)
  return {
    ...evaluation,
    samples: perSample.length,
    precision,
    split,
    modelHash,
    perSample,
    ...(anomaly && { anomaly }),
  }
}

type StrangeQuestion = Omit<Tested, 'learn' | 'evaluation'> & { threshold: number; split: Split }

/** Counts with UNCERTAIN and ANOMALY, where the model's impulse has learned what is usual. */
async function strangeWindows(
  context: Context,
  { model, windows, samples, scores, threshold, split }: StrangeQuestion,
  signal: AbortSignal,
): Promise<TestResult['anomaly']> {
  const project = context.project()
  const impulse = project.impulse()
  const block = impulse && anomalyBlock(impulse, undefined)
  const kept = block && keptUsual(project, block.id)
  if (!impulse || !kept) return undefined
  // The readings of the tested model, whatever the impulse looks at by now.
  const usual = featuresImpulse({ ...impulse, input: model.impulse.input }, kept.block)
  const strideMs = classificationStrideMs(model.impulse.input)
  const all = await context.features.compute(project, usual, { signal, strideMs })
  const own = chosenWindows(all.windows, new Set(samples.map(({ id }) => id)))
  if (own.sampleIds.length !== windows.sampleIds.length || own.featureCount !== kept.model.inputs) return undefined
  const areStrange = async (features: Float32Array): Promise<boolean[]> => {
    const strange = await context.compute.run('anomalyScores', { model: kept.model, features }, { signal })
    return Array.from(strange, (score) => score > kept.model.threshold)
  }
  const isStrange = await areStrange(own.features)
  const learn = networkOfModel(model)
  const inSplit = samplesOfSplit(project, model.run.id, split)
  const unknown = inSplit.filter((one) => !hasTruth(learn, model.run.labels, one))
  const others = chosenWindows(all.windows, new Set(unknown.map(({ id }) => id)))
  const truth = new Map(samples.map(({ id, label }) => [id, model.run.labels.indexOf(label)]))
  const actual = Int32Array.from(windows.sampleIds, (id) => truth.get(id) ?? -1)
  return {
    learnId: kept.block.id,
    threshold: kept.model.threshold,
    windows: isStrange.filter(Boolean).length,
    matrix: countWithAnomalies({ scores, actual, labels: model.run.labels, threshold, isStrange }),
    others: countByLabel(unknown, others.sampleIds, await areStrange(others.features)),
  }
}

function countByLabel(
  samples: readonly SampleFacts[],
  sampleIds: Int32Array,
  isStrange: readonly boolean[],
): NonNullable<TestResult['anomaly']>['others'] {
  return [...new Set(samples.map(({ label }) => label))].toSorted().map((label) => {
    const ids = new Set(samples.filter((one) => one.label === label).map(({ id }) => id))
    const rows = [...sampleIds.keys()].filter((row) => ids.has(sampleIds[row]!))
    return { label, windows: rows.length, strange: rows.filter((row) => isStrange[row]).length }
  })
}

export function testSummary({ mae, correct, windows }: TestResult): string {
  if (mae !== undefined) return `${windows} windows, ${mae.toPrecision(3)} off on average`
  return `${correct} of ${windows} windows right`
}

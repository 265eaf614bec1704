/** Choosing a network, and judging it beyond one training. */
import { classificationStrideMs } from '../../shared/dsp/windows.ts'
import { featureShape } from '../../shared/dsp/feature-shape.ts'
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, isNetworkBlock } from '../../shared/model/impulse.ts'
import { labelCurves } from '../../shared/nn/curves.ts'
import { answersOf } from '../../shared/nn/rows.ts'
import { templatesFor } from '../../shared/nn/templates.ts'
import { networkOf, type LearningInput } from '../jobs/learning-data.ts'
import type { Context } from './context.ts'
import { requireImpulse } from './impulse-service.ts'
import { forBlock, trainedModel } from './model-store.ts'
import { readingsToChange, sampleFacts, sampleSignals } from './sample-facts.ts'
import { testedWindows, type Tested } from './testing.ts'
import { chosenWindows } from './window-rows.ts'

type JudgingHandlers = Pick<
  Handlers,
  | 'training/templates'
  | 'training/augment-preview'
  | 'training/inside'
  | 'training/cross-validate'
  | 'training/find-rate'
  | 'testing/windows'
  | 'testing/curves'
  | 'testing/sample'
>

const CROSS_VALIDATE_JOB = 'Cross-validate'
const FIND_RATE_JOB = 'Find learning rate'
const INSIDE_WINDOWS = 100
const SCORES_JOB = 'Score windows'

export function judgingHandlers(context: Context): JudgingHandlers {
  const scoreJob = (signal: AbortSignal, work: (signal: AbortSignal) => Promise<Tested>): Promise<Tested> =>
    context.jobs.run(
      { name: SCORES_JOB, page: 'testing', signal },
      (job) => work(job.signal),
      ({ windows }) => `${windows.sampleIds.length} windows`,
    )
  return {
    'training/templates': ({ learnId, width }) => {
      const { impulse, id } = networkImpulse(context, learnId)
      const shape = featureShape(impulse, id)
      return { shape, templates: templatesFor(shape, { width }) }
    },
    'training/augment-preview': async ({ learnId, sampleId, startMs, augmentation }, { signal }) => {
      const project = context.project()
      const input = await learningInput(context, learnId, signal)
      const learn = networkOf(input)
      const mixes = (augmentation.sound?.backgroundMix ?? 0) > 0
      const signals = sampleSignals(project, ({ id, split }) => id === sampleId || (mixes && split === 'train'))
      return context.compute.run(
        'augmentPreview',
        { ...input, learn, augmentation, signals, sampleId, startMs },
        { signal },
      )
    },
    'training/cross-validate': ({ learnId, method }, { signal, progress }) =>
      context.jobs.run(
        { name: CROSS_VALIDATE_JOB, page: 'training', signal },
        async (job) => {
          const input = await learningInput(context, learnId, job.signal)
          return context.compute.run(
            'crossValidate',
            { ...input, method, ...readingsToChange(context.project(), input.impulse) },
            {
              signal: job.signal,
              onProgress({ done, total }) {
                job.progress('parts', done, total)
                progress({ stage: 'parts', done, total })
              },
            },
          )
        },
        ({ folds }) => `${folds.length} parts`,
      ),
    'training/find-rate': ({ learnId }, { signal }) =>
      context.jobs.run(
        { name: FIND_RATE_JOB, page: 'training', signal },
        async (job) => {
          const input = await learningInput(context, learnId, job.signal)
          return context.compute.run('findRate', input, { signal: job.signal })
        },
        ({ suggested }) => `Learning rate ${suggested}`,
      ),
    'training/inside': async ({ learnId }, { signal }) => {
      const model = trainedModel(context.project(), learnId)
      const { windows } = await context.features.compute(context.project(), model.impulse, { signal })
      const { featureCount, features } = windows
      const rows = evenRows(windows.sampleIds.length, INSIDE_WINDOWS)
      const chosen = new Float32Array(rows.length * featureCount)
      rows.forEach((row, at) =>
        chosen.set(features.subarray(row * featureCount, (row + 1) * featureCount), at * featureCount),
      )
      const { graph, quant, run } = model
      const found = await context.compute.run('inside', { model: { graph, quant }, features: chosen }, { signal })
      return { modelHash: run.modelHash, windows: rows.length, ...found }
    },
    'testing/windows': async (input, { signal }) => {
      const tested = await scoreJob(signal, (own) => testedWindows(context, input, own))
      const { model, windows, scores } = tested
      const { labels, modelHash } = model.run
      const { sampleIds: sampleId, startMs } = windows
      return { labels, modelHash, sampleId, startMs, truth: truthOf(tested), scores }
    },
    'testing/curves': async (input, { signal }) => {
      const tested = await scoreJob(signal, (own) => testedWindows(context, input, own))
      if (answersOf(tested.learn) !== 'label')
        throw new AppError('model/unsupported', {
          message: 'These curves are of labels; this model answers values.',
          hint: 'Choose a learning block that tells labels apart.',
        })
      const { labels: names, modelHash } = tested.model.run
      return { modelHash, labels: labelCurves({ probabilities: tested.scores, labels: truthOf(tested), names }) }
    },
    'testing/sample': async ({ learnId, precision, sampleId }, { signal }) => {
      const model = trainedModel(context.project(), learnId)
      const { windows } = await context.features.compute(context.project(), model.impulse, {
        signal,
        strideMs: classificationStrideMs(model.impulse.input),
      })
      const own = chosenWindows(windows, new Set([sampleId]))
      const { graph, quant } = model
      const scores = await context.compute.run(
        'score',
        { model: { graph, quant }, precision, features: own.features },
        { signal },
      )
      return { labels: model.run.labels, startMs: own.startMs, scores }
    },
  }
}

/** At most so many, evenly over all of them. */
function evenRows(count: number, limit: number): number[] {
  const chosen = Math.min(count, limit)
  return Array.from({ length: chosen }, (_, index) => Math.floor((index * count) / chosen))
}

/** Index of the label of each window's sample; −1 where there is no one label. */
function truthOf({ model, learn, windows, samples }: Tested): Int32Array {
  if (answersOf(learn) !== 'label') return new Int32Array(windows.sampleIds.length).fill(-1)
  const labels = new Map(samples.map(({ id, label }) => [id, model.run.labels.indexOf(label)]))
  return Int32Array.from(windows.sampleIds, (id) => labels.get(id) ?? -1)
}

function networkImpulse(context: Context, learnId: string | undefined): { impulse: Impulse; id: string } {
  const impulse = requireImpulse(context.project())
  const block = impulse.learn.find((one) => isNetworkBlock(one) && (learnId === undefined || one.id === learnId))
  if (block) return { impulse: forBlock(impulse, block.id), id: block.id }
  throw new AppError('impulse/invalid', { message: `The impulse has no network called "${learnId ?? ''}".` })
}

async function learningInput(
  context: Context,
  learnId: string | undefined,
  signal: AbortSignal,
): Promise<LearningInput> {
  const project = context.project()
  const { impulse, id } = networkImpulse(context, learnId)
  const { windows } = await context.features.compute(project, impulse, { signal })
  return { impulse, learnId: id, windows, samples: sampleFacts(project) }
}

/** Features, the explorer, training and testing. */
import { classificationStrideMs } from '../../shared/dsp/windows.ts'
import type { CallContext, Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { TestResult } from '../../shared/contract/operations/models.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import type { RunningJob } from '../jobs/job-list.ts'
import type { SampleFacts, WindowSet } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { encodeBlob, encodeImpulse } from './blob-codec.ts'
import type { Context } from './context.ts'
import { learnBlock, usedSamples } from './feature-store.ts'
import { requireImpulse } from './impulse-service.ts'
import { inputsHash, trainedModel } from './model-store.ts'
import { chooseRows, chosenWindows, explorerRows } from './window-rows.ts'
import { scoreSamples } from './sample-scores.ts'

type TrainingHandlers = Pick<
  Handlers,
  | 'features/compute'
  | 'features/get'
  | 'features/explore'
  | 'training/train'
  | 'training/stop'
  | 'training/runs'
  | 'testing/run'
>

/** The part of a call that both feature operations have. */
type FeatureCall = Pick<CallContext<'features/compute'>, 'signal' | 'progress'>

export const TRAIN_JOB = 'Train'
export const FEATURES_JOB = 'Compute features'
export const TEST_JOB = 'Run test'

export function sampleFacts(project: ProjectFile): SampleFacts[] {
  return usedSamples(project).map(({ id, name, label, split, session }) => ({
    id,
    name,
    label: label ?? '',
    split,
    session,
  }))
}

export function trainingHandlers(context: Context): TrainingHandlers {
  let stopTraining = new AbortController()

  async function computeFeatures(call: FeatureCall): ReturnType<Context['features']['compute']> {
    const project = context.project()
    const impulse = requireImpulse(project)
    return context.jobs.run(
      { name: FEATURES_JOB, page: 'impulse', signal: call.signal },
      (job) =>
        context.features.compute(project, impulse, {
          signal: job.signal,
          onProgress(done, total) {
            job.progress('samples', done, total)
            call.progress({ stage: 'samples', done, total })
          },
        }),
      ({ windows }) => `${windows.sampleIds.length} windows, ${windows.featureCount} features each`,
    )
  }

  async function train(
    changes: { seed?: number | undefined; epochs?: number | undefined },
    job: RunningJob,
    call: CallContext<'training/train'>,
  ): Promise<Run> {
    const project = context.project()
    const saved = requireImpulse(project)
    const { windows, hash } = await context.features.compute(project, saved, { signal: job.signal })
    const impulse = withChanges(saved, changes)
    stopTraining = new AbortController()
    const { run, blobs } = await context.compute.run(
      'train',
      { impulse, learnId: learnBlock(impulse).id, windows, samples: sampleFacts(project) },
      {
        signal: job.signal,
        stop: stopTraining.signal,
        onProgress(progress) {
          job.progress(progress.stage, progress.epoch?.epoch ?? 0, progress.epochs)
          call.progress(progress)
        },
      },
    )
    return project.addRun(
      { ...run, featuresHash: hash, inputsHash: inputsHash(project, saved, hash) },
      {
        weights: encodeBlob('weights', blobs.graph),
        quant: encodeBlob('quant', blobs.quant),
        tflite: blobs.tflite,
        pack: blobs.pack,
        impulse: encodeImpulse(impulse),
      },
    )
  }

  return {
    'features/compute': async (_input, call) => {
      const { windows, ms, cached } = await computeFeatures(call)
      return { windows: windows.sampleIds.length, featuresPerWindow: windows.featureCount, ms, cached }
    },
    'features/get': async (_input, call) => {
      const { windows } = await computeFeatures(call)
      return {
        features: windows.features,
        featuresPerWindow: windows.featureCount,
        featureNames: windows.featureNames,
        labels: chooseRows(windows, sampleFacts(context.project())).map((row) => row.label),
        sampleId: windows.sampleIds,
        startMs: windows.startMs,
      }
    },
    'features/explore': async (input, call) => {
      const project = context.project()
      const { windows } = await context.features.compute(project, requireImpulse(project), { signal: call.signal })
      const table = explorerRows(windows, sampleFacts(project), input.limit)
      const { points, axisTitles } = await context.compute.run(
        'project',
        { windows, projection: input.projection, features: input.features ?? [0, 1, 2], rows: table.rows },
        { signal: call.signal },
      )
      return {
        points,
        axisTitles,
        ...table.columns,
        total: windows.sampleIds.length,
        featureNames: windows.featureNames,
      }
    },
    'training/train': (input, call) =>
      context.jobs.run(
        { name: TRAIN_JOB, page: 'training', signal: call.signal },
        (job) => train(input, job, call),
        (run) => `Model ${run.modelHash.slice(0, 6)}`,
      ),
    'training/stop': () => {
      stopTraining.abort()
      return {}
    },
    'training/runs': () => context.project().runs(),
    'testing/run': (input, call) =>
      context.jobs.run(
        { name: TEST_JOB, page: 'testing', signal: call.signal },
        (job) => runTest(context, input, job),
        (result) => `${result.correct} of ${result.windows} windows right`,
      ),
  }
}

function withChanges(impulse: Impulse, changes: { seed?: number | undefined; epochs?: number | undefined }): Impulse {
  const learn = learnBlock(impulse)
  const training = {
    ...learn.training,
    seed: changes.seed ?? learn.training.seed,
    trainingCycles: changes.epochs ?? learn.training.trainingCycles,
  }
  return { ...impulse, learn: impulse.learn.map((block) => (block.id === learn.id ? { ...learn, training } : block)) }
}

async function runTest(
  context: Context,
  input: { precision: 'float' | 'int8'; split: SampleFacts['split']; threshold?: number | undefined },
  job: RunningJob,
): Promise<TestResult> {
  const project = context.project()
  const model = trainedModel(project)
  const { input: inputBlock } = model.impulse
  const { windows } = await context.features.compute(project, model.impulse, {
    signal: job.signal,
    strideMs: classificationStrideMs(inputBlock),
  })
  const known = sampleFacts(project).filter((one) => one.split === input.split && model.run.labels.includes(one.label))
  const chosen: WindowSet = chosenWindows(windows, new Set(known.map((one) => one.id)))
  if (chosen.sampleIds.length === 0) throw new AppError('testing/empty')
  const threshold = input.threshold ?? 0
  const { scores, evaluation } = await context.compute.run(
    'evaluate',
    {
      model: { graph: model.graph, quant: model.quant },
      precision: input.precision,
      windows: chosen,
      samples: known,
      threshold,
    },
    { signal: job.signal },
  )
  const perSample = scoreSamples({ scores, windows: chosen, samples: known, labels: model.run.labels, threshold })
  if (input.split === 'test')
    project.setSetting('tested', { modelHash: model.run.modelHash, accuracy: evaluation.accuracy ?? null })
  return {
    ...evaluation,
    samples: perSample.length,
    precision: input.precision,
    split: input.split,
    modelHash: model.run.modelHash,
    perSample,
  }
}

/** Features, the explorer, training and testing. */
import type { CallContext, Handlers } from '../../shared/contract/api.ts'
import { chosenRows } from '../../shared/explorer/table.ts'
import type { Context } from './context.ts'
import { requireImpulse } from './impulse-service.ts'
import { sampleFacts } from './sample-facts.ts'
import { runTest, testSummary } from './testing.ts'
import { latestRun } from './model-store.ts'
import { trainBlocks } from './train-blocks.ts'
import { chooseRows, explorerRows, windowTable } from './window-rows.ts'

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
        {
          table: chosenRows(windowTable(windows), table.rows),
          featureNames: windows.featureNames,
          projection: input.projection,
          features: input.features ?? [0, 1, 2],
          dimensions: 3,
          neighbours: 0,
          seed: 0,
        },
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
        (job) => {
          stopTraining = new AbortController()
          return trainBlocks(context, { changes: input, stop: stopTraining.signal }, { job, call })
        },
        (run) => `Model ${run.modelHash.slice(0, 6)}`,
      ),
    'training/stop': () => {
      stopTraining.abort()
      return {}
    },
    'training/runs': () => {
      const inUse = latestRun(context.project())
      return context
        .project()
        .activeRuns()
        .map((run) => (run.id === inUse?.id ? inUse : run))
    },
    'testing/run': (input, call) =>
      context.jobs.run(
        { name: TEST_JOB, page: 'testing', signal: call.signal },
        (job) => runTest(context, input, job.signal),
        testSummary,
      ),
  }
}

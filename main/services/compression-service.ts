/** Making the model smaller step by step, and the steps side by side. */
import type { CallContext, Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Compression } from '../../shared/model/compression.ts'
import type { Run } from '../../shared/model/run.ts'
import type { RunningJob } from '../jobs/job-list.ts'
import { encodeBlob, encodeImpulse } from './blob-codec.ts'
import { compressionLadder } from './compression-ladder.ts'
import type { Context } from './context.ts'
import { forBlock, latestRun, modelOfRun, runWithId, useRun } from './model-store.ts'
import { sampleFacts } from './sample-facts.ts'

type CompressionHandlers = Pick<
  Handlers,
  'compression/run' | 'compression/stop' | 'compression/ladder' | 'compression/use'
>

export const COMPRESS_JOB = 'Make smaller'

export function compressionHandlers(context: Context): CompressionHandlers {
  let stop = new AbortController()
  return {
    'compression/run': (input, call) => {
      stop = new AbortController()
      return context.jobs.run(
        { name: COMPRESS_JOB, page: 'conversion', signal: call.signal },
        (job) => compressRun(context, { ...input, stop: stop.signal }, { job, call }),
        (run) => `Model ${run.modelHash.slice(0, 6)}`,
      )
    },
    'compression/stop': () => {
      stop.abort()
      return {}
    },
    'compression/ladder': (input, call) =>
      context.jobs.run(
        { name: 'Compare models', page: 'conversion', signal: call.signal },
        (job) =>
          compressionLadder(context, input.split, {
            signal: job.signal,
            onProgress(done, total) {
              job.progress('models', done, total)
              call.progress({ stage: 'models', done, total })
            },
          }),
        ({ rungs }) => `${rungs.length} models`,
      ),
    'compression/use': ({ runId }) => {
      useRun(context.project(), runId)
      context.changed()
      return {}
    },
  }
}

interface Round {
  runId?: number | undefined
  compression: Compression
  stop: AbortSignal
}

async function compressRun(
  context: Context,
  { runId, compression, stop }: Round,
  { job, call }: { job: RunningJob; call: CallContext<'compression/run'> },
): Promise<Run> {
  const project = context.project()
  const before = runId === undefined ? latestRun(project) : runWithId(project, runId)
  if (!before) throw new AppError('training/no-model')
  const model = modelOfRun(project, before)
  if (model.graph.layers.length === 0) throw new AppError('model/no-float')
  const impulse = forBlock(model.impulse, before.learnId)
  const { windows } = await context.features.compute(project, impulse, { signal: job.signal })
  const { run, blobs, division } = await context.compute.run(
    'compress',
    {
      impulse,
      learnId: before.learnId,
      windows,
      samples: sampleFacts(project),
      graph: model.graph,
      compression,
    },
    {
      signal: job.signal,
      stop,
      onProgress(progress) {
        job.progress(progress.stage, progress.epoch, progress.epochs)
        call.progress(progress)
      },
    },
  )
  const { featuresHash, inputsHash, impulseId } = before
  const made = project.addRun(
    { ...run, impulseId, featuresHash, inputsHash, parentId: before.id, compression },
    {
      weights: encodeBlob('weights', blobs.graph),
      quant: encodeBlob('quant', blobs.quant),
      tflite: blobs.tflite,
      pack: blobs.pack,
      impulse: encodeImpulse(model.impulse),
      division: encodeBlob('division', division),
    },
  )
  useRun(project, made.id)
  return made
}

/** Learning what is usual, and telling what is strange. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { AnomalyResult } from '../../shared/contract/operations/anomaly.ts'
import { inputBlocksOf } from '../../shared/dsp/impulse-features.ts'
import type { AnomalyBlock, Impulse } from '../../shared/model/impulse.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import {
  anomalyBlock,
  featuresImpulse,
  keepUsual,
  keptUsual,
  requireAnomalyBlock,
  usualHash,
  type KeptUsual,
} from './anomaly-store.ts'
import type { Context } from './context.ts'
import { requireImpulse } from './impulse-service.ts'
import { sampleFacts } from './sample-facts.ts'
import { chosenWindows } from './window-rows.ts'

type AnomalyHandlers = Pick<Handlers, 'anomaly/train' | 'anomaly/get' | 'anomaly/suggest' | 'anomaly/scores'>

const ANOMALY_JOB = 'Learn what is usual'

interface Looked {
  project: ProjectFile
  impulse: Impulse
  block: AnomalyBlock
  windows: WindowSet
  hash: string
}

async function look(context: Context, learnId: string | undefined, signal: AbortSignal): Promise<Looked> {
  const project = context.project()
  const impulse = requireImpulse(project)
  const block = requireAnomalyBlock(impulse, learnId)
  const { windows, hash } = await context.features.compute(project, featuresImpulse(impulse, block), { signal })
  return { project, impulse, block, windows, hash }
}

/** Also asked for by training: all blocks are learned together. */
export async function trainUsual(
  context: Context,
  learnId: string | undefined,
  signal: AbortSignal,
): Promise<AnomalyResult> {
  const { project, impulse, block, windows, hash } = await look(context, learnId, signal)
  const madeOf = usualHash(project, block, hash)
  const samples = sampleFacts(project)
  const learned = await context.compute.run('usual', { block, windows, samples }, { signal })
  if (context.currentProject() !== project) throw new AppError('app/cancelled')
  const kept = { ...learned, block, madeOf, input: impulse.input, dsp: inputBlocksOf(impulse, block.id) }
  keepUsual(project, kept)
  context.changed()
  return resultOf(kept, false)
}

function resultOf({ block, model, windows, freshWindows, ms }: KeptUsual, stale: boolean): AnomalyResult {
  const { places, mean, scale, centers, spread, peak } = model
  const numbers = [places, mean, scale, centers, spread, peak].reduce((sum, values) => sum + values.length, 0)
  return {
    learnId: block.id,
    block: block.block,
    features: model.names,
    parts: centers.length / places.length,
    threshold: model.threshold,
    windows,
    freshWindows,
    ms,
    flashBytes: 4 * numbers,
    stale,
  }
}

export function anomalyHandlers(context: Context): AnomalyHandlers {
  return {
    'anomaly/train': ({ learnId }, { signal }) =>
      context.jobs.run(
        { name: ANOMALY_JOB, page: 'training', signal },
        (job) => trainUsual(context, learnId, job.signal),
        ({ parts, windows }) => `${parts} parts from ${windows} windows`,
      ),
    'anomaly/get': ({ learnId }) => {
      const project = context.project()
      const impulse = requireImpulse(project)
      const block = anomalyBlock(impulse, learnId)
      const kept = block && keptUsual(project, block.id)
      if (!kept || !block) return null
      const hash = context.features.hash(project, featuresImpulse(impulse, block))
      return resultOf(kept, usualHash(project, block, hash) !== kept.madeOf)
    },
    'anomaly/suggest': async ({ learnId }, { signal }) => {
      const { project, windows } = await look(context, learnId, signal)
      return context.compute.run('rankFeatures', { windows, samples: sampleFacts(project) }, { signal })
    },
    'anomaly/scores': async ({ learnId, split }, { signal }) => {
      const { project, block, windows } = await look(context, learnId, signal)
      const kept = keptUsual(project, block.id)
      if (!kept) throw notLearned()
      const samples = sampleFacts(project).filter((sample) => split === undefined || sample.split === split)
      const chosen = chosenWindows(windows, new Set(samples.map(({ id }) => id)))
      const { model } = kept
      const scores = await context.compute.run('anomalyScores', { model, features: chosen.features }, { signal })
      return { sampleId: chosen.sampleIds, startMs: chosen.startMs, scores, threshold: model.threshold }
    },
  }
}

function notLearned(): AppError {
  return new AppError('training/no-model', { message: 'Nobody has told yet what is usual.', hint: 'Press Train.' })
}

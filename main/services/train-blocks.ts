/** Trains the networks of the impulse, one after the other, and keeps each as a run of the project. */
import type { CallContext } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import type { TrainingState } from '../../shared/nn/training-loop.ts'
import type { RunningJob } from '../jobs/job-list.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { trainUsual } from './anomaly-service.ts'
import { isAnomalyBlock } from './anomaly-store.ts'
import { decodeBlob, encodeBlob, encodeImpulse } from './blob-codec.ts'
import type { Context } from './context.ts'
import { requireImpulse } from './impulse-service.ts'
import { dataHash, forBlock, inputsHash, latestRun, trainedImpulse } from './model-store.ts'
import { readingsToChange, sampleFacts } from './sample-facts.ts'

export interface TrainChanges {
  seed?: number | undefined
  epochs?: number | undefined
  /** As the settings say where absent. */
  engine?: 'own' | 'tfjs' | undefined
  /** All networks where absent. */
  learnId?: string | undefined
  /** Goes on where the last training of the same settings ended. */
  resume?: boolean | undefined
}

interface Training {
  context: Context
  project: ProjectFile
  impulseId: number
  /** With this one learning block only. */
  impulse: Impulse
  changes: TrainChanges
  stop: AbortSignal
}

/** The run of the first network: it is trained last, so that it is the newest. */
export async function trainBlocks(
  context: Context,
  { changes, stop }: { changes: TrainChanges; stop: AbortSignal },
  { job, call }: { job: RunningJob; call: CallContext<'training/train'> },
): Promise<Run> {
  const project = context.project()
  const impulse = requireImpulse(project)
  const impulseId = project.impulses().active
  let last: Run | undefined
  for (const { id } of chosenBlocks(impulse, changes.learnId).toReversed()) {
    const training = { context, project, impulseId, impulse: forBlock(impulse, id), changes, stop }
    // One after the other: all share the compute worker and the job's progress.
    last = await trainBlock(training, { job, call })
  }
  if (changes.learnId === undefined)
    for (const { id } of impulse.learn.filter(isAnomalyBlock)) await trainUsual(context, id, job.signal)
  if (!last) throw new AppError('impulse/invalid', { message: 'The impulse has no network that could be trained.' })
  // With the name that it has on boards, together with what is usual.
  return latestRun(project, last.learnId) ?? last
}

function chosenBlocks(impulse: Impulse, learnId: string | undefined): NetworkBlock[] {
  const networks = impulse.learn.filter(isNetworkBlock)
  const chosen = learnId === undefined ? networks : networks.filter(({ id }) => id === learnId)
  if (chosen.length > 0) return chosen
  if (networks.length === 0) {
    throw new AppError('impulse/invalid', {
      message: 'The impulse has only an anomaly block. A model for a board needs a network beside it.',
      hint: 'Add a Classification block on the Impulse page, then train again.',
    })
  }
  const names = networks.map(({ id }) => id).join(', ')
  throw new AppError('impulse/invalid', {
    message: `The impulse has no network called "${learnId ?? ''}". There are: ${names}.`,
  })
}

async function trainBlock(
  { context, project, impulseId, impulse: saved, changes, stop }: Training,
  { job, call }: { job: RunningJob; call: CallContext<'training/train'> },
): Promise<Run> {
  const { windows, hash } = await context.features.compute(project, saved, { signal: job.signal })
  // Of the data as they are now: what a person changes while the network learns makes the run out of date.
  const madeOf = inputsHash(project, saved, hash)
  const samples = sampleFacts(project)
  const impulse = withChanges(saved, changes)
  const learnId = impulse.learn[0]!.id
  const learnsFrom = dataHash(project, saved, hash)
  const resume = changes.resume ? stateToResume(project, saved, learnsFrom) : undefined
  const { run, blobs, state, division } = await context.compute.run(
    'train',
    { impulse, learnId, windows, samples, ...(resume && { resume }), ...readingsToChange(project, impulse) },
    {
      signal: job.signal,
      stop,
      onProgress(progress) {
        job.progress(progress.stage, progress.epoch?.epoch ?? 0, progress.epochs)
        call.progress({ ...progress, learnId })
      },
    },
  )
  if (context.currentProject() !== project)
    throw new AppError('app/cancelled', { message: 'The project was closed while it trained. Nothing was changed.' })
  return project.addRun(
    { ...run, impulseId, featuresHash: hash, inputsHash: madeOf },
    {
      weights: encodeBlob('weights', blobs.graph),
      quant: encodeBlob('quant', blobs.quant),
      tflite: blobs.tflite,
      pack: blobs.pack,
      impulse: encodeImpulse(impulse),
      division: encodeBlob('division', division),
      state: encodeBlob('state', { dataHash: learnsFrom, state }),
    },
  )
}

function withChanges(impulse: Impulse, { seed, epochs, engine }: TrainChanges): Impulse {
  const learn = impulse.learn.map((block) => {
    if (!isNetworkBlock(block)) return block
    const { training } = block
    const changed = {
      seed: seed ?? training.seed,
      trainingCycles: epochs ?? training.trainingCycles,
      ...(engine && { engine }),
    }
    return { ...block, training: { ...training, ...changed } }
  })
  return { ...impulse, learn }
}

/** Throws where the last run was made of anything else: it would go on with what it never began. */
function stateToResume(project: ProjectFile, impulse: Impulse, learnsFrom: string): TrainingState {
  const run = latestRun(project, impulse.learn[0]!.id)
  const before = run && trainedImpulse(project, run.id)
  const bytes = run && project.runBlob(run.id, 'state')
  const kept = bytes && decodeBlob('state', bytes)
  const same = before && JSON.stringify(alike(before)) === JSON.stringify(alike(impulse))
  if (same && kept?.dataHash === learnsFrom) return kept.state
  throw new AppError('training/cannot-resume')
}

/** Without what may differ between a training and its continuation. */
function alike(impulse: Impulse): Impulse {
  return withChanges(impulse, { seed: 0, epochs: 1 })
}

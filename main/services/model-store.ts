/** The trained model of the open project: its run, its blobs, and whether it still fits the project. */
import { createHash } from 'node:crypto'
import { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { PackUsual } from '../../shared/codegen/pack-anomaly.ts'
import type { Run } from '../../shared/model/run.ts'
import type { ModelBlobs } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { withUsual } from './deployed-usual.ts'
import { perRevision } from './per-revision.ts'
import { decodeBlob, decodeImpulse, decodeModel } from './blob-codec.ts'
import { learnBlock, usedSamples } from './feature-store.ts'

export interface TrainedModel extends ModelBlobs {
  run: Run
  /** The impulse as it was when the model was trained. */
  impulse: Impulse
  /** The anomaly detector in its pack, where there is one. */
  usual?: PackUsual
}

/** Setting with the run that a person chose to use, by learning block; a newer run takes its place. */
const CHOSEN = 'chosenRuns'

interface Chosen {
  runId: number
  /** The newest run when it was chosen. */
  newest: number
}

/**
 * The run in use of a learning block: the newest one, or an older one that was chosen since. Of the impulse's first
 * network, or else of any, where no block is named.
 */
export function latestRun(project: ProjectFile, learnId?: string): Run | null {
  const runs = project.activeRuns()
  const wanted = learnId ?? project.impulse()?.learn.find(isNetworkBlock)?.id
  const newest = runs.findLast((run) => run.learnId === wanted)
  const chosen = (project.getSetting(CHOSEN) as Record<string, Chosen> | null)?.[wanted ?? '']
  const found = chosen?.newest === newest?.id ? (runs.find(({ id }) => id === chosen?.runId) ?? newest) : newest
  const run = found ?? (learnId === undefined ? runs.at(-1) : undefined)
  return run ? (withUsual(project, run)?.run ?? run) : null
}

/** Makes an older run the one in use, until a newer one is trained. */
export function useRun(project: ProjectFile, runId: number): void {
  const run = runWithId(project, runId)
  const newest = project.activeRuns().findLast(({ learnId }) => learnId === run.learnId)
  if (!newest) throw new AppError('training/no-model')
  const before = project.getSetting(CHOSEN) as Record<string, Chosen> | null
  project.setSetting(CHOSEN, { ...before, [run.learnId]: { runId, newest: newest.id } })
}

export function runWithId(project: ProjectFile, runId: number): Run {
  const run = project.runs().find(({ id }) => id === runId)
  if (run) return run
  throw new AppError('training/no-model', { message: `There is no run number ${runId} in this project.` })
}

/** The impulse with this one learning block: then features are those that it takes. */
export function forBlock(impulse: Impulse, learnId: string): Impulse {
  return { ...impulse, learn: impulse.learn.filter(({ id }) => id === learnId) }
}

/** The model in use with all its parts; throws `training/no-model`. */
export function trainedModel(project: ProjectFile, learnId?: string): TrainedModel {
  const run = latestRun(project, learnId)
  if (!run) throw noModel(project)
  return modelOfRun(project, run)
}

function noModel(project: ProjectFile): AppError {
  const impulse = project.impulse()
  if (!impulse || impulse.learn.some(isNetworkBlock)) return new AppError('training/no-model')
  return new AppError('training/no-model', {
    message: 'A model for a board needs a network beside the anomaly block.',
    hint: 'Add a Classification block on the Impulse page, then press Train.',
  })
}

export function modelOfRun(project: ProjectFile, { id }: Run): TrainedModel {
  const run = runWithId(project, id)
  const read = (kind: string): Uint8Array => {
    const blob = project.runBlob(run.id, kind)
    if (!blob) throw new AppError('project/damaged', { message: `The model's ${kind} is missing in the project file.` })
    return blob
  }
  return {
    run,
    graph: decodeBlob('weights', read('weights')),
    quant: decodeModel(read('quant')),
    tflite: read('tflite'),
    pack: read('pack'),
    impulse: decodeImpulse(read('impulse')),
    ...withUsual(project, run),
  }
}

const inputHashes = perRevision<string>()
const dataHashes = perRevision<string>()

/** Hash of all that makes a run: features, network, settings, labels and splits of the samples. */
export function inputsHash(project: ProjectFile, impulse: Impulse, featuresHash: string): string {
  const parts = JSON.stringify([featuresHash, learnBlock(impulse)])
  return inputHashes(project, parts, () => {
    return createHash('sha256')
      .update(parts)
      .update(factsText(project, learnBlock(impulse)))
      .digest('hex')
  })
}

/** Hash of what a network learns from, whatever it is made of itself. */
export function dataHash(project: ProjectFile, impulse: Impulse, featuresHash: string): string {
  const learn = learnBlock(impulse)
  const parts = JSON.stringify([featuresHash, ...metadataKeys(learn)])
  return dataHashes(project, parts, () =>
    createHash('sha256').update(featuresHash).update(factsText(project, learn)).digest('hex'),
  )
}

/** What is known of the samples, as far as training looks at it. */
function factsText(project: ProjectFile, learn: NetworkBlock): string {
  const keys = metadataKeys(learn)
  return JSON.stringify(
    usedSamples(project).map(({ id, label, split, session, metadata }) => [
      id,
      label,
      split,
      session,
      ...keys.map((key) => metadata[key] ?? null),
    ]),
  )
}

function metadataKeys(learn: NetworkBlock): string[] {
  const keys = [learn.training.validationKey, learn.block === 'regression' ? learn.target : undefined]
  return keys.filter((key) => key !== undefined)
}

/** The impulse a run was trained with, or null where it cannot be told. */
export function trainedImpulse(project: ProjectFile, runId: number): Impulse | null {
  const blob = project.runBlob(runId, 'impulse')
  try {
    return blob ? decodeImpulse(blob) : null
  } catch {
    // Written by another version: what changed since is then not named, and nothing else suffers.
    return null
  }
}

/** The trained model of the open project: its run, its blobs, and whether it still fits the project. */
import { createHash } from 'node:crypto'
import { AppError } from '../../shared/contract/errors.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import type { ModelBlobs } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { perRevision } from './per-revision.ts'
import { decodeBlob, decodeImpulse } from './blob-codec.ts'
import { learnBlock, usedSamples } from './feature-store.ts'

export interface TrainedModel extends ModelBlobs {
  run: Run
  /** The impulse as it was when the model was trained. */
  impulse: Impulse
}

export function latestRun(project: ProjectFile): Run | null {
  return project.runs().at(-1) ?? null
}

/** The newest model with all its parts; throws `training/no-model`. */
export function trainedModel(project: ProjectFile): TrainedModel {
  const run = latestRun(project)
  if (!run) throw new AppError('training/no-model')
  const read = (kind: string): Uint8Array => {
    const blob = project.runBlob(run.id, kind)
    if (!blob) throw new AppError('project/damaged', { message: `The model's ${kind} is missing in the project file.` })
    return blob
  }
  return {
    run,
    graph: decodeBlob('weights', read('weights')),
    quant: decodeBlob('quant', read('quant')),
    tflite: read('tflite'),
    pack: read('pack'),
    impulse: decodeImpulse(read('impulse')),
  }
}

const inputHashes = perRevision<string>()

/** Hash of all that makes a run: features, network, settings, labels and splits of the samples. */
export function inputsHash(project: ProjectFile, impulse: Impulse, featuresHash: string): string {
  const parts = JSON.stringify([featuresHash, learnBlock(impulse)])
  return inputHashes(project, parts, () => {
    const samples = usedSamples(project).map(({ id, label, split, session }) => [id, label, split, session])
    return createHash('sha256').update(parts).update(JSON.stringify(samples)).digest('hex')
  })
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

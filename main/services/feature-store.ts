/** Features of all labelled windows, kept by the hash of what made them: in memory and in the project file. */
import { createHash } from 'node:crypto'
import { AppError } from '../../shared/contract/errors.ts'
import { trainingStrideMs } from '../../shared/dsp/windows.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { Sample } from '../../shared/model/sample.ts'
import type { ComputeClient } from '../jobs/compute-client.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import { perRevision } from './per-revision.ts'
import { decodeBlob, encodeBlob } from './blob-codec.ts'
import { runtimeVersion } from '../runtime-file.ts'
import type { ProjectFile } from '../project/project-file.ts'

const BLOB_KIND = 'features'

export interface ComputedFeatures {
  hash: string
  windows: WindowSet
  ms: number
  cached: boolean
}

export interface FeatureOptions {
  signal: AbortSignal
  /** Stride of the windows; the training stride where absent. */
  strideMs?: number
  onProgress?: (done: number, total: number) => void
}

export interface FeatureStore {
  /** Hash of all that makes the features: runtime, input, blocks and samples. */
  hash(project: ProjectFile, impulse: Impulse, strideMs?: number): string
  compute(project: ProjectFile, impulse: Impulse, options: FeatureOptions): Promise<ComputedFeatures>
  /** The hash of the features computed last in this project, or null. */
  latest(project: ProjectFile): { hash: string; windows: number; ms: number } | null
}

/** The network of the impulse; the first one where there are several. */
export function learnBlock(impulse: Impulse): NetworkBlock {
  const block = impulse.learn.find(isNetworkBlock)
  if (!block) throw new AppError('impulse/invalid', { message: 'The impulse has no network that could be trained.' })
  return block
}

const usedLists = perRevision<Sample[]>()

/**
 * Samples that training, testing and the explorer use, in the order of their content: the same recordings give the
 * same model, in whatever order they came into the project.
 */
export function usedSamples(project: ProjectFile): Sample[] {
  return usedLists(project, 'used', () => {
    const contents = project.contentHashes()
    const key = (sample: Sample): string => contents.get(sample.id) ?? ''
    const used = project.samples().filter((sample) => sample.enabled && sample.label !== null)
    return used.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id))
  })
}

export function createFeatureStore(compute: ComputeClient): FeatureStore {
  let memory: { path: string; hash: string; windows: WindowSet } | null = null

  const hashes = perRevision<string>()

  function hash(project: ProjectFile, impulse: Impulse, strideMs = trainingStrideMs(impulse.input)): string {
    const parts = JSON.stringify([
      { ...impulse.input, windowIncreaseMs: strideMs },
      impulse.dsp,
      learnBlock(impulse).inputs,
    ])
    return hashes(project, parts, () => {
      const contents = project.contentHashes()
      const samples = usedSamples(project).map((sample) => [sample.id, contents.get(sample.id)])
      return createHash('sha256').update(runtimeVersion()).update(parts).update(JSON.stringify(samples)).digest('hex')
    })
  }

  function kept(project: ProjectFile, key: string): WindowSet | null {
    if (memory?.path === project.path && memory.hash === key) return memory.windows
    const blob = project.getBlob(BLOB_KIND, key)
    return blob ? decodeBlob('features', blob) : null
  }

  return {
    hash,
    async compute(project, impulse, { signal, strideMs, onProgress }) {
      const started = performance.now()
      const stride = strideMs ?? trainingStrideMs(impulse.input)
      const key = hash(project, impulse, stride)
      const found = kept(project, key)
      const windows =
        found ??
        (await compute.run(
          'features',
          { impulse, learnId: learnBlock(impulse).id, strideMs: stride, samples: signals(project) },
          { signal, ...(onProgress ? { onProgress: ({ done, total }) => onProgress(done, total) } : {}) },
        ))
      if (!found) project.putBlob(BLOB_KIND, key, encodeBlob('features', windows))
      memory = { path: project.path, hash: key, windows }
      const ms = performance.now() - started
      if (stride === trainingStrideMs(impulse.input)) {
        project.setSetting('features', { hash: key, windows: windows.sampleIds.length, ms })
      }
      return { hash: key, windows, ms, cached: found !== null }
    },
    latest: (project) => project.getSetting('features') as { hash: string; windows: number; ms: number } | null,
  }
}

function signals(
  project: ProjectFile,
): { id: number; rateHz: number; axes: Sample['axes']; gaps: Sample['gaps']; image: Sample['image']; values: Float32Array }[] {
  return usedSamples(project).map(({ id, rateHz, axes, gaps, image }) => ({
    id,
    rateHz,
    axes,
    gaps,
    image,
    values: project.values(id),
  }))
}

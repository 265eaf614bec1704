/** Features of all labelled windows, put together from what each DSP block made of each sample. */
import { createHash } from 'node:crypto'
import { AppError } from '../../shared/contract/errors.ts'
import { impulseFeatureNames, inputBlocksOf } from '../../shared/dsp/impulse-features.ts'
import { trainingStrideMs } from '../../shared/dsp/windows.ts'
import { type Impulse, isNetworkBlock, type LearnBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { Sample } from '../../shared/model/sample.ts'
import type { ComputeClient } from '../jobs/compute-client.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import { perRevision } from './per-revision.ts'
import { type BlockMatrix, type ContentSample, createBlockMatrices } from './block-matrices.ts'
import { runtimeVersion } from '../runtime-file.ts'
import type { ProjectFile } from '../project/project-file.ts'

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

/** Whose features are computed: the network's, or those of the anomaly block where there is no network. */
function featuresBlock(impulse: Impulse): LearnBlock {
  return impulse.learn.find(isNetworkBlock) ?? impulse.learn[0] ?? learnBlock(impulse)
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
  const blockMatrices = createBlockMatrices(compute)
  let memory: { path: string; hash: string; windows: WindowSet } | null = null

  const hashes = perRevision<string>()

  function hash(project: ProjectFile, impulse: Impulse, strideMs = trainingStrideMs(impulse.input)): string {
    const parts = JSON.stringify([
      { ...impulse.input, windowIncreaseMs: strideMs },
      impulse.dsp,
      featuresBlock(impulse).inputs,
    ])
    return hashes(project, parts, () => {
      const samples = contentSamples(project).map(({ sample, content }) => [sample.id, content])
      return createHash('sha256').update(runtimeVersion()).update(parts).update(JSON.stringify(samples)).digest('hex')
    })
  }

  return {
    hash,
    async compute(project, impulse, { signal, strideMs = trainingStrideMs(impulse.input), onProgress }) {
      const started = performance.now()
      const key = hash(project, impulse, strideMs)
      const known = memory?.path === project.path && memory.hash === key ? memory.windows : null
      let cached = true
      let windows = known
      if (!windows) {
        const learnId = featuresBlock(impulse).id
        const samples = contentSamples(project)
        const { matrices, computed } = await blockMatrices.compute(
          { project, impulse, strideMs, blocks: inputBlocksOf(impulse, learnId), samples },
          { signal, ...(onProgress && { onProgress }) },
        )
        cached = !computed
        windows = windowSet(matrices, samples, impulseFeatureNames(impulse, learnId))
        memory = { path: project.path, hash: key, windows }
      }
      const ms = performance.now() - started
      if (strideMs === trainingStrideMs(impulse.input)) {
        project.setSetting('features', { hash: key, windows: windows.sampleIds.length, ms })
      }
      return { hash: key, windows, ms, cached }
    },
    latest: (project) => project.getSetting('features') as { hash: string; windows: number; ms: number } | null,
  }
}

/** The used samples with all of them that features depend on: readings, axes, rate, and where readings are missing. */
function contentSamples(project: ProjectFile): ContentSample[] {
  const contents = project.contentHashes()
  return usedSamples(project).map((sample) => {
    const readings = contents.get(sample.id) ?? String(sample.id)
    return { sample, content: sample.gaps.length > 0 ? `${readings} ${JSON.stringify(sample.gaps)}` : readings }
  })
}

/** The blocks' features side by side, sample after sample. */
function windowSet(matrices: BlockMatrix[], samples: ContentSample[], featureNames: string[]): WindowSet {
  const [first] = matrices
  if (!first) throw new AppError('impulse/invalid', { message: 'The learning block reads no DSP block.' })
  // Every matrix may hold the samples in its own order.
  const places = matrices.map(({ contents }) => new Map(contents.map((content, place) => [content, place])))
  const placeIn = (matrix: number, content: string): number => {
    const place = places[matrix]!.get(content)
    if (place === undefined) throw new Error('features of a sample are missing')
    return place
  }
  const rows = samples.reduce((sum, { content }) => sum + first.counts[placeIn(0, content)]!, 0)
  const featureCount = featureNames.length
  const result: WindowSet = {
    featureCount,
    featureNames,
    features: new Float32Array(rows * featureCount),
    sampleIds: new Int32Array(rows),
    startMs: new Float32Array(rows),
  }
  let row = 0
  for (const { sample, content } of samples) {
    const from = first.starts[placeIn(0, content)]!
    const count = first.counts[placeIn(0, content)]!
    result.sampleIds.fill(sample.id, row, row + count)
    result.startMs.set(first.startMs.subarray(from, from + count), row)
    let column = 0
    matrices.forEach(({ features, starts, width }, index) => {
      const start = starts[placeIn(index, content)]!
      for (let window = 0; window < count; window += 1) {
        const at = (start + window) * width
        result.features.set(features.subarray(at, at + width), (row + window) * featureCount + column)
      }
      column += width
    })
    row += count
  }
  return result
}

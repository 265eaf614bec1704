/**
 * What each DSP block made of each sample, kept by hash in memory and in the project file: another block's settings or
 * another sample change nothing of it.
 */
import { createHash } from 'node:crypto'
import { impulseFeatureNames } from '../../shared/dsp/impulse-features.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'
import type { Sample } from '../../shared/model/sample.ts'
import type { ComputeClient } from '../jobs/compute-client.ts'
import type { SignalSample } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { runtimeVersion } from '../runtime-file.ts'
import { decodeBlob, encodeBlob } from './blob-codec.ts'

const BLOB_KIND = 'block-features'

/** Features of one block, sample after sample. */
export interface BlockMatrix {
  /** What each sample holds; of equal samples one. */
  contents: string[]
  /** Windows of each. */
  counts: Int32Array
  /** Row of the first window of each, and the number of rows at the end. */
  starts: Int32Array
  startMs: Float32Array
  width: number
  /** `[windows, width]` */
  features: Float32Array
}

/** A sample, and all of it that its features depend on. */
export interface ContentSample {
  sample: Sample
  content: string
}

export interface MatrixRequest {
  project: ProjectFile
  impulse: Impulse
  strideMs: number
  blocks: DspBlock[]
  samples: ContentSample[]
}

export interface MatrixOptions {
  signal: AbortSignal
  onProgress?: (done: number, total: number) => void
}

export interface BlockMatrices {
  /** In the order of the blocks; every sample is in each of them. */
  compute(request: MatrixRequest, options: MatrixOptions): Promise<{ matrices: BlockMatrix[]; computed: boolean }>
}

/** The name of a block does not change what it computes. */
function keyOf({ impulse, strideMs }: MatrixRequest, { id: _name, ...block }: DspBlock): string {
  const parts = JSON.stringify([{ ...impulse.input, windowIncreaseMs: strideMs }, block])
  return createHash('sha256').update(runtimeVersion()).update(parts).digest('hex')
}

function widthOf(impulse: Impulse, block: DspBlock): number {
  const alone = { ...impulse, learn: impulse.learn.slice(0, 1).map((learn) => ({ ...learn, inputs: [block.id] })) }
  return impulseFeatureNames(alone, alone.learn[0]?.id ?? '').length
}

interface Known {
  key: string
  block: DspBlock
  old: BlockMatrix | null
  /** Of which there are no features yet; of equal ones the first. */
  missing: ContentSample[]
}

export function createBlockMatrices(compute: ComputeClient): BlockMatrices {
  /** Of the last project and impulse. */
  let memory: { path: string; matrices: Map<string, BlockMatrix> } = { path: '', matrices: new Map() }

  function stored(project: ProjectFile, key: string): BlockMatrix | null {
    const found = memory.path === project.path ? memory.matrices.get(key) : undefined
    if (found) return found
    const blob = project.getBlob(BLOB_KIND, key)
    return blob ? decodeBlob(BLOB_KIND, blob) : null
  }

  function knownOf(request: MatrixRequest): Known[] {
    const unique = [...new Map(request.samples.map((one) => [one.content, one])).values()]
    return request.blocks.map((block) => {
      const key = keyOf(request, block)
      const old = stored(request.project, key)
      const there = new Set(old?.contents)
      return { key, block, old, missing: unique.filter(({ content }) => !there.has(content)) }
    })
  }

  return {
    async compute(request, options) {
      const known = knownOf(request)
      const fresh = await computeMissing(compute, request, known, options)
      const matrices = known.map(({ key, block, old }) => {
        const parts = fresh.get(block.id)
        if (!parts && old) return old
        const matrix = withParts(request, {
          old,
          parts: parts ?? new Map<string, Part>(),
          width: widthOf(request.impulse, block),
        })
        request.project.putBlob(BLOB_KIND, key, encodeBlob(BLOB_KIND, matrix))
        return matrix
      })
      memory = {
        path: request.project.path,
        matrices: new Map(known.map(({ key }, index) => [key, matrices[index]!])),
      }
      return { matrices, computed: fresh.size > 0 }
    },
  }
}

interface Part {
  startMs: Float32Array
  features: Float32Array
}

/** By block and content. Blocks that lack the same samples are computed together, so that these are cut only once. */
async function computeMissing(
  compute: ComputeClient,
  request: MatrixRequest,
  known: Known[],
  { signal, onProgress }: MatrixOptions,
): Promise<Map<string, Map<string, Part>>> {
  const results = new Map<string, Map<string, Part>>()
  const groups = groupsOf(known)
  const total = groups.reduce((sum, group) => sum + group[0]!.missing.length, 0)
  let before = 0
  for (const group of groups) {
    const { missing } = group[0]!
    const shares = sharesOf(missing, compute.workers)
    const done = shares.map(() => 0)
    const parts = await compute.runParts(
      'blockFeatures',
      shares.map((share) => ({
        impulse: request.impulse,
        blocks: group.map(({ block }) => block),
        strideMs: request.strideMs,
        samples: share.map(({ sample }) => signalOf(request.project, sample)),
      })),
      {
        signal,
        onProgress(part, progress) {
          done[part] = progress.done
          onProgress?.(before + done.reduce((sum, one) => sum + one, 0), total)
        },
      },
    )
    before += missing.length
    const outputs = parts.flat()
    group.forEach(({ block }, place) => {
      const pairs = missing.map(({ content }, index): [string, Part] => {
        const { startMs, features } = outputs[index]!
        return [content, { startMs, features: features[place]! }]
      })
      results.set(block.id, new Map(pairs))
    })
  }
  return results
}

function groupsOf(known: Known[]): Known[][] {
  const groups = new Map<string, Known[]>()
  for (const one of known) {
    const samples = one.missing.map(({ content }) => content).join()
    if (samples !== '') groups.set(samples, [...(groups.get(samples) ?? []), one])
  }
  return [...groups.values()]
}

/** Neighbouring samples with about as many readings in each share; no share is empty. */
function sharesOf(samples: ContentSample[], most: number): ContentSample[][] {
  const readings = samples.map(({ sample }) => sample.readings * sample.axes.length)
  const whole = readings.reduce((sum, count) => sum + count, 0)
  const shares: ContentSample[][] = Array.from({ length: Math.max(1, most) }, () => [])
  let before = 0
  samples.forEach((one, index) => {
    const middle = before + readings[index]! / 2
    before += readings[index]!
    shares[Math.min(shares.length - 1, Math.floor((middle / Math.max(1, whole)) * shares.length))]!.push(one)
  })
  return shares.filter((share) => share.length > 0)
}

function signalOf(project: ProjectFile, { id, rateHz, axes, gaps, image }: Sample): SignalSample {
  return { id, rateHz, axes, gaps, image, values: project.values(id) }
}

interface Assembly {
  old: BlockMatrix | null
  parts: Map<string, Part>
  width: number
}

/** The samples of the request in their order, from what was there and what is new; others are let go. */
function withParts({ samples }: MatrixRequest, { old, parts, width }: Assembly): BlockMatrix {
  const places = new Map(old?.contents.map((content, place) => [content, place]))
  const contents = [...new Set(samples.map(({ content }) => content))]
  const pieces = contents.map((content): Part => {
    const part = parts.get(content)
    if (part) return part
    const place = places.get(content)
    if (!old || place === undefined) throw new Error('features of a sample are missing')
    const [first, end] = [old.starts[place]!, old.starts[place + 1]!]
    return { startMs: old.startMs.subarray(first, end), features: old.features.subarray(first * width, end * width) }
  })
  const counts = Int32Array.from(pieces, ({ startMs }) => startMs.length)
  const starts = new Int32Array(counts.length + 1)
  counts.forEach((count, index) => (starts[index + 1] = starts[index]! + count))
  const rows = starts.at(-1) ?? 0
  const matrix = {
    contents,
    counts,
    starts,
    width,
    startMs: new Float32Array(rows),
    features: new Float32Array(rows * width),
  }
  pieces.forEach(({ startMs, features }, index) => {
    matrix.startMs.set(startMs, starts[index])
    matrix.features.set(features, starts[index]! * width)
  })
  return matrix
}

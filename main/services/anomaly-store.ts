/** What the anomaly blocks of the open project learned last. It is learned again in no time, so one of each is kept. */
import { createHash } from 'node:crypto'
import { AppError } from '../../shared/contract/errors.ts'
import {
  trainingSettingsSchema,
  type AnomalyBlock,
  type DspBlock,
  type Impulse,
  type LearnBlock,
} from '../../shared/model/impulse.ts'
import type { AnomalyModel } from '../../shared/nn/anomaly/anomaly-model.ts'
import type { UsualOutput } from '../jobs/anomaly-task.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { sampleFacts } from './sample-facts.ts'

const SETTING = 'anomalyModels'

export interface KeptUsual extends UsualOutput {
  block: AnomalyBlock
  /** Hash of all that it was made of. */
  madeOf: string
  /** What made the features that it learned from; absent where an earlier version learned it. */
  input?: Impulse['input']
  /** The blocks that it looks at, in its order. */
  dsp?: DspBlock[]
}

type Arrays = 'places' | 'mean' | 'scale' | 'centers' | 'spread' | 'peak'
/** As JSON: the numbers of arrays as they are. */
type Written = Omit<KeptUsual, 'model'> & { model: Omit<AnomalyModel, Arrays> & Record<Arrays, number[]> }

export function isAnomalyBlock(block: LearnBlock): block is AnomalyBlock {
  return block.block === 'anomaly-kmeans' || block.block === 'anomaly-gmm'
}

export function anomalyBlock(impulse: Impulse, learnId: string | undefined): AnomalyBlock | null {
  return impulse.learn.filter(isAnomalyBlock).find(({ id }) => learnId === undefined || id === learnId) ?? null
}

export function requireAnomalyBlock(impulse: Impulse, learnId: string | undefined): AnomalyBlock {
  const block = anomalyBlock(impulse, learnId)
  if (block) return block
  throw new AppError('impulse/invalid', {
    message: 'The impulse has no block for anomalies.',
    hint: 'Add one on the Impulse page: K-means or GMM.',
  })
}

/** The impulse with a network that takes what the anomaly block takes: features are computed for networks. */
export function featuresImpulse(impulse: Impulse, { id, inputs }: AnomalyBlock): Impulse {
  const training = trainingSettingsSchema.parse({})
  return {
    ...impulse,
    learn: [{ id, block: 'classification', inputs, normalization: 'none', layers: [], training }],
  }
}

export function usualHash(project: ProjectFile, block: AnomalyBlock, featuresHash: string): string {
  const facts = sampleFacts(project).map(({ id, label, split, session }) => [id, label, split, session])
  return createHash('sha256')
    .update(JSON.stringify([featuresHash, block, facts]))
    .digest('hex')
}

function keyOf(project: ProjectFile, learnId: string): string {
  return `${project.impulses().active}/${learnId}`
}

function all(project: ProjectFile): Record<string, Written> {
  return (project.getSetting(SETTING) as Record<string, Written> | null) ?? {}
}

export function keepUsual(project: ProjectFile, kept: KeptUsual): void {
  const { model } = kept
  const { places, mean, scale, centers, spread, peak } = model
  const arrays = { places, mean, scale, centers, spread, peak }
  const plain = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, [...values]]))
  const written = { ...kept, model: { ...model, ...plain } }
  project.setSetting(SETTING, { ...all(project), [keyOf(project, kept.block.id)]: written })
}

export function keptUsual(project: ProjectFile, learnId: string): KeptUsual | null {
  const written = all(project)[keyOf(project, learnId)]
  if (!written) return null
  const { places, mean, scale, centers, spread, peak, ...rest } = written.model
  const floats = { mean, scale, centers, spread, peak }
  return {
    ...written,
    model: {
      ...rest,
      places: Int32Array.from(places),
      mean: Float32Array.from(floats.mean),
      scale: Float32Array.from(floats.scale),
      centers: Float32Array.from(floats.centers),
      spread: Float32Array.from(floats.spread),
      peak: Float32Array.from(floats.peak),
    },
  }
}

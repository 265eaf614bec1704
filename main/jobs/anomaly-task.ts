/** Learns what is usual from training windows, and scores windows by it. */
import type { AnomalyBlock } from '../../shared/model/impulse.ts'
import type { AnomalyModel } from '../../shared/nn/anomaly/anomaly-model.ts'
import {
  rankFeatures,
  suggestFeatures,
  type FeatureTable,
  type RankedFeature,
} from '../../shared/nn/anomaly/choose-features.ts'
import { learnUsual } from '../../shared/nn/anomaly/learn-usual.ts'
import { chooseValidation } from '../../shared/nn/splits.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import type { SampleFacts, WindowSet } from './tasks.ts'

export interface UsualInput {
  block: AnomalyBlock
  windows: WindowSet
  samples: SampleFacts[]
}

export interface UsualOutput {
  model: AnomalyModel
  /** Windows it learned from, and windows the threshold was found on; the same where none were kept. */
  windows: number
  freshWindows: number
  ms: number
}

/** Share of the samples that is kept to find the threshold on. */
const FRESH_SHARE = 0.2

export function usualTask({ block, windows, samples }: UsualInput, runtime: Runtime): UsualOutput {
  const started = performance.now()
  const choice = chooseValidation(samples, { validationShare: FRESH_SHARE, seed: block.seed })
  const train = tableOf(windows, samples, new Set(choice.train))
  const fresh = tableOf(windows, samples, new Set(choice.validation))
  // As they are suggested to a person: by all windows that are not for the test.
  const features = block.features ?? rankTask({ windows, samples }).suggested
  const model = learnUsual({ ...block, features }, { train, fresh: fresh.features }, (params, values, inputs) =>
    runtime.anomalyScores(params, values, inputs),
  )
  return {
    model,
    windows: train.labels.length,
    freshWindows: fresh.labels.length,
    ms: performance.now() - started,
  }
}

export function rankTask({ windows, samples }: Omit<UsualInput, 'block'>): {
  ranked: RankedFeature[]
  suggested: string[]
} {
  const used = new Set(samples.filter(({ split }) => split !== 'test').map(({ id }) => id))
  const table = tableOf(windows, samples, used)
  return { ranked: rankFeatures(table), suggested: suggestFeatures(table) }
}

function tableOf(windows: WindowSet, samples: readonly SampleFacts[], ids: ReadonlySet<number>): FeatureTable {
  const labels = new Map(samples.map(({ id, label }) => [id, label]))
  const rows = [...windows.sampleIds.keys()].filter((row) => ids.has(windows.sampleIds[row]!))
  const width = windows.featureCount
  const features = new Float32Array(rows.length * width)
  rows.forEach((row, at) => features.set(windows.features.subarray(row * width, (row + 1) * width), at * width))
  return { features, names: windows.featureNames, labels: rows.map((row) => labels.get(windows.sampleIds[row]!) ?? '') }
}

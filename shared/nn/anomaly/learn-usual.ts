/** Learns what is usual from training windows. */
import { AppError } from '../../contract/errors.ts'
import type { AnomalyBlock } from '../../model/impulse.ts'
import type { AnomalyParams } from '../../runtime/anomaly-params.ts'
import { checkFeatures } from '../training-data.ts'
import type { AnomalyModel } from './anomaly-model.ts'
import { suggestFeatures, type FeatureTable } from './choose-features.ts'
import { kMeans } from './k-means.ts'
import { fitMixture } from './mixture.ts'
import { choosePoints, placesOf, squaredDistance, type ChosenFeatures } from './points.ts'

/** Share of the judged windows that are taken for usual. */
const USUAL_SHARE = 0.99
const FEWEST_WINDOWS = 4

export interface UsualData {
  train: FeatureTable
  /** Windows that were not learned from; the threshold is found on them where there are any. */
  fresh?: Float32Array
}

/** Scores of windows `[rows, inputs]`: the C runtime, which is what boards run. */
export type Scorer = (params: AnomalyParams, features: Float32Array, inputs: number) => Float32Array

export function learnUsual(block: AnomalyBlock, { train, fresh }: UsualData, score: Scorer): AnomalyModel {
  const inputs = train.names.length
  const rows = train.features.length / inputs
  checkFeatures({ features: train.features, inputs, rows }, 'training')
  if (rows < FEWEST_WINDOWS)
    throw new AppError('training/too-few', {
      message: `Learning what is usual needs ${FEWEST_WINDOWS} windows or more; there are ${rows}.`,
    })
  const names = block.features ?? suggestFeatures(train)
  const chosen = choosePoints(train.features, inputs, placesOf(train.names, names))
  const params = block.block === 'anomaly-gmm' ? mixtureParams(block, chosen) : clusterParams(block, chosen)
  const judged = fresh && fresh.length >= FEWEST_WINDOWS * inputs ? fresh : train.features
  const threshold = block.threshold ?? quantileOf(score(params, judged, inputs), USUAL_SHARE)
  return { ...params, inputs, names, threshold }
}

function common({ places, scaler }: ChosenFeatures): Pick<AnomalyParams, 'places' | 'mean' | 'scale'> {
  return { places, mean: scaler.mean, scale: scaler.scale }
}

function clusterParams(
  block: Extract<AnomalyBlock, { block: 'anomaly-kmeans' }>,
  chosen: ChosenFeatures,
): AnomalyParams {
  const { points } = chosen
  const { centers, nearest } = kMeans(points, Math.min(block.clusters, points.count), block.seed)
  const reach = new Float64Array(centers.length)
  nearest.forEach((cluster, row) => {
    reach[cluster] = Math.max(reach[cluster]!, Math.sqrt(squaredDistance(points, row, centers[cluster]!)))
  })
  return {
    kind: 'clusters',
    ...common(chosen),
    centers: joined(centers),
    spread: Float32Array.from(reach),
    peak: new Float32Array(),
  }
}

function mixtureParams(block: Extract<AnomalyBlock, { block: 'anomaly-gmm' }>, chosen: ChosenFeatures): AnomalyParams {
  const { points } = chosen
  const { centers, inverses, peaks } = fitMixture(points, Math.min(block.components, points.count), block.seed)
  return {
    kind: 'mixture',
    ...common(chosen),
    centers: joined(centers),
    spread: joined(inverses),
    peak: Float32Array.from(peaks),
  }
}

function joined(rows: readonly Float64Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]))
}

/** The value that a share of all values does not exceed. */
export function quantileOf(values: Float32Array, share: number): number {
  const sorted = values.toSorted()
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
}

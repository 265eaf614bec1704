/** Made-up rows around one centre a class, and settings, for tests and benchmarks of training. */
import type { TrainingSettings } from '../../shared/model/impulse.ts'
import type { NetworkLayer } from '../../shared/model/network-layer.ts'
import { seededRandom } from '../../shared/nn/random.ts'
import type { TrainingData } from '../../shared/nn/training-data.ts'

export interface BlobOptions {
  rows: number
  inputs: number
  classes: number
  /** Width of the cloud around a centre; centres lie within ±1. */
  spread: number
  seed?: number
  /** Same seed of the centres: another draw from the same clouds. */
  centreSeed?: number
}

export function blobs({ rows, inputs, classes, spread, seed = 1, centreSeed = 1 }: BlobOptions): TrainingData {
  const placing = seededRandom(centreSeed, 101)
  const random = seededRandom(seed, 102)
  const centres = Float32Array.from({ length: classes * inputs }, () => placing.nextFloat() * 2 - 1)
  const labels = Int32Array.from({ length: rows }, (_value, row) => row % classes)
  const features = Float32Array.from({ length: rows * inputs }, (_value, at) => {
    const noise = random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5
    return centres[labels[Math.floor(at / inputs)]! * inputs + (at % inputs)]! + spread * noise
  })
  return { features, labels, inputs, classes: Array.from({ length: classes }, (_value, index) => `class${index}`) }
}

export const settings: TrainingSettings = {
  trainingCycles: 30,
  learningRate: 0.005,
  batchSize: 32,
  validationShare: 0.2,
  seed: 1,
  autoClassWeights: false,
  minimumConfidence: 0.6,
}

export function hidden(...units: number[]): NetworkLayer[] {
  return units.map((count) => ({ type: 'dense', units: count, activation: 'relu' }))
}

/** A task for convolutions: a bump in a noisy series, anywhere; which shape it has is the label. */
import { seededRandom } from '../../shared/nn/random.ts'
import type { TrainingData } from '../../shared/nn/training-data.ts'

export const STEPS = 32
const SHAPES = [
  [1, 2, 3, 2, 1],
  [-1, 2, -3, 2, -1],
  [3, 1, 0, -1, -3],
]

export function bumps(rows: number, seed = 1): TrainingData {
  const random = seededRandom(seed, 301)
  const labels = Int32Array.from({ length: rows }, (_value, row) => row % SHAPES.length)
  const features = Float32Array.from({ length: rows * STEPS }, () => (random.nextFloat() - 0.5) * 0.8)
  labels.forEach((label, row) => {
    const start = row * STEPS + random.nextBelow(STEPS - 5)
    SHAPES[label]!.forEach((value, index) => (features[start + index]! += value))
  })
  return { features, labels, inputs: STEPS, classes: ['hill', 'shake', 'ramp'] }
}

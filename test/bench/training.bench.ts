/**
 * The default net (33 → 20 → 10 → 4) on 2,000 windows for 30 epochs, both kernels side by side:
 * npx vitest bench --run test/bench/training.bench.ts
 */
import { bench, describe } from 'vitest'
import { trainClassifier } from '../../shared/nn/trainer.ts'
import { blobs, hidden, settings } from '../support/training-blobs.ts'
import { kernelMakers } from '../support/training-wasm.ts'

const train = blobs({ rows: 2000, inputs: 33, classes: 4, spread: 3 })

describe('train 2,000 windows, 30 epochs', () => {
  for (const [name, make] of kernelMakers) {
    const kernels = make()
    bench(
      name,
      () => {
        trainClassifier({ train, layers: hidden(20, 10), settings, normalization: 'standard-scaler', kernels })
      },
      { iterations: 5, time: 500, warmupIterations: 1, warmupTime: 0 },
    )
  }
})

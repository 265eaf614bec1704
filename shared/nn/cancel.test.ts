import { describe, expect, it } from 'vitest'
import { blobs, settings } from '../../test/support/training-blobs.ts'
import { noTrainingWasm, wasmKernels, wasmNote } from '../../test/support/training-wasm.ts'
import { AppError } from '../contract/errors.ts'
import { templateFor, type TemplateId } from './templates.ts'
import { trainClassifier } from './trainer.ts'

const NETWORKS: [TemplateId, number[], number][] = [
  ['conv1d', [49, 13], 1],
  ['ds-cnn', [49, 10], 1],
  ['image-cnn', [96, 96, 3], 1],
  ['mobilenet-v1', [96, 96, 3], 0.25],
]
const LONGEST_MS = 100
/** Scoring, and a batch and more. */
const QUESTIONS = 60

/** Processor time: other programs on the computer do not count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

describe.skipIf(noTrainingWasm)(`a training that is cancelled${wasmNote}`, () => {
  it.each(NETWORKS)('answers within 100 ms, as it asks that often: %s of %j, width %d', (id, shape, width) => {
    const { layers } = templateFor(id, shape, { width })
    const inputs = shape.reduce((product, size) => product * size, 1)
    const train = blobs({ rows: 64, inputs, classes: 3, spread: 1 })
    const kernels = wasmKernels()
    const run = (shouldCancel: () => boolean): void => {
      const request = { train, layers, settings, normalization: 'none', kernels, shouldCancel } as const
      expect(() => trainClassifier(request)).toThrow(AppError)
    }
    // The first time, memory and code are made.
    let questions = 0
    run(() => ++questions > QUESTIONS)
    const asked: number[] = []
    run(() => asked.push(processorMs()) > QUESTIONS)
    const gaps = asked.slice(1).map((at, index) => at - asked[index]!)
    expect(gaps).toHaveLength(QUESTIONS)
    expect(Math.max(...gaps)).toBeLessThan(LONGEST_MS)
  })
})

import { describe, expect, it } from 'vitest'
import { graphBytes } from '../../test/support/graph-bytes.ts'
import { hidden, settings } from '../../test/support/training-blobs.ts'
import { kernelMakers, noTrainingWasm, wasmKernels, wasmNote } from '../../test/support/training-wasm.ts'
import type { ValueLossChoice } from './layers/value-losses.ts'
import { plainKernels } from './plain-kernels.ts'
import { predict } from './predict.ts'
import { seededRandom } from './random.ts'
import { trainValues, type TargetData, type ValueRequest } from './train-values.ts'

/** Two values of three features: a bent one and a straight one. */
function curves(rows: number, seed: number): TargetData {
  const random = seededRandom(seed, 401)
  const features = Float32Array.from({ length: rows * 3 }, () => random.nextFloat() * 2 - 1)
  const targets = Float32Array.from({ length: rows * 2 }, (_value, at) => {
    const [a, b, c] = features.subarray(Math.floor(at / 2) * 3, Math.floor(at / 2) * 3 + 3)
    return at % 2 === 0 ? a! * a! + 0.5 * b! : 2 * c! - a!
  })
  return { features, inputs: 3, targets, names: ['bent', 'straight'] }
}

/** Each label by itself is true or not. */
function switches(rows: number, seed: number): TargetData {
  const { targets, ...rest } = curves(rows, seed)
  return { ...rest, targets: targets.map((value) => (value > 0.3 ? 1 : 0)) }
}

function request(loss: ValueLossChoice, changes: Partial<ValueRequest> = {}): ValueRequest {
  const [train, validation] =
    loss.kind === 'binary-cross-entropy' ? [switches(300, 1), switches(100, 2)] : [curves(300, 1), curves(100, 2)]
  const longer = { ...settings, trainingCycles: 60, learningRate: 0.01 }
  const base = { layers: hidden(16, 8), settings: longer, normalization: 'standard-scaler' as const }
  return { ...base, train, validation, loss, kernels: plainKernels(), ...changes }
}

describe.each(kernelMakers)('learning values with %s', (_name, make) => {
  it.each<ValueLossChoice>([
    { kind: 'mean-squared-error' },
    { kind: 'mean-absolute-error' },
    { kind: 'huber', delta: 0.5 },
  ])('follows curves it has not seen: $kind', (loss) => {
    const { graph } = trainValues(request(loss, { kernels: make() }))
    const { features, targets } = curves(100, 3)
    const answers = predict(graph, features, make())
    const error = targets.reduce((sum, value, index) => sum + Math.abs(value - answers[index]!), 0) / targets.length
    expect(error).toBeLessThan(0.12)
    expect(graph.layers.at(-1)).toMatchObject({ type: 'dense', activation: 'linear', outputs: 2 })
    expect(graph.labels).toEqual(['bent', 'straight'])
  })

  it('learns labels that do not exclude each other', () => {
    const { graph, epochs, bestEpoch } = trainValues(request({ kind: 'binary-cross-entropy' }, { kernels: make() }))
    expect(epochs[bestEpoch - 1]!.validationAccuracy).toBeGreaterThan(0.93)
    const { features, targets } = switches(100, 3)
    const answers = predict(graph, features, make())
    expect(answers.every((value) => value >= 0 && value <= 1)).toBe(true)
    const right = targets.filter((value, index) => value > 0.5 === answers[index]! > 0.5)
    expect(right.length / targets.length).toBeGreaterThan(0.9)
  })
})

describe('learning values', () => {
  it.skipIf(noTrainingWasm)(`gives the same bytes with both kernels${wasmNote}`, () => {
    const few = { ...settings, trainingCycles: 5 }
    for (const loss of [{ kind: 'huber', delta: 0.5 }, { kind: 'binary-cross-entropy' }] as const) {
      const plain = trainValues(request(loss, { settings: few }))
      const wasm = trainValues(request(loss, { settings: few, kernels: wasmKernels() }))
      expect(graphBytes(wasm.graph)).toEqual(graphBytes(plain.graph))
      expect(wasm.epochs).toEqual(plain.epochs)
    }
  })

  it('refuses values that nobody can learn', () => {
    const whole = curves(10, 1)
    const nan = { ...whole, targets: whole.targets.with(5, Number.NaN) }
    const mse: ValueLossChoice = { kind: 'mean-squared-error' }
    expect(() => trainValues(request(mse, { train: nan }))).toThrow(/"straight" of window 3 \(training\) is NaN/)
    const share = { ...whole, targets: whole.targets.fill(1).with(0, 1.5) }
    expect(() => trainValues(request({ kind: 'binary-cross-entropy' }, { train: share }))).toThrow(/"bent".*is 1.5/)
    expect(() => trainValues(request(mse, { train: curves(1, 1) }))).toThrow(/2 windows or more/)
    expect(() => trainValues(request({ kind: 'huber', delta: 0 }))).toThrow(/Delta is 0/)
  })
})

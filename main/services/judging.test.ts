import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import type { Run } from '../../shared/model/run.ts'

let backend: TestBackend
let run: Run
beforeAll(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('p.tinyml'), name: 'p', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 12, seed: 1 })
  run = await backend.call('training/train', {})
})
afterAll(async () => {
  await backend.close()
})

describe('judging a model', () => {
  it('judges by the very samples that training kept for it, and by those it learned from', async () => {
    for (const precision of ['float', 'int8'] as const) {
      const kept = await backend.call('testing/run', { precision, split: 'validation' })
      const learned = await backend.call('testing/run', { precision, split: 'train' })
      const ids = new Set(kept.perSample.map(({ sampleId }) => sampleId))
      expect(ids.size).toBeGreaterThan(0)
      expect(learned.perSample.some(({ sampleId }) => ids.has(sampleId))).toBe(false)
      expect(kept.accuracy).toBe(run.validation[precision].accuracy)
    }
  })

  it('gives each window its scores and its truth', async () => {
    const tested = await backend.call('testing/windows', { precision: 'float', split: 'test' })
    const result = await backend.call('testing/run', { precision: 'float', split: 'test' })
    expect(tested.sampleId).toHaveLength(result.windows)
    const right = [...tested.truth].filter((label, row) => {
      const own = [...tested.scores.subarray(row * tested.labels.length, (row + 1) * tested.labels.length)]
      expect(own.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 4)
      return own.indexOf(Math.max(...own)) === label
    })
    expect(right).toHaveLength(result.correct)
    const sampleId = tested.sampleId[0] ?? 0
    const one = await backend.call('testing/sample', { precision: 'float', sampleId })
    const count = tested.sampleId.filter((id) => id === sampleId).length
    expect(one.startMs).toHaveLength(count)
    expect([...one.scores]).toEqual([...tested.scores.subarray(0, count * tested.labels.length)])
  })

  it('has curves with the area that the evaluation tells', async () => {
    const { labels } = await backend.call('testing/curves', { precision: 'float', split: 'test' })
    const { perLabel } = await backend.call('testing/run', { precision: 'float', split: 'test' })
    expect(labels.map(({ label, auc }) => [label, auc])).toEqual(perLabel.map(({ label, auc }) => [label, auc]))
    for (const curve of labels) expect(curve.thresholds.length).toBe(curve.f1.length)
  })
})

describe('augmentation', () => {
  const motion = { rotateDegrees: 20, jitter: 0.1 }

  it('shows copies of a window before anything is trained, the same each time', async () => {
    const [sample] = await backend.call('samples/list', {})
    const look = { sampleId: sample?.id ?? 0, startMs: 0, augmentation: { copies: 3, motion } }
    const first = await backend.call('training/augment-preview', look)
    expect(first.copies).toHaveLength(3)
    for (const { readings, features } of first.copies) {
      expect(readings).toHaveLength(first.original.readings.length)
      expect(readings).not.toEqual(first.original.readings)
      expect(features).not.toEqual(first.original.features)
    }
    expect(await backend.call('training/augment-preview', look)).toEqual(first)
    const none = await backend.call('training/augment-preview', { ...look, augmentation: { copies: 1, motion: {} } })
    expect(none.copies[0]).toEqual(none.original)
  })

  it('changes what is learned, and nothing of what it is judged by', async () => {
    const { impulse } = await backend.call('impulse/get', {})
    if (!impulse) throw new Error('no impulse')
    const learn = impulse.learn.map((block) => ({ ...block, augmentation: { copies: 2, motion } }))
    await backend.call('impulse/set', { impulse: { ...impulse, learn } })
    const augmented = await backend.call('training/train', {})
    const again = await backend.call('training/train', {})
    const crossed = await backend.call('training/cross-validate', { method: { kind: 'folds', count: 2 } })
    await backend.call('impulse/set', { impulse })
    expect(augmented.modelHash).not.toBe(run.modelHash)
    expect(augmented.modelHash).toBe(again.modelHash)
    expect(augmented.validation.float.windows).toBe(run.validation.float.windows)
    expect((await backend.call('training/train', {})).modelHash).toBe(run.modelHash)
    const plain = await backend.call('training/cross-validate', { method: { kind: 'folds', count: 2 } })
    expect(crossed.folds.map(({ evaluation }) => evaluation.loss)).not.toEqual(
      plain.folds.map(({ evaluation }) => evaluation.loss),
    )
  })
})

describe('choosing a network', () => {
  it('offers networks for the shape of the features', async () => {
    const { shape, templates } = await backend.call('training/templates', {})
    expect(shape).toHaveLength(1)
    expect(templates.map(({ id }) => id)).toEqual(['dense', 'sensors'])
  })

  it('suggests a learning rate', async () => {
    const { suggested, rates } = await backend.call('training/find-rate', {})
    expect(rates.length).toBeGreaterThan(20)
    expect(suggested).toBeGreaterThan(1e-5)
    expect(suggested).toBeLessThan(1)
  })

  it('cross-validates: every sample is judged once, and the spread is told', async () => {
    const done: number[] = []
    const result = await backend.call(
      'training/cross-validate',
      { method: { kind: 'folds', count: 4 } },
      { onProgress: (progress) => done.push(progress.done) },
    )
    expect(done).toEqual([0, 1, 2, 3])
    const samples = (await backend.call('samples/list', {})).filter(({ split }) => split !== 'test')
    expect(result.folds.reduce((sum, fold) => sum + fold.samples, 0)).toBe(samples.length)
    expect(result.mean).toBeGreaterThan(0.5)
    expect(result.deviation).toBeGreaterThanOrEqual(0)
    const again = await backend.call('training/cross-validate', { method: { kind: 'folds', count: 4 } })
    expect(again).toEqual(result)
  })

  it('stops a cross-validation at once', async () => {
    const controller = new AbortController()
    const call = backend.call(
      'training/cross-validate',
      { method: { kind: 'folds', count: 10 } },
      { signal: controller.signal, onProgress: () => controller.abort() },
    )
    await expect(call).rejects.toMatchObject({ code: 'app/cancelled' })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'A', template: 'sensors' })
})
afterEach(() => backend.close())

describe('the map of samples', () => {
  it('is there before any training, with labels, splits and sessions', async () => {
    const map = await backend.call('explorer/map', { of: 'windows', projection: 'pca' })
    expect(map).toMatchObject({
      total: 360,
      proposed: false,
      labels: ['clean', 'coffee', 'perfume', 'smoke'],
      answers: [],
    })
    expect(map.points).toHaveLength(360 * 3)
    expect(map.axisTitles[0]).toMatch(/^PC 1 \(\d+ % of the spread\)$/)
    expect(map.sessions).toHaveLength(6)
    expect(new Set(map.split)).toEqual(new Set([0, 2]))
    expect(map.predicted.every((answer) => answer === -1)).toBe(true)
  })

  it('shows samples without a label too', async () => {
    const [first] = await backend.call('samples/list', {})
    await backend.call('samples/update', { ids: [first!.id], changes: { label: null } })
    const map = await backend.call('explorer/map', { of: 'samples', projection: 'pca' })
    expect(map.total).toBe(360)
    expect(map.label[map.sampleId.indexOf(first!.id)]).toBe(-1)
  })

  it('shows chosen features with their values, and the answers of a model', async () => {
    await backend.call('training/train', { epochs: 5 })
    const map = await backend.call('explorer/map', { of: 'windows', projection: 'features', features: [4, 0, 1] })
    expect(map.axisTitles[0]).toBe(map.featureNames[4])
    expect(map.points[0]).toBeGreaterThan(10)
    expect(map.answers).toEqual(map.labels)
    const right = map.predicted.filter((answer, point) => answer === map.label[point]).length
    expect(right / map.total).toBeGreaterThan(0.4)
  })

  it('is the same UMAP for the same seed, says how far it is and lets go when cancelled', async () => {
    const stages = new Set<string>()
    const input = { of: 'windows', projection: 'umap' } as const
    const map = await backend.call('explorer/map', input, { onProgress: ({ stage }) => stages.add(stage) })
    expect(stages).toContain('layout')
    expect((await backend.call('explorer/map', input)).points).toEqual(map.points)
    const aborter = new AbortController()
    const cancelled = backend.call('explorer/map', input, { signal: aborter.signal, onProgress: () => aborter.abort() })
    await expect(cancelled).rejects.toMatchObject({ code: 'app/cancelled' })
    await backend.call('explorer/map', { ...input, dimensions: 3 })
  })

  it('says which features tell labels apart, and which pairs are hard', async () => {
    const { importance, pairs, windows } = await backend.call('explorer/measures', {})
    expect(windows).toBe(360)
    expect(importance).toHaveLength(6)
    expect(importance[0]!.score).toBeGreaterThan(importance.at(-1)!.score)
    expect(pairs).toHaveLength(6)
    expect(pairs[0]).toMatchObject({ first: 'clean', second: 'coffee' })
  })
})

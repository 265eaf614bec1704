import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import type { Impulse } from '../../shared/model/impulse.ts'

let backend: TestBackend
let impulse: Impulse
beforeAll(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('p.tinyml'), name: 'p', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 10, seed: 1 })
  const got = await backend.call('impulse/get', {})
  if (!got.impulse) throw new Error('no impulse')
  impulse = got.impulse
})
afterAll(async () => {
  await backend.close()
})

const inputs = (): string[] => impulse.dsp.map(({ id }) => id)

async function withAnomaly(block: object): Promise<void> {
  const learn = [...impulse.learn, { id: 'strange', inputs: inputs(), seed: 1, ...block } as Impulse['learn'][number]]
  await backend.call('impulse/set', { impulse: { ...impulse, learn } })
}

describe.each([
  { block: 'anomaly-kmeans', clusters: 8 },
  { block: 'anomaly-gmm', components: 4 },
])('an anomaly block ($block)', (block) => {
  it('is learned with the networks, looks at telling features, and is out of date when its settings change', async () => {
    await withAnomaly(block)
    await backend.call('training/train', { epochs: 5 })
    const learned = await backend.call('anomaly/get', {})
    expect(learned).toMatchObject({ learnId: 'strange', block: block.block, stale: false })
    expect(learned?.features.length).toBeGreaterThan(1)
    const { suggested, ranked } = await backend.call('anomaly/suggest', {})
    expect(learned?.features).toEqual(suggested)
    expect(ranked.length).toBeGreaterThan(suggested.length)
    await withAnomaly({ ...block, seed: 2 })
    expect((await backend.call('anomaly/get', {}))?.stale).toBe(true)
    const again = await backend.call('anomaly/train', {})
    expect(again.stale).toBe(false)
  })

  it('finds few of the test windows strange, and counts them beside the labels', async () => {
    await withAnomaly(block)
    await backend.call('training/train', { epochs: 20 })
    const tested = await backend.call('testing/run', { precision: 'int8', split: 'test', threshold: 0.6 })
    const counted = tested.anomaly?.matrix.flat().reduce((sum, count) => sum + count, 0)
    expect(counted).toBe(tested.windows)
    expect(tested.anomaly?.windows).toBeLessThan(tested.windows / 3)
    const strange = tested.anomaly?.matrix.reduce((sum, row) => sum + (row.at(-1) ?? 0), 0)
    expect(strange).toBe(tested.anomaly?.windows)
    const { scores, threshold, sampleId } = await backend.call('anomaly/scores', { split: 'test' })
    expect(scores).toHaveLength(sampleId.length)
    expect(threshold).toBe(tested.anomaly?.threshold)
  })

  it('finds every window strange of a label that it never saw', async () => {
    const idle = (await backend.call('samples/list', {})).filter(({ label }) => label === 'idle').map(({ id }) => id)
    const rest = (await backend.call('samples/list', {})).filter(({ label }) => label !== 'idle')
    expect(idle.length).toBeGreaterThan(2)
    expect(rest.length).toBeGreaterThan(2)
    await withAnomaly(block)
    await backend.call('samples/update', { ids: rest.map(({ id }) => id), changes: { enabled: false } })
    await backend.call('anomaly/train', {})
    await backend.call('samples/update', { ids: rest.map(({ id }) => id), changes: { enabled: true } })
    const { scores, threshold, sampleId } = await backend.call('anomaly/scores', {})
    const strange = [...sampleId].filter((id, row) => !idle.includes(id) && scores[row]! > threshold)
    const others = [...sampleId].filter((id) => !idle.includes(id))
    expect(strange.length / others.length).toBeGreaterThan(0.9)
  })
})

it('says what is missing where there is no block, or nothing was learned', async () => {
  await backend.call('impulse/set', { impulse })
  await expect(backend.call('anomaly/train', {})).rejects.toMatchObject({ code: 'impulse/invalid' })
  await withAnomaly({ block: 'anomaly-kmeans', id: 'other', clusters: 3 })
  await expect(backend.call('anomaly/scores', {})).rejects.toMatchObject({ code: 'training/no-model' })
  expect(await backend.call('anomaly/get', {})).toBeNull()
})

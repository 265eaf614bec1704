import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import { NO_RUNTIME } from '../../test/support/runtime.ts'
import type { Impulse } from '../../shared/model/impulse.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('p.tinyml'), name: 'p', template: 'empty' })
})
afterEach(async () => {
  await backend.close()
})

async function impulseNow(): Promise<Impulse> {
  const { impulse } = await backend.call('impulse/get', {})
  if (!impulse) throw new Error('no impulse')
  return impulse
}

describe.skipIf(NO_RUNTIME)(`tuning a block${NO_RUNTIME}`, () => {
  it('ranks settings, the best first, and leaves impulse and test samples alone', async () => {
    await backend.call('samples/generate', { perLabel: 8, seed: 3 })
    const impulse = await impulseNow()
    const blockId = impulse.dsp[0]!.id
    const told: number[] = []
    const tuned = await backend.call(
      'dsp/tune',
      { impulse, blockId },
      { onProgress: ({ done }) => void told.push(done) },
    )
    const scores = tuned.ranking.map(({ accuracy }) => Math.round(accuracy * 200))
    expect(scores.slice(0, -1)).toEqual(scores.slice(0, -1).toSorted((a, b) => b - a))
    const before = tuned.ranking.find(({ changes }) => changes === '')
    expect(tuned.ranking[0]!.accuracy).toBeGreaterThanOrEqual(before!.accuracy - 0.005)
    expect(tuned.tried).toBeGreaterThan(10)
    expect(told.length).toBeGreaterThan(10)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(await impulseNow()).toEqual(impulse)
    // Samples of the test set that say the opposite change nothing.
    const test = (await backend.call('samples/list', {})).filter(({ split }) => split === 'test')
    expect(test.length).toBeGreaterThan(0)
    await backend.call('samples/update', { ids: test.map(({ id }) => id), changes: { label: 'something else' } })
    const again = await backend.call('dsp/tune', { impulse, blockId })
    expect(again).toEqual(tuned)
  })

  it('proposes settings that can be used as they are', async () => {
    await backend.call('samples/generate', { perLabel: 4, seed: 3 })
    const impulse = await impulseNow()
    const { ranking } = await backend.call('dsp/tune', { impulse, blockId: impulse.dsp[0]!.id })
    const dsp = impulse.dsp.map((block) => ({ ...block, params: ranking[0]!.params }))
    const described = await backend.call('impulse/describe', { impulse: { ...impulse, dsp } })
    expect(described.problems).toEqual([])
    expect(described.dsp[0]!.features).toBe(ranking[0]!.features)
    // On a Cortex-M0+ at 133 MHz, 227 cycles a multiply-add.
    expect(described.board!.dspMs).toBeCloseTo((227 * ranking[0]!.macs) / 133_000, 5)
    expect(Object.keys(ranking[0]!.params).toSorted()).toEqual(Object.keys(impulse.dsp[0]!.params).toSorted())
  })

  it('can be cancelled, and says what is missing', async () => {
    await backend.call('samples/generate', { perLabel: 8, seed: 3 })
    const impulse = await impulseNow()
    const cancel = new AbortController()
    const running = backend.call(
      'dsp/tune',
      { impulse, blockId: impulse.dsp[0]!.id },
      { signal: cancel.signal, onProgress: () => cancel.abort() },
    )
    await expect(running).rejects.toMatchObject({ code: 'app/cancelled' })
    await expect(backend.call('dsp/tune', { impulse, blockId: 'none' })).rejects.toMatchObject({
      code: 'impulse/invalid',
    })
    const samples = await backend.call('samples/list', {})
    await backend.call('samples/update', { ids: samples.map(({ id }) => id), changes: { label: 'one' } })
    await expect(backend.call('dsp/tune', { impulse, blockId: impulse.dsp[0]!.id })).rejects.toMatchObject({
      code: 'training/one-class',
    })
  })
})

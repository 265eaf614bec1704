import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import type { EventPayload } from '../../shared/contract/events.ts'
import type { Impulse } from '../../shared/model/impulse.ts'

let backend: TestBackend
let impulse: Impulse
beforeAll(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('p.tinyml'), name: 'p', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 10, seed: 1 })
  const got = await backend.call('impulse/get', {})
  if (!got.impulse) throw new Error('no impulse')
  const [network] = got.impulse.learn
  const strange = { id: 'strange', block: 'anomaly-kmeans' as const, inputs: network!.inputs, seed: 1, clusters: 8 }
  impulse = { ...got.impulse, learn: [network!, strange] }
})
afterAll(async () => {
  await backend.close()
})

it('goes onto the board beside the network, under one name, and judges there as on the computer', async () => {
  await backend.call('impulse/set', { impulse: { ...impulse, learn: impulse.learn.slice(0, 1) } })
  const alone = await backend.call('training/train', { epochs: 5 })
  await backend.call('impulse/set', { impulse })
  const both = await backend.call('training/train', { epochs: 5 })
  expect(both.modelHash).not.toBe(alone.modelHash)
  expect(both.flashBytes).toBeGreaterThan(alone.flashBytes)
  const runs = await backend.call('training/runs', {})
  expect(runs.at(-1)?.modelHash).toBe(both.modelHash)

  const flashed = await backend.call('deploy/flash', { port: 'sim:pico' })
  expect(flashed).toMatchObject({ modelHash: both.modelHash, verified: true })
  const { stages } = await backend.call('parity/run', { port: 'sim:pico', limit: 3 })
  const anomalies = stages.filter(({ name }) => name.startsWith('anomaly'))
  expect(anomalies.map(({ name }) => name)).toEqual(['anomaly: testing = model pack', 'anomaly: board = workbench'])
  expect(stages.map(({ equal }) => equal)).toEqual(stages.map(() => stages[0]!.compared))
  expect(stages[0]!.compared).toBeGreaterThan(0)

  const { files } = await backend.call('deploy/files', { target: 'c' })
  expect(files.find(({ path }) => path === 'impulse.h')?.text).toContain('#define TML_HAS_ANOMALY 1')

  await backend.call('devices/connect', { port: 'sim:pico' })
  const compared = new Promise<EventPayload<'live/result'>>((resolve) => {
    backend.on('live/result', ({ payload }) => payload.compared > 0 && resolve(payload))
  })
  await backend.call('live/start', { on: 'both', threshold: 0.6 })
  const answer = await compared
  await backend.call('live/stop', {})
  expect(answer).toMatchObject({ on: 'board', agree: answer.compared })
  expect(Number.isFinite(answer.anomaly?.score)).toBe(true)
})

it('stays away where it learned from other features than the network', async () => {
  const trained = await backend.call('training/train', { epochs: 5 })
  if (impulse.input.kind !== 'time-series') throw new Error('no signal')
  const input = { ...impulse.input, windowSizeMs: impulse.input.windowSizeMs / 2 }
  await backend.call('impulse/set', { impulse: { ...impulse, input } })
  await backend.call('anomaly/train', {})
  const { files } = await backend.call('deploy/files', { target: 'c' })
  expect(files.find(({ path }) => path === 'impulse.h')?.text).not.toContain('TML_HAS_ANOMALY')
  await backend.call('impulse/set', { impulse })
  await backend.call('anomaly/train', {})
  expect((await backend.call('training/runs', {})).at(-1)?.modelHash).toBe(trained.modelHash)
})

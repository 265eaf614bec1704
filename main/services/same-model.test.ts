import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
})
afterEach(async () => {
  await backend.close()
})

it('gives the same model after the data went out and came back', async () => {
  await backend.call('project/create', { path: backend.path('first.tinyml'), name: 'first', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 12, seed: 1 })
  const { impulse } = await backend.call('impulse/get', {})
  const first = await backend.call('training/train', {})
  await backend.call('samples/export', { format: 'edge-impulse', out: backend.path('out') })
  await backend.call('project/create', { path: backend.path('second.tinyml'), name: 'second', template: 'empty' })
  await backend.call('samples/import', { paths: [backend.path('out')] })
  if (impulse) await backend.call('impulse/set', { impulse })
  const second = await backend.call('training/train', {})
  expect(second.modelHash).toBe(first.modelHash)
})
